import type { CreditGrade } from '../../kernel/pack.ts'
import type { DeclarationFacts } from './facts.ts'
import { gradeAt } from './release-scale.ts'
import type { RuleSnapshot } from './rule-snapshot.ts'

/** Enterprises whose credit bears on a case: the declarant, and the owner of the goods where it is named by its code. */
export function partiesOf(facts: DeclarationFacts): readonly string[] {
  const owner = facts.direction === 'export' ? facts.consignor : facts.consignee
  return owner === undefined || owner === facts.declarant ? [facts.declarant] : [facts.declarant, owner]
}

/**
 * The credit grade that counts (RR-01): the worst among the graded parties, so that a good broker does not cover a bad owner nor the other
 * way round. Where nobody is graded the pack's default.
 */
export function creditOf(rules: RuleSnapshot, facts: DeclarationFacts): { readonly grade: string; readonly enterprise: string | undefined } {
  let worst: { grade: CreditGrade; enterprise: string } | undefined
  for (const enterprise of partiesOf(facts)) {
    const code = rules.grades(enterprise, facts.at)
    if (code === undefined) continue
    const grade = gradeAt(rules.pack, code, facts.at)
    if (worst === undefined || grade.rank > worst.grade.rank) worst = { grade, enterprise }
  }
  return { grade: worst?.grade.code ?? rules.pack.defaultCreditGrade, enterprise: worst?.enterprise }
}
