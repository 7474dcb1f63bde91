import { z } from 'zod'
import { everyPort } from '../../kernel/actor.ts'
import { plus, seconds } from '../../kernel/instant.ts'
import type { Context } from '../../platform/context.ts'
import type { Tx } from '../../platform/database/database.ts'
import { enqueue, type JobKind } from '../../platform/jobs/public.ts'
import { append } from '../../platform/ledger/append.ts'
import { findAcceptedCases, type AcceptedCase } from '../../window/declarations/public.ts'
import { decodeBlock, encodeBlock } from '../history/domain/block.ts'
import { caseOf } from '../history/public.ts'
import { idAfter } from '../history/domain/months.ts'
import { utf8 } from '../block-text.ts'
import { bumpRevision, readRows } from '../store.ts'
import type { LabParts } from './deps.ts'
import { isOfCanary } from './domain/canary.ts'
import { openHistoryJudge } from './domain/judge-block.ts'
import { mergeFigures, noFigures } from './domain/merge-figures.ts'
import { replaceTable } from './domain/replace-table.ts'
import { tallyBlock, type PartFigures } from './domain/tally.ts'
import { trialKind } from './start-trial.ts'
import { endTrial, findTrial, updateFigures, type Trial, type TrialFigures } from './trial-store.ts'

const Payload = z.object({ id: z.uuid() })
const every = seconds(5)
const pageCases = 500
const topId = 'ffffffff-ffff-ffff-ffff-ffffffffffff'

/** The two arms of a canary, or the one of a shadow: which a case belongs to. */
function armOf(trial: Trial, { content, acceptedAt }: AcceptedCase): 0 | 1 {
  if (trial.kind === 'shadow' || trial.share === null) return 0
  return isOfCanary({ ...trial, share: trial.share }, content, acceptedAt) ? 1 : 0
}

/** Judges what was accepted since the last look, by the rules of its time with and without the version. Undefined: nothing new. */
async function lookOnce(context: Context, { law, rules }: LabParts, trial: Trial & TrialFigures): Promise<TrialFigures | undefined> {
  const { db } = context
  const pack = law()
  const snapshot = await rules.current()
  // One who only compares judges by neither arm's luck: what the rules say without the version, and with it.
  const judge = openHistoryJudge({ before: snapshot, after: replaceTable(snapshot, trial.table, await readRows(db, trial.table, trial.version), trial.version) })
  const arms: PartFigures[] = [trial.figures[0] ?? noFigures, trial.figures[1] ?? noFigures]
  const cursors: Record<string, string> = { ...trial.cursors }
  let seen = 0
  for (const [port, after] of Object.entries(trial.cursors)) {
    const accepted = await findAcceptedCases(db, port, { from: idAfter(after), below: topId }, pageCases)
    const last = accepted.at(-1)
    if (last === undefined) continue
    cursors[port] = last.id
    seen += accepted.length
    const timeZone = pack.ports.find((one) => one.code === port)?.timeZone ?? 'UTC'
    const within = accepted.filter(({ acceptedAt }) => acceptedAt >= trial.startsAt && acceptedAt < trial.endsAt)
    for (const arm of [0, 1] as const) {
      const cases = within.filter((one) => armOf(trial, one) === arm).map((one) => caseOf(timeZone, one))
      if (cases.length === 0) continue
      const block = decodeBlock(new Uint8Array(encodeBlock(cases, utf8)).buffer, utf8)
      arms[arm] = mergeFigures(arms[arm] ?? noFigures, tallyBlock(judge, block, port, {}, new Map()).figures)
    }
  }
  return seen === 0 ? undefined : { cursors, figures: trial.kind === 'shadow' ? [arms[0] ?? noFigures] : arms }
}

/** A trial whose time was over: that its version judges no more is in the ledger like an end by hand. */
async function tellEnd(tx: Tx, context: Context, { id, table, version, kind }: Trial): Promise<void> {
  if (kind === 'canary') await bumpRevision(tx)
  await append(tx, context, [{ port: everyPort, subjectKind: 'table', subjectId: table, type: 'RuleTrialEnded', payload: { table, version, trial: id, kind, reason: null } }])
}

/**
 * The job of a trial: looks at what was accepted since it last did, never on the intake's own path, and comes again until the trial ends. A canary whose
 * time is over judges nothing any more; what was accepted in its last moments is still counted.
 */
export function trialJob(parts: LabParts): JobKind {
  return {
    async run(context, job) {
      const { id } = Payload.parse(job.payload)
      for (;;) {
        const trial = await findTrial(context.db, id)
        if (trial === undefined) return
        const seen = await lookOnce(context, parts, trial)
        if (seen !== undefined) {
          await context.db.transaction((tx) => updateFigures(tx, id, trial.cursors, seen, context.now))
          continue
        }
        const over = trial.state === 'ended' || context.now >= plus(trial.endsAt, every)
        await context.db.transaction(async (tx) => {
          if (over && (await endTrial(tx, id, { name: '', at: context.now, reason: null }))) await tellEnd(tx, context, trial)
          if (!over) await enqueue(tx, context, { port: everyPort, kind: trialKind, payload: { id }, key: id, runAt: plus(context.now, every) })
          await job.finishIn(tx)
        })
        return
      }
    },
  }
}
