import type { CreditMeasure } from '../../kernel/credit-law.ts'
import { inForce, type Instant } from '../../kernel/instant.ts'
import type { Pack } from '../../kernel/pack.ts'
import type { ExplanationStep } from './explanation.ts'
import { effectOn } from './mode-effect.ts'
import { severityAt } from './release-scale.ts'

const none: readonly CreditMeasure[] = []
const byGrade = new WeakMap<readonly CreditMeasure[], Map<string, readonly CreditMeasure[]>>()

/** What the grade of an enterprise costs when a case is judged (RR-12): measures in force that leave no milder mode, or have more inspected. Most grades have none. */
export function burdensOf(pack: Pick<Pack, 'credit'>, grade: string, at: Instant): readonly CreditMeasure[] {
  const { measures } = pack.credit
  let known = byGrade.get(measures)
  if (known === undefined) byGrade.set(measures, (known = new Map()))
  let all = known.get(grade)
  if (all === undefined) known.set(grade, (all = measures.filter((one) => one.grades.includes(grade) && (one.atLeast !== undefined || one.share !== undefined))))
  return all.length === 0 ? none : all.filter((one) => inForce(one, at))
}

/** A mode once the burdens had their say: never a milder one (RR-07, RR-12). */
export function burdened(pack: Pack, at: Instant, burdens: readonly CreditMeasure[], mode: string): string {
  return burdens.reduce((mildest, { atLeast }) => (atLeast === undefined ? mildest : effectOn(pack, at, { atLeast }, mildest)), mode)
}

/** By how many times more of a grade's cases the random share names (RR-12): the largest factor counts; 1 where nothing is said. */
export function shareFactor(pack: Pick<Pack, 'credit'>, grade: string, at: Instant): number {
  return burdensOf(pack, grade, at).reduce((most, { share }) => Math.max(most, share ?? 1), 1)
}

/** One step per burden, for trader and officer alike: what it leaves, and which lines it raised. */
export function burdenSteps(burdens: readonly CreditMeasure[], grade: string, raised: readonly number[]): readonly ExplanationStep[] {
  return burdens.map(({ code, atLeast, share, clause }): ExplanationStep => ({
    factor: 'credit-measure',
    ...(atLeast === undefined || raised.length === 0 ? {} : { lines: raised }),
    parameters: [{ name: 'credit', audience: 'public', value: grade }],
    outcome: { measure: code, ...(atLeast === undefined ? {} : { mode: atLeast, raised: raised.length > 0 }), ...(share === undefined ? {} : { share }) },
    rule: { clause },
  }))
}

/** A grade that has it easier than a better one: what a list of measures must not say (RR-07). */
export interface Unequal {
  readonly better: string
  readonly worse: string
  readonly about: 'mode' | 'share' | 'priority'
}

/** Where measures of credit turn the order of grades round at a moment: a worse grade with a milder mode, fewer inspections or a better place in the queue. */
export function findUnequal(pack: Pack, at: Instant): readonly Unequal[] {
  const grades = pack.creditGrades.filter((grade) => inForce(grade, at)).sort((a, b) => a.rank - b.rank)
  const mildest = pack.releaseModes.filter((mode) => inForce(mode, at)).reduce((a, b) => (severityAt(pack, b.code, at) < severityAt(pack, a.code, at) ? b : a)).code
  const says = grades.map(({ code }) => ({
    grade: code,
    mode: severityAt(pack, burdened(pack, at, burdensOf(pack, code, at), mildest), at),
    share: shareFactor(pack, code, at),
    priority: -pack.credit.measures.reduce((sum, one) => sum + (one.grades.includes(code) && inForce(one, at) ? (one.priority ?? 0) : 0), 0),
  }))
  return says.slice(1).flatMap((worse, i) => {
    const better = says[i] ?? worse
    return (['mode', 'share', 'priority'] as const).filter((about) => worse[about] < better[about]).map((about) => ({ better: better.grade, worse: worse.grade, about }))
  })
}
