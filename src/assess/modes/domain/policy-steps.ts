import type { ExplanationStep } from '../../domain/explanation.ts'
import type { Decided, Stack } from './stack-policies.ts'

// One object per clause, so that steps under the same clause are told by the same shape.
const rules = new Map<string, { readonly clause: string }>()

function ruleOf(clause: string): { readonly clause: string } {
  let rule = rules.get(clause)
  if (rule === undefined) rules.set(clause, (rule = { clause }))
  return rule
}

/** Why a stack of policy measures came out as it did for a line: what each decided, and which others it went before (PZ-17). */
export function policySteps(stack: Stack, mode: string, line: number): readonly ExplanationStep[] {
  const step = ({ policy, outranked }: Decided<unknown>, outcome: ExplanationStep['outcome']): ExplanationStep => ({
    factor: 'policy',
    lines: [line],
    parameters: [],
    outcome: { policy: policy.code, precedence: policy.precedence, ...outcome, outranked },
    rule: ruleOf(policy.clause),
  })
  return [
    ...(stack.mode === undefined ? [] : [step(stack.mode, { about: 'mode', mode })]),
    ...stack.checks.map((one) => step(one, { about: 'check', agency: one.agency, method: one.method, then: one.value })),
    ...stack.clocks.map((one) => step(one, { about: 'clock', parameter: one.name, value: one.value })),
  ]
}

/** The value measures of policy give a parameter for a case, for its shortest-held line; undefined where none speaks of it. */
export function clockOf(steps: readonly ExplanationStep[], parameter: string): number | undefined {
  const values = steps.flatMap(({ factor, outcome }) => (factor === 'policy' && outcome['about'] === 'clock' && outcome['parameter'] === parameter ? [Number(outcome['value'])] : []))
  return values.length === 0 ? undefined : Math.min(...values)
}
