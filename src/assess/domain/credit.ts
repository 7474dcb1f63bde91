import type { DeclarationFacts } from './facts.ts'
import { gradeOf } from './release-scale.ts'
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
  let worst: { grade: string; enterprise: string } | undefined
  for (const enterprise of partiesOf(facts)) {
    const grade = rules.grades(enterprise, facts.at)
    if (grade === undefined) continue
    if (worst === undefined || gradeOf(rules.pack, grade).rank > gradeOf(rules.pack, worst.grade).rank) worst = { grade, enterprise }
  }
  return worst ?? { grade: rules.pack.defaultCreditGrade, enterprise: undefined }
}
