import { toIso, type Instant } from '../../kernel/instant.ts'
import type { Queryable, Tx } from '../../platform/database/database.ts'
import type { CustodyStep } from './domain/custody.ts'

/** An order to a third party to test a sample (委托抽检, TP-04). */
export interface Commission {
  readonly port: string
  readonly id: string
  readonly agency: string
  readonly body: string
  readonly declarationId: string
  /** Number of the declaration. */
  readonly number: string
  readonly line: number
  readonly tests: readonly string[]
  readonly sample: string
  readonly orderedBy: string
  readonly orderedAt: Instant
}

export interface KeptStep extends CustodyStep {
  readonly commission: string
  readonly by: string
}

const columns = `c.port, c.id, c.agency, c.body, c.declaration_id as "declarationId", c.number, c.line, c.tests, c.sample, c.ordered_by as "orderedBy", c.ordered_at as "orderedAt"`

/** Writes an order down; false when the sample number is taken. */
export async function insertCommission(tx: Tx, one: Commission): Promise<boolean> {
  const rows = await tx.query(
    `insert into clear.commission (port, id, agency, body, declaration_id, number, line, tests, sample, ordered_by, ordered_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
     on conflict on constraint commission_sample do nothing returning id`,
    [one.port, one.id, one.agency, one.body, one.declarationId, one.number, one.line, one.tests, one.sample, one.orderedBy, toIso(one.orderedAt)],
  )
  return rows.length > 0
}

/** The order by the number of its sample, which is one within the port. */
export async function findCommissionOfSample(db: Queryable, port: string, sample: string): Promise<Commission | undefined> {
  return (await db.query<Commission>(`select ${columns} from clear.commission c where c.port = $1 and c.sample = $2`, [port, sample]))[0]
}

/** One order at one of the ports. */
export async function findCommission(db: Queryable, ports: readonly string[], id: string): Promise<Commission | undefined> {
  return (await db.query<Commission>(`select ${columns} from clear.commission c where c.port = any($1::text[]) and c.id = $2`, [ports, id]))[0]
}

/** Orders at the ports, newest first; of one body where it is named. */
export async function listCommissions(db: Queryable, ports: readonly string[], body: string | undefined, before: string | undefined, limit: number): Promise<Commission[]> {
  return db.query<Commission>(
    `select ${columns} from clear.commission c where c.port = any($1::text[]) and ($2::text is null or c.body = $2) and ($3::uuid is null or c.id < $3) order by c.id desc limit $4`,
    [ports, body, before, limit],
  )
}

/** Steps of the samples of orders of a port, in their order. */
export async function findSteps(db: Queryable, ports: readonly string[], commissions: readonly string[]): Promise<KeptStep[]> {
  return db.query<KeptStep>(
    `select s.commission_id as commission, s.step, s.seal, s.intact, s.from_holder as "from", s.to_holder as "to", s.by_name as by, s.at
     from clear.custody_step s where s.port = any($1::text[]) and s.commission_id = any($2::uuid[]) order by s.commission_id, s.seq`,
    [ports, commissions],
  )
}

/** Adds a step behind the others; two at once are put in a row by the lock on the order. */
export async function insertStep(tx: Tx, port: string, commission: string, step: CustodyStep, by: { readonly id: string; readonly name: string }): Promise<void> {
  await tx.query(`select pg_advisory_xact_lock(hashtextextended('custody ' || $1, 0))`, [commission])
  await tx.query(
    `insert into clear.custody_step (port, commission_id, seq, step, seal, intact, from_holder, to_holder, by_id, by_name, at)
     select $1, $2, coalesce(max(s.seq), 0) + 1, $3, $4, $5, $6, $7, $8, $9, $10 from clear.custody_step s where s.port = $1 and s.commission_id = $2`,
    [port, commission, step.step, step.seal, step.intact, step.from, step.to, by.id, by.name, toIso(step.at)],
  )
}
