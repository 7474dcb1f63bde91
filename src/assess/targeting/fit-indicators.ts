import { z } from 'zod'
import { everyPort } from '../../kernel/actor.ts'
import { toIso } from '../../kernel/instant.ts'
import { must } from '../../kernel/invariant.ts'
import { ok, refuse, type Result } from '../../kernel/result.ts'
import type { Context } from '../../platform/context.ts'
import type { Tx } from '../../platform/database/database.ts'
import { append } from '../../platform/ledger/public.ts'
import { enqueue } from '../../platform/jobs/public.ts'
import { learnAgain } from './choice-store.ts'
import { mayActivate, mayFit } from './domain/permissions.ts'
import { endFit, findFit, insertFit, type Fit } from './fit-store.ts'
import { learnKind } from './learn-results.ts'
import { activateModel, bumpIndicators, countPastLessons, findModel, type StoredModel } from './model-store.ts'

export const FitIndicators = z.strictObject({ id: z.uuid().optional(), note: z.string().trim().min(1).max(500) })
export type FitIndicators = z.infer<typeof FitIndicators>

/** The job of a fit. */
export const fitKind = 'targeting-fit'

/**
 * Has the indicators fitted anew to the latest results by a job, as a version which decides nothing before a second person activates it. What is learned
 * result by result depends a little on the order; a fit does not. One at a time. Refusals: `common/not-permitted`, `targeting/nothing-to-learn`, `targeting/fit-running`.
 */
export async function startFit(tx: Tx, context: Context, { note }: FitIndicators): Promise<Result<Fit>> {
  const { actor, now } = context
  const denied = mayFit(actor)
  if (denied !== undefined) return refuse(denied)
  if ((await countPastLessons(tx, 1)) === 0) return refuse({ code: 'targeting/nothing-to-learn' })
  const id = context.newId()
  if (!(await insertFit(tx, { id, note, askedBy: actor.id, askedName: actor.name, askedAt: now }))) return refuse({ code: 'targeting/fit-running' })
  await enqueue(tx, context, { port: everyPort, kind: fitKind, payload: { id }, key: id })
  await append(tx, context, [{ port: everyPort, subjectKind: 'indicators', subjectId: id, type: 'FitStarted', payload: { fit: id, note } }])
  return ok(must(await findFit(tx, id), 'the fit just written'))
}

/** Ends a fit that waits or is under way; nothing of it is kept. Refusals: `common/not-permitted`, `common/not-found`, `targeting/fit-ended`. */
export async function cancelFit(tx: Tx, context: Context, id: string): Promise<Result<Fit>> {
  const denied = mayFit(context.actor)
  if (denied !== undefined) return refuse(denied)
  if ((await findFit(tx, id)) === undefined) return refuse({ code: 'common/not-found' })
  if (!(await endFit(tx, id, 'cancelled', context.now))) return refuse({ code: 'targeting/fit-ended' })
  // A job that has stopped, or never began, clears up what it wrote.
  await enqueue(tx, context, { port: everyPort, kind: fitKind, payload: { id }, key: id })
  await append(tx, context, [{ port: everyPort, subjectKind: 'indicators', subjectId: id, type: 'FitCancelled', payload: { fit: id } }])
  return ok(must(await findFit(tx, id), 'the fit just cancelled'))
}

/** Puts a recorded version into force, by a second person. What was learned since it was fitted is learned again, by it. */
export async function activateIndicators(tx: Tx, context: Context, version: number): Promise<Result<StoredModel>> {
  const { actor, now } = context
  const model = await findModel(tx, version)
  if (model === undefined) return refuse({ code: 'common/not-found' })
  const denied = mayActivate(actor, model)
  if (denied !== undefined) return refuse(denied)
  if (!(await activateModel(tx, version, { id: actor.id, name: actor.name, at: now }))) return refuse({ code: 'targeting/not-waiting', facts: { version, state: model.state } })
  await bumpIndicators(tx)
  const ports = await learnAgain(tx, model.fittedThrough)
  await enqueue(tx, context, ...ports.map((port) => ({ port, kind: learnKind, payload: {}, key: learnKind })))
  await append(tx, context, [{ port: everyPort, subjectKind: 'indicators', subjectId: String(version), type: 'IndicatorsActivated', payload: { version, cases: model.cases, fittedThrough: toIso(model.fittedThrough) } }])
  return ok(must(await findModel(tx, version), 'the version just activated'))
}
