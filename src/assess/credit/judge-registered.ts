import type { Instant } from '../../kernel/instant.ts'
import type { Refusal } from '../../kernel/refusal.ts'
import type { Queryable } from '../../platform/database/database.ts'
import { entriesOf, foldRecord } from './domain/credit-record.ts'
import { dayOf } from './domain/day.ts'
import { gradeOn } from './domain/grade-on.ts'
import type { CreditParts } from './parts.ts'
import { readFactsOf } from './store.ts'

/** What somebody would write into the register of enterprises. */
export interface RegisteredGrade {
  readonly enterprise: string
  readonly grade: string
  readonly former: string | undefined
}

/**
 * Why a grade may not be written into the register of enterprises (RR-11): the enterprise has a record, and its events give another one. The register is where a
 * record begins; afterwards an authority grades by an event of its own (`granted`). What stays as it was, or follows the record, is not objected to.
 */
export async function judgeRegistered(db: Queryable, parts: CreditParts, changes: readonly RegisteredGrade[], at: Instant): Promise<readonly (Refusal | undefined)[]> {
  const asked = changes.filter(({ grade, former }) => grade !== former)
  const records = asked.length === 0 ? new Map<string, never>() : await readFactsOf(db, asked.map(({ enterprise }) => enterprise))
  const { rules, law } = parts.law()
  return changes.map(({ enterprise, grade: wanted, former }): Refusal | undefined => {
    const facts = records.get(enterprise) ?? []
    if (wanted === former || facts.length === 0) return undefined
    const { grade } = gradeOn(rules, entriesOf(foldRecord(enterprise, facts)), dayOf(at, law.timeZone))
    return grade === wanted ? undefined : { code: 'credit/graded-by-events', pointer: '/data/creditGrade', facts: { enterprise, grade, wanted }, clause: 'RR-11' }
  })
}
