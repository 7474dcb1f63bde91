import { z } from 'zod'
import { everyPort } from '../../kernel/actor.ts'
import { plus, seconds } from '../../kernel/instant.ts'
import type { Context } from '../../platform/context.ts'
import type { Tx } from '../../platform/database/database.ts'
import { enqueue, type JobKind } from '../../platform/jobs/public.ts'
import { append } from '../../platform/ledger/append.ts'
import { findAcceptedCases, type AcceptedCase } from '../../window/declarations/public.ts'
import { encodeBlock } from '../history/domain/block.ts'
import { caseOf } from '../history/public.ts'
import { idAfter } from '../history/domain/months.ts'
import { utf8 } from '../block-text.ts'
import { bumpRevision, readRows } from '../store.ts'
import type { LabParts } from './deps.ts'
import { isOfCanary } from './domain/canary.ts'
import { mergeFigures, noFigures } from './domain/merge-figures.ts'
import type { PartFigures } from './domain/tally.ts'
import { openJudgeThreads, sourcesOf, type JudgeThreads } from './judging.ts'
import { trialKind } from './start-trial.ts'
import { endTrial, findTrial, updateFigures, type Trial, type TrialFigures } from './trial-store.ts'
import { RuleTooSlow } from './watch-threads.ts'

const Payload = z.object({ id: z.uuid() })
const every = seconds(5)
const pageCases = 500
/** A thread nobody asked for a minute is given back. */
const keptIdle = seconds(60)
const topId = 'ffffffff-ffff-ffff-ffff-ffffffffffff'

/** The two arms of a canary, or the one of a shadow: which a case belongs to. */
function armOf(trial: Trial, { content, acceptedAt }: AcceptedCase): 0 | 1 {
  if (trial.kind === 'shadow' || trial.share === null) return 0
  return isOfCanary({ ...trial, share: trial.share }, content, acceptedAt) ? 1 : 0
}

/** Judging threads of trials under way, one each, kept while the rules stay the same: a look does not begin with starting one. */
function keepThreads(): { of(trial: Trial, revision: string, open: () => Promise<JudgeThreads>): Promise<JudgeThreads>; drop(trial: string): void } {
  const kept = new Map<string, { readonly revision: string; readonly threads: Promise<JudgeThreads>; idle: NodeJS.Timeout }>()
  function drop(trial: string): void {
    const one = kept.get(trial)
    kept.delete(trial)
    clearTimeout(one?.idle)
    one?.threads.then((threads) => threads.close()).catch(() => undefined)
  }
  const restless = (trial: string): NodeJS.Timeout => setTimeout(() => drop(trial), keptIdle).unref()
  return {
    drop,
    of(trial, revision, open) {
      let one = kept.get(trial.id)
      if (one !== undefined && one.revision !== revision) drop(trial.id)
      if (one === undefined || one.revision !== revision) kept.set(trial.id, (one = { revision, threads: open(), idle: restless(trial.id) }))
      clearTimeout(one.idle)
      one.idle = restless(trial.id)
      return one.threads
    },
  }
}

/**
 * Judges what was accepted since the last look, by the rules of its time with and without the version, in a thread that is ended when the version takes too
 * long. Undefined: nothing new.
 */
async function lookOnce(context: Context, { law, rules }: LabParts, trial: Trial & TrialFigures, kept: ReturnType<typeof keepThreads>): Promise<TrialFigures | undefined> {
  const { db } = context
  const pack = law()
  const snapshot = await rules.current()
  // One who only compares judges by neither arm's luck: what the rules say without the version, and with it.
  const judges = (): Promise<JudgeThreads> => kept.of(trial, snapshot.revision, async () => openJudgeThreads(sourcesOf(snapshot, { table: trial.table, version: trial.version, rows: await readRows(db, trial.table, trial.version) }), { count: 1 }))
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
      const columns = new Uint8Array(encodeBlock(cases, utf8)).buffer
      const { figures } = await (await judges()).judge({ port, columns, ids: undefined, found: [], from: undefined, to: undefined })
      arms[arm] = mergeFigures(arms[arm] ?? noFigures, figures)
    }
  }
  return seen === 0 ? undefined : { cursors, figures: trial.kind === 'shadow' ? [arms[0] ?? noFigures] : arms }
}

/** A trial whose time was over: that its version judges no more is in the ledger like an end by hand. */
async function tellEnd(tx: Tx, context: Context, { id, table, version, kind, salt }: Trial, reason: string | null): Promise<void> {
  if (kind === 'canary') await bumpRevision(tx)
  await append(tx, context, [{ port: everyPort, subjectKind: 'table', subjectId: table, type: 'RuleTrialEnded', payload: { table, version, trial: id, kind, reason, ...(kind === 'canary' ? { salt } : {}) } }])
}

/**
 * The job of a trial: looks at what was accepted since it last did, never on the intake's own path, and comes again until the trial ends. A canary whose
 * time is over judges nothing any more; what was accepted in its last moments is still counted. A version that takes too long ends its own trial.
 */
export function trialJob(parts: LabParts): JobKind {
  const kept = keepThreads()
  return {
    async run(context, job) {
      const { id } = Payload.parse(job.payload)
      for (;;) {
        const trial = await findTrial(context.db, id)
        if (trial === undefined) return
        let seen: TrialFigures | undefined
        let reason: string | null = null
        try {
          seen = await lookOnce(context, parts, trial, kept)
        } catch (error) {
          kept.drop(id)
          if (!(error instanceof RuleTooSlow)) throw error
          reason = error.message
        }
        if (seen !== undefined) {
          await context.db.transaction((tx) => updateFigures(tx, id, trial.cursors, seen, context.now))
          continue
        }
        const over = reason !== null || trial.state === 'ended' || context.now >= plus(trial.endsAt, every)
        await context.db.transaction(async (tx) => {
          if (over && (await endTrial(tx, id, { name: '', at: context.now, reason }))) await tellEnd(tx, context, trial, reason)
          if (!over) await enqueue(tx, context, { port: everyPort, kind: trialKind, payload: { id }, key: id, runAt: plus(context.now, every) })
          await job.finishIn(tx)
        })
        if (over) kept.drop(id)
        return
      }
    },
  }
}
