import { fromEpoch, type Instant } from '../../kernel/instant.ts'
import type { Database, Queryable } from '../../platform/database/database.ts'
import { blocksWithin, readColumns, readIds, type BlockHead, type Wanted } from '../history/public.ts'
import { openJudgeThreads, type JudgedBlock, type JudgeSources } from './judging.ts'

/** Cases of a port, of a stretch of ids, that somebody looked at, and whether something was found (from stored results). */
export type FoundFeed = (db: Queryable, port: string, from: string, to: string) => Promise<readonly { readonly id: string; readonly problem: boolean }[]>

/** A judged block and where it came from. */
export type OnPart = (head: BlockHead, judged: JudgedBlock) => Promise<boolean>

export interface HistoryRun {
  readonly wanted: Wanted
  /** Blocks that were judged before: by `keyOfBlock`. */
  readonly done?: ReadonlySet<string>
  readonly found?: FoundFeed | undefined
  /** Takes each judged block in; false: stop. Calls do not overlap. */
  readonly onPart: OnPart
  /** Told the number of cases before the first block. */
  readonly onHeads?: (heads: readonly BlockHead[]) => Promise<void>
  readonly threads?: number
}

/** One name for a block of stored history, the same in every run. */
export const keyOfBlock = ({ port, month, n }: Pick<BlockHead, 'port' | 'month' | 'n'>): string => `${port} ${month} ${n}`

/**
 * Judges stored history by the rules of its time and by the version that is tried: blocks are read by this thread, which only waits, and judged by
 * threads of their own, one per core. Returns false when `onPart` had it stopped. Throws what a thread throws.
 */
export async function judgeHistory(db: Database, sources: JudgeSources, run: HistoryRun): Promise<boolean> {
  const { wanted, done, found, onPart, onHeads } = run
  const heads = await blocksWithin(db, wanted)
  await onHeads?.(heads)
  const left = heads.filter((head) => done?.has(keyOfBlock(head)) !== true)
  if (left.length === 0) return true
  const threads = openJudgeThreads(sources, { count: run.threads })
  const open = (moment: Instant | null): Instant | undefined => (moment === null ? undefined : fromEpoch(moment))
  let next = 0
  let going = true
  let told: Promise<void> = Promise.resolve()

  async function lane(): Promise<void> {
    for (let head = left[next++]; head !== undefined && going; head = left[next++]) {
      const one = head
      const looked = (await found?.(db, one.port, one.firstId, one.lastId)) ?? []
      const columns = await readColumns(db, one)
      // Written anew since the list was made: its cases are in another block by now, and the next back-test has them.
      if (columns === undefined) continue
      const ids = looked.length === 0 ? undefined : await readIds(db, one)
      const judged = await threads.judge({ port: one.port, columns, ids, found: looked, from: open(wanted.from), to: open(wanted.to) })
      told = told.then(async () => {
        if (going && !(await onPart(one, judged))) going = false
      })
      await told
    }
  }
  try {
    // One lane more than threads: the next block is read while the others are judged.
    await Promise.all(Array.from({ length: threads.count + 1 }, lane))
    return going
  } finally {
    going = false
    await threads.close()
  }
}
