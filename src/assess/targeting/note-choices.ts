import { z } from 'zod'
import type { Context } from '../../platform/context.ts'
import { append } from '../../platform/ledger/public.ts'
import type { Job } from '../../platform/jobs/public.ts'
import type { ExplanationStep } from '../domain/explanation.ts'
import { bases, type Basis } from './domain/choose.ts'
import { insertChoices, type StoredChoice } from './choice-store.ts'
import { capacitiesAt, lanes } from './lanes-register.ts'
import { makeCut } from './make-cut.ts'
import type { AssessedCase, TargetingParts } from './parts.ts'

const Payload = z.object({ ids: z.array(z.uuid()) })

/** The choice that an assessment tells of; undefined where none was made. */
function choiceOf({ id, acceptedAt, assessment }: AssessedCase): StoredChoice | undefined {
  const step = assessment.explanation.steps.find(({ factor }) => factor === 'targeting')
  if (step === undefined) return undefined
  const number = (name: string): number => Number(valueOf(step, name) ?? 0)
  return {
    declaration: id,
    lane: String(valueOf(step, 'lane')),
    basis: bases.find((basis) => basis === step.outcome['basis']) ?? ('none' satisfies Basis),
    probability: number('probability'),
    score: number('score'),
    threshold: number('threshold'),
    model: number('model'),
    cut: (valueOf(step, 'cut') as string | undefined) ?? null,
    margin: number('margin'),
    share: number('share'),
    ticket: number('ticket'),
    chosenAt: acceptedAt,
  }
}

const valueOf = (step: ExplanationStep, name: string): ExplanationStep['parameters'][number]['value'] => step.parameters.find((parameter) => parameter.name === name)?.value

/** Keeps how accepted declarations were chosen, counts them for their lanes, and makes what the next are held against. Twice is once. Where no lane has a capacity nothing is read. */
export async function noteChoices(context: Context, { cache, assessed }: TargetingParts, job: Pick<Job, 'port' | 'payload'>): Promise<void> {
  if (cache.versions(lanes).size === 0) return
  const { port } = job
  const choices = (await assessed(context.db, port, Payload.parse(job.payload).ids)).flatMap((one) => choiceOf(one) ?? [])
  if (choices.length === 0) return
  await context.db.transaction(async (tx) => {
    await insertChoices(tx, port, choices)
    const counts = Object.fromEntries(bases.map((basis) => [basis, choices.filter((choice) => choice.basis === basis).length]))
    for (const lane of [...new Set(choices.map((choice) => choice.lane))].sort()) {
      const capacity = capacitiesAt(cache, port, context.now).get(lane)?.capacity
      if (capacity !== undefined) await makeCut(tx, context, port, lane, capacity)
    }
    await append(tx, context, [{ port, subjectKind: 'indicators', subjectId: String(choices[0]?.model ?? 0), type: 'DeclarationsChosen', payload: counts }])
  })
}
