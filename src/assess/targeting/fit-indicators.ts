import { z } from 'zod'
import { everyPort } from '../../kernel/actor.ts'
import { plus, toIso } from '../../kernel/instant.ts'
import { must } from '../../kernel/invariant.ts'
import { ok, refuse, type Result } from '../../kernel/result.ts'
import type { Context } from '../../platform/context.ts'
import type { Tx } from '../../platform/database/database.ts'
import { append } from '../../platform/ledger/public.ts'
import { enqueue } from '../../platform/jobs/public.ts'
import { learnAgain } from './choice-store.ts'
import { fitModel } from './domain/fit-model.ts'
import { declarationIndicators } from './domain/indicators.ts'
import { mayActivate, mayFit } from './domain/permissions.ts'
import { learnKind } from './learn-results.ts'
import { activateModel, addToCounters, bumpIndicators, findModel, findPastLessons, insertModel, type PastLesson, type StoredModel } from './model-store.ts'
import { halfLifeAt, type TargetingParts } from './parts.ts'

export const FitIndicators = z.strictObject({ id: z.uuid().optional(), note: z.string().trim().min(1).max(500) })
export type FitIndicators = z.infer<typeof FitIndicators>

/** Results a fit takes in at most, the latest ones: half a second of work per ten thousand. */
const most = 50_000
const page = 5_000
const counterBatch = 10_000

async function readHistory(tx: Tx, context: Context): Promise<PastLesson[]> {
  const lessons: PastLesson[] = []
  let before: Pick<PastLesson, 'at' | 'port' | 'declaration'> = { at: plus(context.now, 1), port: '', declaration: '00000000-0000-0000-0000-000000000000' }
  while (lessons.length < most) {
    const next = await findPastLessons(tx, before, page)
    lessons.push(...next)
    before = next.at(-1) ?? before
    if (next.length < page) break
  }
  return lessons
}

/**
 * Fits the indicators anew to the latest results and records them as a version, which decides nothing before a second person activates it. What is learned
 * result by result depends a little on the order; a fit does not.
 */
export async function fitIndicators(tx: Tx, context: Context, { law }: TargetingParts, { note }: FitIndicators): Promise<Result<StoredModel>> {
  const { actor, now } = context
  const denied = mayFit(actor)
  if (denied !== undefined) return refuse(denied)
  const lessons = await readHistory(tx, context)
  if (lessons.length === 0) return refuse({ code: 'targeting/nothing-to-learn' })
  const halfLife = halfLifeAt(law(), now)
  const model = fitModel(declarationIndicators, lessons, { reference: now, halfLife })
  const finds = lessons.filter(({ found }) => found).length
  const version = await insertModel(tx, {
    base: model.base, reference: now, halfLife: halfLife ?? null, indicators: declarationIndicators, cases: lessons.length, finds, fittedThrough: lessons[0]?.at ?? now,
    note, authorId: actor.id, authorName: actor.name, recordedAt: now,
  })
  const counters = model.counters.flatMap((of, n) => [...of].map(([key, counter]) => ({ indicator: must(declarationIndicators[n], 'an indicator').name, key, ...counter })))
  const changed = await bumpIndicators(tx)
  for (let from = 0; from < counters.length; from += counterBatch) await addToCounters(tx, everyPort, version, changed, counters.slice(from, from + counterBatch))
  await append(tx, context, [{ port: everyPort, subjectKind: 'indicators', subjectId: String(version), type: 'IndicatorsFitted', payload: { version, cases: lessons.length, finds, keys: counters.length, note } }])
  return ok(must(await findModel(tx, version), 'the version just recorded'))
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
