import { toIso, type Instant } from '../../kernel/instant.ts'
import type { Queryable, Tx } from '../../platform/database/database.ts'

/** A test and the laboratory it was routed to. */
export interface RoutedTest {
  readonly port: string
  readonly id: string
  readonly agency: string
  readonly capability: string
  readonly sample: string
  readonly declaration?: string
  readonly laboratory: string
  readonly owner: string
  readonly because: string
  readonly by: string
  readonly at: Instant
}

/** A plan to build a capability. */
export interface CapabilityPlan {
  readonly port: string
  readonly id: string
  readonly agency: string
  readonly capability: string
  readonly purpose: string
  readonly by: string
  readonly at: Instant
}

/** Writes a test with the laboratory it goes to and why that one (LB-04). */
export async function insertTest(tx: Tx, test: RoutedTest): Promise<void> {
  await tx.query(
    `insert into joint.laboratory_test (port, id, agency, capability, sample, declaration, laboratory, owner, because, requested_by, requested_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [test.port, test.id, test.agency, test.capability, test.sample, test.declaration, test.laboratory, test.owner, test.because, test.by, toIso(test.at)],
  )
}

/** Tests of an agency or for its laboratories, newest first; all where no agency is named. */
export async function listTests(db: Queryable, ports: readonly string[], agency: string | undefined, before: string | undefined, limit: number): Promise<RoutedTest[]> {
  const rows = await db.query<Omit<RoutedTest, 'declaration'> & { declaration: string | null }>(
    `select port, id, agency, capability, sample, declaration, laboratory, owner, because, requested_by as by, requested_at as at from joint.laboratory_test
     where port = any($1::text[]) and ($2::text is null or agency = $2 or owner = $2) and ($3::uuid is null or id < $3) order by id desc limit $4`,
    [ports, agency, before, limit],
  )
  return rows.map(({ declaration, ...row }) => ({ ...row, ...(declaration === null ? {} : { declaration }) }))
}

/** Writes a plan to build a capability (LB-05); whether it may be built was judged before. */
export async function insertPlan(tx: Tx, plan: CapabilityPlan): Promise<void> {
  await tx.query(`insert into joint.capability_plan (port, id, agency, capability, purpose, registered_by, registered_at) values ($1, $2, $3, $4, $5, $6, $7)`, [
    ...[plan.port, plan.id, plan.agency, plan.capability],
    ...[plan.purpose, plan.by, toIso(plan.at)],
  ])
}
