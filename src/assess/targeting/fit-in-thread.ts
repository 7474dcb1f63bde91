import type { Instant, Milliseconds } from '../../kernel/instant.ts'
import { startThread, threadFile } from '../../platform/threads/killable-thread.ts'
import type { CheckedCase } from './domain/fit-model.ts'
import type { Indicator } from './domain/indicators.ts'

export interface FitThreadData {
  readonly indicators: readonly Indicator[]
  readonly reference: Instant
  readonly halfLife: Milliseconds | undefined
}

/** What a fitting thread is sent: results as they are read, then the word to begin. */
export type ToFitThread = { readonly cases: readonly CheckedCase[] } | { readonly begin: true }

/** What it tells: steps, then the model's base and number of keys, its keys in batches as JSON, and that this was all. */
export type FromFitThread =
  | { readonly step: { readonly done: number; readonly total: number } }
  | { readonly base: number; readonly keys: number }
  | { readonly lessons: string; readonly count: number }
  | { readonly over: true }

/** Told what the thread says, one message after the other; false: it is not wanted any more. */
export type HearFit = (message: FromFitThread) => Promise<boolean>

const memoryMb = 1024

/** A fit in a thread of its own. */
export interface FitThread {
  take(cases: readonly CheckedCase[]): void
  /** Fits what it was given; false when `hear` wanted no more, and the thread was ended. Rejects when the thread breaks or runs out of memory. */
  fit(hear: HearFit): Promise<boolean>
  close(): Promise<void>
}

/** Starts it. `close` it, whatever became of it. */
export function openFitThread(data: FitThreadData): FitThread {
  const worker = startThread(threadFile(import.meta.url, 'fit-thread'), memoryMb, data)
  let broken: Error | undefined
  let fail = (error: Error): void => {
    broken ??= error
  }
  worker.on('error', (error) => fail(error as Error))
  worker.on('exit', () => fail(new Error('the fitting thread ended')))
  const send = (message: ToFitThread): void => worker.postMessage(message)
  return {
    take: (cases) => send({ cases }),
    fit: (hear) =>
      new Promise<boolean>((resolve, reject) => {
        if (broken !== undefined) return reject(broken)
        let heard: Promise<boolean> = Promise.resolve(true)
        fail = reject
        worker.on('message', (message: FromFitThread) => {
          heard = heard.then(async (going) => going && ('over' in message || (await hear(message))))
          heard.then((going) => {
            if (!going) resolve(false)
            else if ('over' in message) resolve(true)
          }, reject)
        })
        send({ begin: true })
      }),
    async close() {
      await worker.terminate()
    },
  }
}
