import type { Database } from '../database/database.ts'
import { isUnavailable } from '../database/database.ts'
import { sealedTopic } from '../ledger/seal.ts'
import { readSealedFacts, readSealedSizes, type SealedFact } from '../ledger/tail-store.ts'

/** Receives facts as they are sealed, of every port; the facts of one port in order. */
export type Listener = (facts: readonly SealedFact[]) => void

/** Taking part in the tail. */
export interface Subscription {
  /** Sizes of the ports when it began: what is sealed from there on is told to the listener. */
  readonly from: ReadonlyMap<string, number>
  stop(): void
}

/** The end of the sealed ledger, followed by one reader for the whole process, and only while somebody listens. */
export interface Tail {
  subscribe(listener: Listener): Promise<Subscription>
}

export interface TailLog {
  error(facts: object, message: string): void
}

/** Other processes' sealings are found by asking; those of this process announce themselves. */
const pollEvery = 400
const blockSize = 500

/** Makes the tail of a database; nothing is read until somebody subscribes. */
export function createTail(db: Database, log: TailLog): Tail {
  const listeners = new Set<Listener>()
  let known: Map<string, number> | undefined
  let following = false
  let wake: () => void = () => undefined

  async function follow(): Promise<void> {
    following = true
    const stopListening = db.onAnnounced(sealedTopic, () => wake())
    try {
      while (listeners.size > 0) {
        // What is announced while we read wakes the next pause at once.
        let woken = false
        wake = () => (woken = true)
        await readOn()
        if (!woken && listeners.size > 0) await pause()
      }
    } finally {
      stopListening()
      known = undefined
      following = false
    }
  }

  async function readOn(): Promise<void> {
    try {
      const positions = known ?? new Map<string, number>()
      for (const [port, size] of await readSealedSizes(db)) {
        for (let from = positions.get(port) ?? 0; from < size; from = Math.min(from + blockSize, size)) {
          const facts = await readSealedFacts(db, port, from, Math.min(from + blockSize, size))
          positions.set(port, Math.min(from + blockSize, size))
          for (const listener of listeners) listener(facts)
        }
      }
    } catch (error) {
      if (!isUnavailable(error)) log.error({ err: error }, 'the tail of the ledger cannot be read')
    }
  }

  async function pause(): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, pollEvery)
      wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }

  return {
    async subscribe(listener) {
      // The last listener may leave while we read: then what was known is forgotten, and read again.
      while (known === undefined) {
        const sizes = await readSealedSizes(db)
        known ??= sizes
      }
      listeners.add(listener)
      const from = new Map(known)
      if (!following) void follow()
      return {
        from,
        stop: () => {
          listeners.delete(listener)
          if (listeners.size === 0) wake()
        },
      }
    },
  }
}
