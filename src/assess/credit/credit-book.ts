import type { Instant } from '../../kernel/instant.ts'
import type { Machine } from '../../platform/context.ts'
import { creditChanged, periodsChanged, readRevision } from './store.ts'

/** Grades of all enterprises that have a record, in memory: at once for changes of this process, within a second for those of others. */
export interface CreditBook {
  /** The grade that was in force at a moment, as it was known then: what a case of that moment was judged by (GV-12). Undefined without a record. */
  find(enterprise: string, at: Instant): string | undefined
  /** Waits until what this process changed, and what others did more than a second ago, is in the book. */
  ready(): Promise<void> | undefined
  stop(): void
}

const refreshAfter = 400
const longestAge = 1_000
/** Changes read at a time, so that the first reading of a large book does not come in one piece. */
const readAtOnce = 5_000
/** Numbers of one period: known from and to, valid from and to, grade. */
const width = 5

/** Opens the book and keeps it: only the enterprises whose grades changed are read again, however many there are. */
export function openCreditBook(machine: Machine): CreditBook {
  const { db } = machine
  // Numbers side by side in one array for each enterprise, newest belief first: a million records are some hundred megabytes and not two thousand.
  const periods = new Map<string, readonly number[]>()
  const grades: string[] = []
  let number = 0
  let readAt = -Infinity
  let changes = 0
  let changesSeen = -1
  let running: { readonly changes: number; readonly done: Promise<void> } | undefined

  function indexOf(grade: string): number {
    const known = grades.indexOf(grade)
    return known >= 0 ? known : grades.push(grade) - 1
  }

  async function catchUp(): Promise<void> {
    const [askedAt, changesAsked] = [performance.now(), changes]
    const { number: latest } = await readRevision(db)
    while (number < latest) {
      const upTo = Math.min(latest, number + readAtOnce)
      const fresh = new Map<string, number[]>()
      for (const { enterprise, grade, knownFrom, knownTo, validFrom, validTo } of await periodsChanged(db, number, upTo)) {
        const packed = [knownFrom, knownTo ?? Infinity, validFrom, validTo ?? Infinity, indexOf(grade)]
        const believed = fresh.get(enterprise)
        if (believed === undefined) fresh.set(enterprise, packed)
        else believed.push(...packed)
      }
      for (const [enterprise, believed] of fresh) periods.set(enterprise, believed)
      number = upTo
    }
    readAt = askedAt
    changesSeen = changesAsked
  }

  function begin(): Promise<void> {
    if (running?.changes === changes) return running.done
    const before = running?.done.catch(() => undefined)
    const mine = { changes, done: Promise.resolve(before).then(catchUp) }
    running = mine
    const over = (): void => {
      if (running === mine) running = undefined
    }
    mine.done.then(over, over)
    return mine.done
  }

  /** A reading under way may have begun too early: then another one follows it, and that one began late enough. */
  async function readUntil(isRead: () => boolean): Promise<void> {
    while (!isRead()) await begin()
  }

  const quietly = (): void => {
    begin().catch((error: unknown) => machine.log.warn({ err: error }, 'credit could not be read; what was read before stays in use'))
  }
  const unsubscribe = db.onAnnounced(creditChanged, () => {
    changes++
    quietly()
  })
  const timer = setInterval(() => {
    if (db.pool.ending) clearInterval(timer)
    else quietly()
  }, refreshAfter)
  timer.unref()
  quietly()

  return {
    find(enterprise, at) {
      const believed = periods.get(enterprise)
      if (believed === undefined) return undefined
      for (let n = 0; n < believed.length; n += width) {
        if (Number(believed[n]) <= at && at < Number(believed[n + 1]) && Number(believed[n + 2]) <= at && at < Number(believed[n + 3])) return grades[believed[n + 4] ?? -1]
      }
      return undefined
    },
    ready() {
      const [oldest, wanted] = [performance.now() - longestAge, changes]
      const isRead = (): boolean => changesSeen >= wanted && readAt > oldest
      return isRead() ? undefined : readUntil(isRead)
    },
    stop() {
      clearInterval(timer)
      unsubscribe()
    },
  }
}
