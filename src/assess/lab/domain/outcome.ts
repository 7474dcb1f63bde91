import type { Assessment } from '../../domain/assessment.ts'
import { levelAt, modeAt } from '../../domain/release-scale.ts'
import type { Instant } from '../../../kernel/instant.ts'
import type { Pack } from '../../../kernel/pack.ts'

/** A check an agency wants, without the objects of one case. */
export interface OutcomeCheck {
  readonly agency: string
  readonly power: string
  readonly kind: string
  readonly methods: readonly string[]
}

/** What the rules say of a case as far as versions of rules are compared by it. */
export interface Outcome {
  readonly mode: string
  readonly strictness: number
  readonly releasedAt: string
  readonly level: string
  readonly rank: number
  readonly combined: number
  /** Ordered by agency, power and kind. */
  readonly checks: readonly OutcomeCheck[]
}

const keyOf = ({ agency, power, kind }: OutcomeCheck): string => `${agency}|${power}|${kind}`
const byKey = (a: OutcomeCheck, b: OutcomeCheck): number => (keyOf(a) < keyOf(b) ? -1 : keyOf(a) > keyOf(b) ? 1 : 0)

/** The same check of each kind of object once. */
function checksOf(assessment: Assessment): OutcomeCheck[] {
  return assessment.checks
    .flatMap(({ agency, power, methods, objects }) => [...new Set(objects.map((object) => object.kind))].map((kind) => ({ agency, power, kind, methods })))
    .sort(byKey)
}

/** Whether nobody wanted anything, so that the pack's fallback stands in. */
const isFallback = (assessment: Assessment): boolean => assessment.checks.every((check) => check.reason.row === 'fallback')

/** What an assessment comes to. `whole` false: of one line of several, which alone may want nothing. */
export function outcomeOf(pack: Pack, assessment: Assessment, at: Instant, whole: boolean): Outcome {
  const { releaseMode: mode, releasedAt, riskLevel: level, combined } = assessment
  const checks = !whole && isFallback(assessment) ? [] : checksOf(assessment)
  return { mode, strictness: modeAt(pack, mode, at).strictness, releasedAt, level, rank: levelAt(pack, level, at).rank, combined, checks }
}

/** What two lines of a case come to together: the stricter mode, the riskier level, every check either wants. */
export function togetherOf(pack: Pack, a: Outcome, b: Outcome): Outcome {
  const strictest = b.strictness > a.strictness ? b : a
  const riskiest = b.rank > a.rank ? b : a
  const checks = new Map(a.checks.map((check) => [keyOf(check), check]))
  for (const check of b.checks) {
    const known = checks.get(keyOf(check))
    const wanted = new Set([...(known?.methods ?? []), ...check.methods])
    checks.set(keyOf(check), { ...check, methods: pack.methods.flatMap(({ method }) => (wanted.has(method) ? [method] : [])) })
  }
  const { mode, strictness, releasedAt } = strictest
  const { level, rank, combined } = riskiest
  return { mode, strictness, releasedAt, level, rank, combined, checks: [...checks.values()].sort(byKey) }
}

/** The outcome of the whole case: where the goods are held and nobody wants anything, the pack's fallback looks at them. */
export function completeOf(pack: Pack, outcome: Outcome): Outcome {
  if (outcome.checks.length > 0 || outcome.releasedAt === 'acceptance') return outcome
  const { agency, power, methods } = pack.fallbackCheck
  return { ...outcome, checks: [{ agency, power, kind: 'consignment', methods }] }
}

/** Whether somebody has to go and look: some check cannot be done at the desk. */
export function needsInspection(pack: Pack, { checks }: Outcome): boolean {
  return checks.some(({ methods }) => methods.some((method) => pack.methods.some((rule) => rule.method === method && !rule.desk)))
}

/** Whether two outcomes are the same for whoever declares and whoever inspects. */
export function isSameOutcome(a: Outcome, b: Outcome): boolean {
  return a.mode === b.mode && a.level === b.level && JSON.stringify(a.checks) === JSON.stringify(b.checks)
}
