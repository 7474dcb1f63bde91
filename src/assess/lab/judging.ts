import { availableParallelism } from 'node:os'
import type { Worker } from 'node:worker_threads'
import type { TableVersion } from '../../kernel/decision-table/table.ts'
import type { Instant } from '../../kernel/instant.ts'
import type { Pack } from '../../kernel/pack.ts'
import { startThread, threadFile } from '../../platform/threads/killable-thread.ts'
import { buildSnapshot, type RuleSnapshot, type Tightening } from '../domain/rule-snapshot.ts'
import { withCandidate, type Candidate } from './candidate.ts'
import { openHistoryJudge, type HistoryJudge } from './domain/judge-block.ts'
import type { PartFigures } from './domain/tally.ts'
import { judgeLimits, newPulse, watchThreads, type JudgeLimits, type Pulse, type Watched } from './watch-threads.ts'

/** Rules as they travel into a thread: data only. */
export interface JudgeSources {
  readonly pack: Pack
  readonly versions: readonly TableVersion[]
  readonly tightenings: readonly Tightening[]
  readonly candidate: Candidate
}

/** One block as it travels to a judging thread. */
export interface ToJudge {
  readonly port: string
  readonly columns: ArrayBuffer
  readonly ids: ArrayBuffer | undefined
  /** Cases somebody looked at. */
  readonly found: readonly { readonly id: string; readonly problem: boolean }[]
  readonly from: Instant | undefined
  readonly to: Instant | undefined
}

export interface JudgedBlock {
  readonly figures: PartFigures
  readonly changed: number
  readonly rows: ArrayBuffer
  readonly pairs: ArrayBuffer
}

/** The tables' versions of the pack are among the others already. */
const withoutVersions = (pack: Pack): Pack => ({ ...pack, tables: pack.tables.map(({ definition }) => ({ definition, versions: [] })) })

/** What of these rules goes into a thread, with the version that is tried. */
export function sourcesOf(rules: RuleSnapshot, candidate: JudgeSources['candidate']): JudgeSources {
  return {
    pack: withoutVersions(rules.pack),
    versions: [...rules.tables.values()].flatMap((versions) => versions.map((table) => table.version)),
    tightenings: [...rules.tightenings.values()].flat(),
    candidate: 'pack' in candidate ? { pack: withoutVersions(candidate.pack) } : candidate,
  }
}

/** The judge of these rules. `alive` is called for each line it assesses. */
export function judgeOf({ pack, versions, tightenings, candidate }: JudgeSources, alive?: () => void): HistoryJudge {
  const before = buildSnapshot({ revision: 'before', pack, versions, tightenings, grades: () => undefined })
  return openHistoryJudge({ before, after: withCandidate(before, candidate) }, alive)
}

/** What a judging thread begins with. */
export interface JudgeThreadData {
  readonly sources: JudgeSources
  readonly pulse: Pulse
}

/** What a judging thread says once it can be asked: the name of its task. */
export interface JudgeReady {
  readonly task: string | undefined
}

const memoryMb = 512

/** Threads that judge blocks: one per core, each with what it learned. */
export interface JudgeThreads {
  /** Judges a block; waits while every thread is busy. Rejects when the thread breaks, passes its limits (`RuleTooSlow`) or has been ended. */
  judge(block: ToJudge): Promise<JudgedBlock>
  readonly count: number
  close(): Promise<void>
}

export interface JudgeThreadsOptions {
  readonly count?: number | undefined
  readonly limits?: JudgeLimits
  readonly file?: URL
}

/** Starts judging threads. `close` them, however they were used. */
export function openJudgeThreads(sources: JudgeSources, { count = availableParallelism(), limits = judgeLimits, file = threadFile(import.meta.url, 'judge-thread') }: JudgeThreadsOptions = {}): JudgeThreads {
  const all: Worker[] = []
  const idle: Watched[] = []
  const waiting: ((thread: Watched) => void)[] = []
  let broken: Error | undefined
  const refusals = new Set<(error: Error) => void>()

  function fail(error: Error): void {
    broken ??= error
    for (const refuse of refusals) refuse(broken)
    refusals.clear()
  }
  const watch = watchThreads(limits, fail)
  function free(thread: Watched): void {
    // Who waits for a block keeps the process alive, a thread that has nothing to do does not.
    thread.worker.unref()
    const next = waiting.shift()
    if (next === undefined) idle.push(thread)
    else next(thread)
  }
  for (let i = 0; i < count; i++) {
    const pulse = newPulse()
    const worker = startThread(file, memoryMb, { sources, pulse } satisfies JudgeThreadData)
    worker.once('message', ({ task }: JudgeReady) => free({ worker, pulse, task }))
    worker.on('error', fail)
    worker.on('exit', () => fail(new Error('a judging thread ended')))
    all.push(worker)
  }
  return {
    count,
    async judge(block) {
      return new Promise<JudgedBlock>((resolve, reject) => {
        if (broken !== undefined) {
          reject(broken)
          return
        }
        refusals.add(reject)
        const give = (thread: Watched): void => {
          const { worker } = thread
          worker.once('message', (judged: JudgedBlock) => {
            watch.done(thread)
            refusals.delete(reject)
            free(thread)
            resolve(judged)
          })
          worker.ref()
          watch.begin(thread)
          worker.postMessage(block, block.ids === undefined ? [block.columns] : [block.columns, block.ids])
        }
        const thread = idle.pop()
        if (thread === undefined) waiting.push(give)
        else give(thread)
      })
    },
    async close() {
      watch.close()
      await Promise.all(all.map((worker) => worker.terminate()))
    },
  }
}
