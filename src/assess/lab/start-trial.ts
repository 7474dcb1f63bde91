import { z } from 'zod'
import { everyPort } from '../../kernel/actor.ts'
import { days, plus, toIso, type Instant } from '../../kernel/instant.ts'
import { must } from '../../kernel/invariant.ts'
import { ok, refuse, type Result } from '../../kernel/result.ts'
import type { Context } from '../../platform/context.ts'
import type { Tx } from '../../platform/database/database.ts'
import { enqueue } from '../../platform/jobs/public.ts'
import { append } from '../../platform/ledger/append.ts'
import { mayActivateVersion, mayEndVersion, mayRecordVersion } from '../domain/permissions.ts'
import { ruleSpread } from '../domain/rule-spread.ts'
import { floorTable } from '../domain/safety-floor.ts'
import { idAt } from '../history/domain/months.ts'
import { definitionOf } from '../record-table-version.ts'
import { bumpRevision, findVersion } from '../store.ts'
import type { LabParts } from './deps.ts'
import { hashOfSalt } from './domain/canary.ts'
import { readyToGoLive } from './readiness.ts'
import { endTrial, findTrial, findTrialOf, insertTrial, type Trial } from './trial-store.ts'

/** The job that looks at new cases for a trial. */
export const trialKind = 'rule-trial'

const Ports = z.array(z.string().min(1).max(40)).min(1).max(200).optional()
export const StartShadow = z.strictObject({ id: z.uuid().optional(), ports: Ports, days: z.number().gt(0).max(366).default(14) })
export const StartCanary = z.strictObject({ id: z.uuid().optional(), ports: Ports, share: z.number().gt(0).max(1), days: z.number().gt(0).max(366).default(14) })
export const EndTrial = z.strictObject({ id: z.uuid().optional(), reason: z.string().trim().min(3).max(1000) })

/** What is asked of a trial. */
export interface NewTrialOf {
  readonly kind: Trial['kind']
  readonly ports?: readonly string[] | undefined
  readonly share?: number | undefined
  readonly days: number
}

/**
 * Has a recorded version tried on live cases. In the shadow it decides nothing, and whoever may record may start it. As a canary it judges, so that it
 * needs what an activation needs: a second person and what must be done before it goes live. Begins two seconds from now.
 * Refusals: `common/not-permitted`, `common/not-found`, `tables/same-person`, `tables/already-active`, `tables/backtest-first`, `tables/shadow-first`,
 * `tables/floor-no-canary` (the floor is one for all cases, RR-22), `lab/port-unknown`, `lab/trial-running`.
 */
export async function startTrial(tx: Tx, context: Context, { law }: Pick<LabParts, 'law'>, table: string, version: number, asked: NewTrialOf): Promise<Result<Trial>> {
  const stored = definitionOf(law(), table) === undefined ? undefined : await findVersion(tx, table, version)
  const denied = asked.kind === 'shadow' ? mayRecordVersion(context.actor) : mayActivateVersion(context.actor, stored ?? { authorId: '' })
  if (denied !== undefined) return refuse(denied)
  if (stored === undefined) return refuse({ code: 'common/not-found' })
  if (stored.state === 'active') return refuse({ code: 'tables/already-active', facts: { version } })
  const unknown = asked.ports?.findIndex((port) => !law().ports.some(({ code }) => code === port)) ?? -1
  if (unknown >= 0) return refuse({ code: 'lab/port-unknown', pointer: `/ports/${unknown}`, facts: { port: asked.ports?.[unknown] ?? '' } })
  if (asked.kind === 'canary' && table === floorTable) return refuse({ code: 'tables/floor-no-canary', clause: 'RR-22' })
  const { missing: unproven } = asked.kind === 'shadow' ? {} : await readyToGoLive(tx, law(), stored, context.now)
  if (unproven !== undefined) return refuse(unproven)
  const id = context.newId()
  const startsAt = plus(context.now, ruleSpread)
  const endsAt = plus(startsAt, days(asked.days)) as Instant
  const ports = asked.ports === undefined ? null : [...new Set(asked.ports)]
  const cursors = Object.fromEntries((ports ?? law().ports.map(({ code }) => code)).map((port) => [port, idAt(context.now)]))
  const trial = { id, table, version, kind: asked.kind, ports, share: asked.share ?? null, startsAt, endsAt, startedBy: context.actor.name, startedId: context.actor.id, cursors }
  const salt = await insertTrial(tx, trial)
  if (salt === undefined) return refuse({ code: 'lab/trial-running' })
  if (asked.kind === 'canary') await bumpRevision(tx)
  await enqueue(tx, context, { port: everyPort, kind: trialKind, payload: { id }, key: id, runAt: startsAt })
  const payload = { table, version, trial: id, kind: asked.kind, ports, share: asked.share ?? null, from: toIso(startsAt), to: toIso(endsAt), rowsHash: stored.rowsHash, ...(asked.kind === 'canary' ? { saltHash: hashOfSalt(salt) } : {}) }
  await append(tx, context, [{ port: everyPort, subjectKind: 'table', subjectId: table, type: 'RuleTrialStarted', payload }])
  return ok(must(await findTrial(tx, id), 'the trial just written'))
}

/** Ends a trial before its time, for a reason: a canary's version judges nothing any more. Refusals: `common/not-permitted`, `common/not-found`, `lab/ended-already`. */
export async function withdrawTrial(tx: Tx, context: Context, table: string, version: number, kind: Trial['kind'], reason: string): Promise<Result<Trial>> {
  const denied = kind === 'shadow' ? mayRecordVersion(context.actor) : mayEndVersion(context.actor)
  if (denied !== undefined) return refuse(denied)
  const trial = await findTrialOf(tx, table, version, kind)
  if (trial === undefined) return refuse({ code: 'common/not-found' })
  if (!(await endTrial(tx, trial.id, { name: context.actor.name, at: context.now, reason }))) return refuse({ code: 'lab/ended-already' })
  if (kind === 'canary') await bumpRevision(tx)
  await append(tx, context, [{ port: everyPort, subjectKind: 'table', subjectId: table, type: 'RuleTrialEnded', payload: { table, version, trial: trial.id, kind, reason, ...(kind === 'canary' ? { salt: trial.salt } : {}) } }])
  return ok(must(await findTrial(tx, trial.id), 'the trial just ended'))
}
