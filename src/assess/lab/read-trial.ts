import { rateOf } from '../../kernel/wilson.ts'
import type { Context } from '../../platform/context.ts'
import { findAcceptedCasesById } from '../../window/declarations/public.ts'
import { idAt } from '../history/domain/months.ts'
import type { LabParts } from './deps.ts'
import { isOfCanary } from './domain/canary.ts'
import { noFigures, mergeFigures } from './domain/merge-figures.ts'
import { summaryOf, type Summary } from './domain/summary.ts'
import type { PartFigures } from './domain/tally.ts'
import type { Trial, TrialFigures } from './trial-store.ts'

/** What the cases of one arm were judged, and what looking at them found. */
export interface Arm {
  readonly cases: number
  readonly modes: readonly { readonly mode: string; readonly cases: number }[]
  readonly inspections: number
  readonly looked: number
  readonly found: number
  /** Share of looks that found something, with its 95 % interval. */
  readonly rate: { readonly low: number; readonly mid: number; readonly high: number }
}

/** A trial as it stands. */
export interface TrialReport {
  readonly summary: Summary
  /** Only of a canary: first the cases the version judged, then the others. */
  readonly arms: { readonly version: Arm; readonly others: Arm } | undefined
}

const mostLooks = 5_000

async function looksByArm(context: Context, { found }: LabParts, trial: Trial & TrialFigures): Promise<readonly [Looked, Looked]> {
  const arms: [Looked, Looked] = [{ looked: 0, found: 0 }, { looked: 0, found: 0 }]
  const { share } = trial
  if (found === undefined || share === null) return arms
  for (const [port, last] of Object.entries(trial.cursors)) {
    const looks = (await found(context.db, port, idAt(trial.startsAt), last)).slice(0, mostLooks)
    const problems = new Set(looks.filter(({ problem }) => problem).map(({ id }) => id))
    for (const { id, content, acceptedAt } of await findAcceptedCasesById(context.db, port, looks.map((one) => one.id))) {
      const arm = arms[isOfCanary({ ...trial, share }, content, acceptedAt) ? 1 : 0]
      arm.looked++
      if (problems.has(id)) arm.found++
    }
  }
  return arms
}

interface Looked {
  looked: number
  found: number
}

function armOf(figures: PartFigures, which: 'before' | 'after', { looked, found }: Looked): Arm {
  const modes = new Map<string, number>()
  let inspections = 0
  for (const pair of figures.pairs) {
    modes.set(pair[which].mode, (modes.get(pair[which].mode) ?? 0) + pair.cases)
    if (pair.looked[which]) inspections += pair.cases
  }
  return { cases: figures.cases, modes: [...modes].map(([mode, cases]) => ({ mode, cases })), inspections, looked, found, rate: rateOf(found, looked) }
}

/** What a trial has seen so far: where the version differs from the rules in force, and of a canary how its arm fares beside the other. */
export async function reportOf(context: Context, parts: LabParts, trial: Trial & TrialFigures): Promise<TrialReport> {
  const [others = noFigures, judged = noFigures] = trial.figures
  const summary = summaryOf([mergeFigures(others, judged)])
  if (trial.kind === 'shadow') return { summary, arms: undefined }
  const [otherLooks, ownLooks] = await looksByArm(context, parts, trial)
  return { summary, arms: { version: armOf(judged, 'after', ownLooks), others: armOf(others, 'before', otherLooks) } }
}
