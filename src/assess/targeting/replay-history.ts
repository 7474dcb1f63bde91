import { everyPort } from '../../kernel/actor.ts'
import type { Context } from '../../platform/context.ts'
import { append } from '../../platform/ledger/public.ts'
import { replayMonths, type HistoricCase, type ReplayOptions } from './domain/replay-months.ts'
import { insertReplay, type StoredReplay } from './replay-store.ts'

/** Replays a history month by month and keeps the curves. */
export async function replayHistory(context: Context, name: string, cases: readonly HistoricCase[], options: ReplayOptions): Promise<StoredReplay> {
  const { capacity, randomShare } = options
  const replay: StoredReplay = { id: context.newId(), name, capacity, share: randomShare, cases: cases.length, months: replayMonths(cases, options), replayedAt: context.now }
  await context.db.transaction(async (tx) => {
    await insertReplay(tx, replay)
    await append(tx, context, [{ port: everyPort, subjectKind: 'indicators', subjectId: replay.id, type: 'TargetingReplayed', payload: { name, capacity, share: randomShare, cases: cases.length } }])
  })
  return replay
}
