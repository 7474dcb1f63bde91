import type { Worker } from 'node:worker_threads'
import { threadTime } from '../../platform/threads/thread-time.ts'

/** Bounds of judging threads, in milliseconds of their own processor time: a machine that is busy with others ends nobody. */
export interface JudgeLimits {
  /** From one sign of life to the next; a sign is given for each line that is assessed. */
  readonly step: number
  /** For one block of up to 65,536 cases, which takes some three hundred as a rule. */
  readonly block: number
}
export const judgeLimits: JudgeLimits = { step: 75, block: 20_000 }

/** The rules that were tried take too long: their thread was ended, when it had used so much processor time since its last sign of life, or for its block. */
export class RuleTooSlow extends Error {
  override readonly name = 'RuleTooSlow'
  readonly milliseconds: number

  constructor(milliseconds: number) {
    super('lab/rule-too-slow')
    this.milliseconds = milliseconds
  }
}

/** Counts signs of life of a thread, where its owner can read them however busy it is. */
export type Pulse = Int32Array
/** A counter at zero in memory that both threads share. */
export const newPulse = (): Pulse => new Int32Array(new SharedArrayBuffer(4))
/** Gives one sign of life; called by the thread that is watched. */
export const beat = (pulse: Pulse): void => void Atomics.add(pulse, 0, 1)

export interface Watched {
  readonly worker: Worker
  readonly pulse: Pulse
  readonly task: string | undefined
}

interface Seen {
  readonly began: number
  beats: number
  since: number
}

const lookEveryMs = 10

/** Looks at busy threads again and again; one that passes a limit is ended at once, and `ended` told. */
export function watchThreads(limits: JudgeLimits, ended: (why: RuleTooSlow) => void): { begin(one: Watched): void; done(one: Watched): void; close(): void } {
  const busy = new Map<Watched, Seen>()
  const timer = setInterval(() => {
    for (const [one, seen] of busy) {
      const now = threadTime(one.task)
      const beats = Atomics.load(one.pulse, 0)
      if (beats !== seen.beats) {
        seen.beats = beats
        seen.since = now
      }
      if (now - seen.since <= limits.step && now - seen.began <= limits.block) continue
      busy.delete(one)
      void one.worker.terminate()
      ended(new RuleTooSlow(now - seen.since > limits.step ? now - seen.since : now - seen.began))
    }
  }, lookEveryMs)
  timer.unref()
  return {
    begin(one) {
      const now = threadTime(one.task)
      busy.set(one, { began: now, since: now, beats: Atomics.load(one.pulse, 0) })
    },
    done: (one) => void busy.delete(one),
    close: () => clearInterval(timer),
  }
}
