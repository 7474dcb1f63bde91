import { toIso, type Instant } from '../../kernel/instant.ts'
import type { DispositionKind, ObjectKind } from '../../kernel/pack.ts'
import type { Queryable, Tx } from '../../platform/database/database.ts'
import { writeTogether } from '../../platform/database/gather.ts'
import { spellingsOf } from '../../window/objects/public.ts'
import type { Disposition } from '../inspections/domain/inspection.ts'
import type { Adoption, InspectionResult, ResultCheck } from './domain/result.ts'

interface Row {
  readonly port: string
  readonly id: string
  readonly inspection_id: string | null
  readonly agency: string
  readonly object_kind: ObjectKind
  readonly object_ref: string
  readonly object_key: string
  readonly declarations: readonly string[]
  readonly parties: readonly string[]
  readonly participants: readonly string[]
  readonly outcome: InspectionResult['outcome']
  readonly checks: readonly ResultCheck[]
  readonly disposition: string | null
  readonly effect: DispositionKind['effect'] | null
  readonly recorded_at: Instant
  readonly version: number
}

const columns = `r.port, r.id, r.inspection_id, r.agency, r.object_kind, r.object_ref, r.object_key, r.declarations, r.parties, r.participants, r.outcome, r.checks,
  r.disposition, r.effect, r.recorded_at, r.version`

const resultOf = (row: Row): InspectionResult => ({
  port: row.port,
  id: row.id,
  ...(row.inspection_id === null ? {} : { inspection: row.inspection_id }),
  agency: row.agency,
  object: { kind: row.object_kind, ref: row.object_ref, key: row.object_key },
  declarations: row.declarations,
  parties: row.parties,
  participants: row.participants,
  outcome: row.outcome,
  checks: row.checks,
  ...(row.disposition === null ? {} : { disposition: row.disposition }),
  ...(row.effect === null ? {} : { effect: row.effect }),
  recordedAt: row.recorded_at,
  version: row.version,
})

/** Writes the results of a closed inspection; one statement. */
export async function insertResults(tx: Tx, results: readonly InspectionResult[]): Promise<void> {
  await writeTogether(tx, 'results', results, (all) => insertAll(tx, all))
}

function insertAll(tx: Tx, results: readonly InspectionResult[]): Promise<void> {
  return tx.send(
    `insert into joint.result (port, id, inspection_id, agency, object_kind, object_ref, object_key, declarations, parties, participants, outcome, checks, disposition, effect, recorded_at)
     select port, id, inspection_id, agency, object_kind, object_ref, object_key, declarations, parties, participants, outcome, checks, disposition, effect, recorded_at
     from jsonb_to_recordset($1::jsonb) as r(port text, id uuid, inspection_id uuid, agency text, object_kind text, object_ref text, object_key text, declarations uuid[],
       parties text[], participants text[], outcome text, checks jsonb, disposition text, effect text, recorded_at timestamptz)`,
    [
      JSON.stringify(
        results.map((r) => ({
          port: r.port,
          id: r.id,
          inspection_id: r.inspection,
          agency: r.agency,
          object_kind: r.object.kind,
          object_ref: r.object.ref,
          object_key: r.object.key,
          declarations: r.declarations,
          parties: r.parties,
          participants: r.participants,
          outcome: r.outcome,
          checks: r.checks,
          disposition: r.disposition,
          effect: r.effect,
          recorded_at: toIso(r.recordedAt),
        })),
      ),
    ],
  )
}

/** A result follows its agency's latest decision; nothing happens where there is no result yet. */
export async function followDisposition(tx: Tx, port: string, inspection: string, agency: string, disposition: string, effect: DispositionKind['effect']): Promise<void> {
  await tx.send('update joint.result set disposition = $4, effect = $5, version = version + 1 where port = $1 and inspection_id = $2 and agency = $3', [port, inspection, agency, disposition, effect])
}

/** Whether a result is shared with the agency of a parameter: it took part, relies on it, or asked too late for what was done (LB-02, LB-07, DC-11). */
const sharedWith = (agency: string): string => `(r.participants @> array[${agency}::text]
  or exists (select from joint.adoption a where a.port = r.port and a.result_id = r.id and a.adopter = ${agency})
  or exists (select from joint.result_share s where s.port = r.port and s.inspection_id = r.inspection_id and s.agency = ${agency}))`

/** One result at one of the ports; for `agency` only if it is shared with it. */
export async function findResult(db: Queryable, ports: readonly string[], id: string, agency?: string): Promise<InspectionResult | undefined> {
  const [row] = await db.query<Row>(`select ${columns} from joint.result r where r.port = any($1::text[]) and r.id = $2 and ($3::text is null or ${sharedWith('$3')})`, [ports, id, agency])
  return row === undefined ? undefined : resultOf(row)
}

/** What a list of results is narrowed by; `enterprise` for those who see only their own goods. */
export interface ResultFilter {
  readonly ports: readonly string[]
  readonly declaration?: string | undefined
  readonly object?: string | undefined
  readonly inspection?: string | undefined
  /** Of any of these inspections. */
  readonly inspections?: readonly string[] | undefined
  readonly agency?: string | undefined
  readonly enterprise?: string | undefined
  /** For an agency that is not entitled to others': those shared with it. */
  readonly participant?: string | undefined
  readonly before?: string | undefined
  readonly limit: number
}

/** A page of results, newest first. */
export async function listResults(db: Queryable, filter: ResultFilter): Promise<InspectionResult[]> {
  const rows = await db.query<Row>(
    `select ${columns} from joint.result r
     where r.port = any($1::text[]) and ($2::uuid is null or r.declarations @> array[$2::uuid]) and ($3::text[] is null or r.object_ref = any($3::text[]))
       and ($4::uuid is null or r.inspection_id = $4) and ($5::text is null or r.agency = $5) and ($6::text is null or r.parties @> array[$6::text])
       and ($7::uuid is null or r.id < $7) and ($9::uuid[] is null or r.inspection_id = any($9))
       and ($10::text is null or ${sharedWith('$10')})
     order by r.id desc limit $8`,
    [filter.ports, filter.declaration, spellingsOf(filter.object), filter.inspection, filter.agency, filter.enterprise, filter.before, filter.limit, filter.inspections, filter.participant],
  )
  return rows.map(resultOf)
}

/** What an agency decided on everything of an inspection, and on single lots of it. */
export interface LotDecisions {
  readonly inspection: string
  readonly agency: string
  readonly disposition?: Disposition
  readonly lots?: Readonly<Record<string, Disposition>>
}

/** Decisions that were taken lot by lot in inspections of the ports (TM-06); those on everything alone are the result's own. */
export async function findLotDecisions(db: Queryable, ports: readonly string[], inspections: readonly string[]): Promise<LotDecisions[]> {
  const rows = await db.query<{ inspection: string; agency: string; disposition: Disposition | null; lots: Readonly<Record<string, Disposition>> }>(
    `select t.inspection_id as inspection, t.agency, t.disposition, t.lots from joint.task t
     where t.port = any($1::text[]) and t.inspection_id = any($2::uuid[]) and t.lots is not null and not t.gone`,
    [ports, inspections],
  )
  return rows.map(({ disposition, ...row }) => ({ ...row, ...(disposition === null ? {} : { disposition }) }))
}

/** Results that agencies share from looks of their own at the goods of declarations or at objects, oldest first; for `agency` only those shared with it. */
export async function listOwnLooks(db: Queryable, port: string, declarations: readonly string[], keys: readonly string[], agency?: string): Promise<InspectionResult[]> {
  const rows = await db.query<Row>(
    `select ${columns} from joint.result r
     where r.port = $1 and r.inspection_id is null and ($4::text is null or ${sharedWith('$4')}) and r.id in (
       select o.id from joint.result o where o.port = $1 and o.declarations && $2::uuid[]
       union all select o.id from joint.result o where o.port = $1 and o.inspection_id is null and o.object_key = any($3::text[]))
     order by r.id limit 200`,
    [port, declarations, keys, agency],
  )
  return rows.map(resultOf)
}

/** Writes an adoption down; undefined when the agency had adopted the result before. */
export async function insertAdoption(tx: Tx, port: string, adoption: Adoption): Promise<Adoption | undefined> {
  const rows = await tx.query(
    `insert into joint.adoption (port, id, result_id, adopter, liable, purpose, adopted_by, adopted_at) values ($1, $2, $3, $4, $5, $6, $7, $8)
     on conflict (port, result_id, adopter) do nothing returning id`,
    [port, adoption.id, adoption.result, adoption.adopter, adoption.liable, adoption.purpose, adoption.by, toIso(adoption.at)],
  )
  return rows.length === 0 ? undefined : adoption
}

/** Who relies on the results. */
export async function findAdoptions(db: Queryable, ports: readonly string[], results: readonly string[]): Promise<Adoption[]> {
  return db.query<Adoption>(
    `select id, result_id as result, adopter, liable, purpose, adopted_by as by, adopted_at as at from joint.adoption
     where port = any($1::text[]) and result_id = any($2::uuid[]) order by id`,
    [ports, results],
  )
}

/** How many results were adopted at the ports within a span (SW-11). */
export async function countAdoptions(db: Queryable, ports: readonly string[], from: Instant, to: Instant): Promise<number> {
  const [row] = await db.query<{ count: number }>('select count(*) as count from joint.adoption where port = any($1::text[]) and adopted_at >= $2 and adopted_at < $3', [ports, toIso(from), toIso(to)])
  return row?.count ?? 0
}

/** Results with a problem of inspections of declarations of a port, the latest first: what contradicts whoever said the goods were in order. */
export async function findProblems(db: Queryable, port: string, declarations: readonly string[]): Promise<(InspectionResult & { readonly inspection: string })[]> {
  const rows = await db.query<Row>(`select ${columns} from joint.result r where r.port = $1 and r.declarations && $2::uuid[] and r.outcome = 'problem' and r.inspection_id is not null order by r.id desc limit 500`, [port, declarations])
  return rows.flatMap((row) => (row.inspection_id === null ? [] : [{ ...resultOf(row), inspection: row.inspection_id }]))
}

/** Results of a port by id; for `agency` only those shared with it. */
export async function findResults(db: Queryable, port: string, ids: readonly string[], agency?: string): Promise<InspectionResult[]> {
  const rows = await db.query<Row>(`select ${columns} from joint.result r where r.port = $1 and r.id = any($2::uuid[]) and ($3::text is null or ${sharedWith('$3')}) order by r.id`, [port, ids, agency])
  return rows.map(resultOf)
}
