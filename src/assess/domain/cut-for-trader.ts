import type { Assessment, WantedCheck } from './assessment.ts'
import type { Explanation, ExplanationStep } from './explanation.ts'

/** What a trader may see of an assessment: what was decided and asked, never how goods are targeted (RR-18). */
export interface TraderAssessment {
  readonly releaseMode: string
  readonly releasedAt: Assessment['releasedAt']
  readonly creditGrade: string
  /** Absent where the level came from targeting. */
  readonly riskLevel?: string
  readonly combined?: number
  readonly checks: readonly Pick<WantedCheck, 'agency' | 'objects' | 'methods' | 'power'>[]
  readonly explanation: Explanation
}

/** Records and hold rules are not even told to exist. */
const isOfRisk = ({ factor }: ExplanationStep): boolean => factor === 'risk-record' || factor === 'hold-rule'

/** Nor whether a case was scored, picked or drawn: who is not picked must not learn of it either. */
const isHidden = (step: ExplanationStep): boolean => isOfRisk(step) || step.factor === 'targeting'

function isTargeted(explanation: Explanation): boolean {
  return explanation.steps.some((step) => isOfRisk(step) || (step.factor === 'goods-risk' && (step.targeting === true || step.withheld === true)))
}

function cutStep(step: ExplanationStep, targeted: boolean): ExplanationStep {
  const withheld = true as const
  const lines = step.lines === undefined ? {} : { lines: step.lines }
  const clause = step.rule === undefined ? {} : { rule: { clause: step.rule.clause } }
  switch (step.factor) {
    case 'credit':
      // The other party's identity is not the reader's business; the grade that counted is.
      return { factor: 'credit', parameters: [], outcome: step.outcome, ...clause }
    case 'check':
      return { factor: 'check', ...lines, parameters: [], outcome: { agency: step.outcome['agency'] ?? '', methods: step.outcome['methods'] ?? [] }, withheld }
    case 'goods-risk':
      if (step.targeting === true) return { factor: 'goods-risk', ...lines, parameters: [], outcome: {}, withheld }
      break
    case 'combined-risk':
      if (targeted) return { factor: 'combined-risk', parameters: [], outcome: {}, ...clause, withheld }
      break
    case 'release-mode':
      if (targeted) return { factor: 'release-mode', parameters: [], outcome: step.outcome, ...clause, withheld }
      break
    case 'category':
    case 'policy':
    case 'measure':
    case 'credit-measure':
    case 'tightening':
    case 'safety-floor':
    case 'risk-record':
    case 'hold-rule':
    case 'targeting':
      break
  }
  const shown = step.parameters.filter((parameter) => parameter.audience === 'public')
  if (shown.length === step.parameters.length) return step
  // A formula that reads what only officers see is not shown either.
  const rule = step.rule === undefined ? {} : { rule: { ...step.rule, formula: undefined } }
  return { ...step, parameters: shown, ...rule, withheld }
}

/** The trader's cut of an explanation. Cutting twice changes nothing. */
export function cutForTrader(explanation: Explanation): Explanation {
  if (explanation.audience === 'trader') return explanation
  const targeted = isTargeted(explanation)
  return { at: explanation.at, audience: 'trader', steps: explanation.steps.filter((step) => !isHidden(step)).map((step) => cutStep(step, targeted)) }
}

/** The trader's cut of a whole assessment. */
export function cutAssessmentForTrader(assessment: Assessment): TraderAssessment {
  const { releaseMode, releasedAt, creditGrade, riskLevel, combined } = assessment
  return {
    releaseMode,
    releasedAt,
    creditGrade,
    ...(isTargeted(assessment.explanation) ? {} : { riskLevel, combined }),
    checks: assessment.checks.map(({ agency, objects, methods, power }) => ({ agency, objects, methods, power })),
    explanation: cutForTrader(assessment.explanation),
  }
}
