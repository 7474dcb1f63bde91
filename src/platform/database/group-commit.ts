import { invariant } from '../../kernel/invariant.ts'
import { DatabaseTooSlow, DatabaseUnavailable, isUnavailable } from './database.ts'

export interface GroupCommitOptions<Entry, Answer> {
  /** Commits the entries in one transaction and gives one answer each, in order. Must be able to run again after it failed. */
  readonly commit: (entries: readonly Entry[]) => Promise<readonly Answer[]>
  /** Transactions under way at the same time; they take turns. */
  readonly lanes?: number
  /** Entries of one transaction at most. */
  readonly largest?: number
  /** Entries waiting at most; one more is refused at once, so that a server that is too slow says so instead of growing. */
  readonly capacity?: number
}

/** Gathers what arrives while earlier transactions flush into the next one. */
export interface GroupCommit<Entry, Answer> {
  /** Resolves once the entry's transaction is durable. Throws DatabaseUnavailable when too many wait, or the database is away. */
  submit(entry: Entry): Promise<Answer>
  /** Resolves when less than one full transaction waits: for senders that can wait rather than be refused. More would not be written sooner. */
  room(): Promise<void>
  /** Resolves when nothing is waiting or under way. */
  settled(): Promise<void>
  /** Entries waiting for a transaction. */
  waiting(): number
}

interface Waiting<Entry, Answer> {
  readonly entry: Entry
  readonly resolve: (answer: Answer) => void
  readonly reject: (error: unknown) => void
}

/** Fewer entries than this are not worth two transactions. */
const smallestShare = 32

/**
 * Shares transactions among requests: a transaction costs more than its rows, so what arrives while one flushes goes into the next.
 * No timer: an entry that finds a free lane starts at once. When a transaction fails for another reason than weather or want of time its entries are
 * halved and tried again, so that one entry the database refuses fails alone and never spoils its neighbours.
 */
export function groupCommit<Entry, Answer>(options: GroupCommitOptions<Entry, Answer>): GroupCommit<Entry, Answer> {
  const { commit, lanes = 2, largest = 400, capacity = 4000 } = options
  const queue: Waiting<Entry, Answer>[] = []
  const roomy = Math.min(largest, capacity / 2)
  let busy = 0
  let underWay = 0
  let starting = false
  let idle: (() => void)[] = []
  let crowded: (() => void)[] = []

  async function settle(batch: readonly Waiting<Entry, Answer>[]): Promise<void> {
    try {
      const answers = await commit(batch.map((waiting) => waiting.entry))
      invariant(answers.length === batch.length, 'one answer for each entry')
      batch.forEach((waiting, i) => waiting.resolve(answers[i] as Answer))
    } catch (error) {
      if (isUnavailable(error) || error instanceof DatabaseTooSlow || batch.length === 1) {
        for (const waiting of batch) waiting.reject(error)
        return
      }
      const half = batch.length >> 1
      await settle(batch.slice(0, half))
      await settle(batch.slice(half))
    }
  }

  // Never everything for one lane: senders that wait for their answers would then all wait for the same flush, and nothing would be
  // made ready meanwhile.
  const share = (): number => Math.min(largest, Math.max(smallestShare, Math.ceil((queue.length + underWay) / lanes)))

  async function work(): Promise<void> {
    busy++
    while (queue.length > 0) {
      const batch = queue.splice(0, share())
      underWay += batch.length
      if (queue.length < roomy) {
        for (const tell of crowded) tell()
        crowded = []
      }
      await settle(batch)
      underWay -= batch.length
    }
    busy--
    if (busy === 0 && queue.length === 0) {
      for (const tell of idle) tell()
      idle = []
    }
  }

  function start(): void {
    starting = false
    while (busy < lanes && queue.length > 0) void work()
  }

  return {
    submit(entry) {
      if (queue.length >= capacity) return Promise.reject(new DatabaseUnavailable(`${capacity} entries wait already`))
      return new Promise((resolve, reject) => {
        queue.push({ entry, resolve, reject })
        if (busy < lanes && !starting) {
          starting = true
          // After the current turn of the event loop, so that what was read from the sockets together is committed together.
          setImmediate(start)
        }
      })
    },
    room: () => (queue.length < roomy ? Promise.resolve() : new Promise((resolve) => crowded.push(resolve))),
    settled: () => (busy === 0 && queue.length === 0 ? Promise.resolve() : new Promise((resolve) => idle.push(resolve))),
    waiting: () => queue.length,
  }
}
