import { toIso, type Instant } from '../../kernel/instant.ts'
import type { Queryable, Tx } from '../../platform/database/database.ts'
import type { CreditFact } from './domain/credit-record.ts'
import { startOfDay, dayOf, type Day } from './domain/day.ts'
import type { GradePeriod } from './domain/grade-periods.ts'

/** Announced when grades change in this process. */
export const creditChanged = 'credit.changed'

/** Takes the numbering of changes for this transaction: one writer of grades at a time, so that nobody reads past a change that is still to commit. */
export async function takeRevision(tx: Tx): Promise<number> {
  const [row] = await tx.query<{ number: number }>('select number from credit.revision for update')
  return Number(row?.number ?? 0)
}

/** The number of the last change of grades (0: none yet) and the hash of the rules by which all grades were last folded (empty: never). */
export async function readRevision(q: Queryable): Promise<{ readonly number: number; readonly rulesHash: string }> {
  const [row] = await q.query<{ number: number; rulesHash: string }>('select number, rules_hash as "rulesHash" from credit.revision')
  return { number: Number(row?.number ?? 0), rulesHash: row?.rulesHash ?? '' }
}

/** Remembers that all grades were folded by these rules. */
export async function storeRulesHash(tx: Tx, hash: string): Promise<void> {
  await tx.query('update credit.revision set rules_hash = $1', [hash])
}

interface FactRow {
  readonly enterprise: string
  readonly type: CreditFact['type']
  readonly entry: string
  readonly content: Readonly<Record<string, unknown>>
  readonly at: Instant
  readonly actorId: string
  readonly actorName: string
}

const factColumns = 'f.enterprise, f.type, f.entry, f.content, f.at, f.actor_id as "actorId", f.actor_name as "actorName"'

function toFact({ type, entry, content, at, actorId, actorName }: FactRow): CreditFact {
  return { ...content, type, entry, at, by: actorId, byName: actorName } as CreditFact
}

/** Facts of an enterprise's record, the earliest known first. */
export async function readFacts(q: Queryable, enterprise: string): Promise<CreditFact[]> {
  return (await q.query<FactRow>(`select ${factColumns} from credit.fact f where f.enterprise = $1 order by f.version`, [enterprise])).map(toFact)
}

/** Facts of several records in one query. */
export async function readFactsOf(q: Queryable, enterprises: readonly string[]): Promise<Map<string, CreditFact[]>> {
  const rows = await q.query<FactRow>(`select ${factColumns} from credit.fact f where f.enterprise = any($1::text[]) order by f.enterprise, f.version`, [enterprises])
  const facts = new Map<string, CreditFact[]>(enterprises.map((enterprise) => [enterprise, []]))
  for (const row of rows) facts.get(row.enterprise)?.push(toFact(row))
  return facts
}

/** Facts of several records that are to be added, each with its number in its record. */
export interface NewFact {
  readonly enterprise: string
  readonly version: number
  readonly fact: CreditFact
}

/** Adds facts. */
export async function insertFacts(tx: Tx, facts: readonly NewFact[]): Promise<void> {
  const rows = facts.map(({ enterprise, version, fact }) => {
    const { type, entry, at, by, byName, ...content } = fact
    const report = 'report' in content ? content.report : undefined
    return { enterprise, version, type, entry, source: report?.source ?? null, reference: report?.reference ?? null, content, at: toIso(at), actor_id: by, actor_name: byName }
  })
  await tx.query(
    `insert into credit.fact (enterprise, version, type, entry, source, reference, content, at, actor_id, actor_name)
     select enterprise, version, type, entry, source, reference, content, at, actor_id, actor_name from jsonb_to_recordset($1::jsonb) as r
       (enterprise text, version int, type text, entry uuid, source text, reference text, content jsonb, at timestamptz, actor_id text, actor_name text)`,
    [JSON.stringify(rows)],
  )
}

/** Enterprises that have a record, in the order of their codes. */
export async function listRecorded(q: Queryable, after: string, limit: number): Promise<string[]> {
  return (await q.query<{ enterprise: string }>('select distinct f.enterprise from credit.fact f where f.enterprise > $1 order by f.enterprise limit $2', [after, limit])).map(({ enterprise }) => enterprise)
}

/** The enterprise an event belongs to. */
export async function findEntryOwner(q: Queryable, entry: string): Promise<string | undefined> {
  return (await q.query<{ enterprise: string }>('select f.enterprise from credit.fact f where f.entry = $1 limit 1', [entry]))[0]?.enterprise
}

interface PeriodRow {
  readonly enterprise: string
  readonly validFrom: Instant
  readonly validTo: Instant | null
  readonly grade: string
  readonly score: number
  readonly knownFrom: Instant
  readonly knownTo: Instant | null
}

/** A period with the time it was believed. */
export interface StoredPeriod {
  readonly enterprise: string
  readonly validFrom: Instant
  readonly validTo?: Instant
  readonly grade: string
  readonly score: number
  readonly knownFrom: Instant
  readonly knownTo?: Instant
}

const periodColumns = 'p.enterprise, p.valid_from as "validFrom", p.valid_to as "validTo", p.grade, p.score, p.known_from as "knownFrom", p.known_to as "knownTo"'

function toPeriod({ validTo, knownTo, score, ...row }: PeriodRow): StoredPeriod {
  return { ...row, score: Number(score), ...(validTo === null ? {} : { validTo }), ...(knownTo === null ? {} : { knownTo }) }
}

/** What is believed now of these enterprises, in days of the zone. */
export async function readPeriods(q: Queryable, enterprises: readonly string[], timeZone: string): Promise<Map<string, GradePeriod[]>> {
  const rows = await q.query<PeriodRow>(`select ${periodColumns} from credit.grade_period p where p.enterprise = any($1::text[]) and p.known_to is null order by p.enterprise, p.valid_from`, [enterprises])
  const periods = new Map<string, GradePeriod[]>(enterprises.map((enterprise) => [enterprise, []]))
  for (const { enterprise, validFrom, validTo, grade, score } of rows.map(toPeriod)) {
    periods.get(enterprise)?.push({ from: dayOf(validFrom, timeZone), ...(validTo === undefined ? {} : { to: dayOf(validTo, timeZone) }), grade, score })
  }
  return periods
}

/** Every period of one enterprise that was ever believed, the latest belief first. */
export async function historyOf(q: Queryable, enterprise: string): Promise<StoredPeriod[]> {
  return (await q.query<PeriodRow>(`select ${periodColumns} from credit.grade_period p where p.enterprise = $1 order by p.known_from desc, p.valid_from`, [enterprise])).map(toPeriod)
}

/** What was ever believed of the enterprises whose grades changed with one of these numbers; for those who keep grades in memory. */
export async function periodsChanged(q: Queryable, after: number, upTo: number): Promise<StoredPeriod[]> {
  const rows = await q.query<PeriodRow>(
    `select ${periodColumns} from credit.grade_period p
     where p.enterprise in (select c.enterprise from credit.change c where c.number > $1 and c.number <= $2) order by p.enterprise, p.known_from desc, p.valid_from desc`,
    [after, upTo],
  )
  return rows.map(toPeriod)
}

/** A replacement of an enterprise's grades. */
export interface NewChange {
  readonly number: number
  readonly enterprise: string
  readonly version: number
  readonly at: Instant
  readonly knownFrom: Instant
  readonly fromDay: Day | undefined
  readonly grade: string
  readonly score: number
  readonly gradeBefore: string | undefined
  readonly cause: 'fact' | 'rule'
  readonly closed: readonly GradePeriod[]
  readonly added: readonly GradePeriod[]
}

/** Replaces grades: what no longer holds is closed, what takes its place added, and the changes numbered. The caller holds the revision. */
export async function writeChanges(tx: Tx, changes: readonly NewChange[], timeZone: string): Promise<void> {
  const last = changes.at(-1)
  if (last === undefined) return
  const at = (day: Day): string => toIso(startOfDay(day, timeZone))
  const closed = changes.flatMap(({ enterprise, knownFrom, closed: periods }) => periods.map(({ from }) => ({ enterprise, valid_from: at(from), known_to: toIso(knownFrom) })))
  const added = changes.flatMap(({ enterprise, number, knownFrom, added: periods }) =>
    periods.map(({ from, to, grade, score }) => ({ enterprise, change: number, valid_from: at(from), valid_to: to === undefined ? null : at(to), grade, score, known_from: toIso(knownFrom) })),
  )
  const rows = changes.map(({ number, enterprise, version, at: moment, fromDay, grade, score, gradeBefore, cause }) => ({ number, enterprise, version, at: toIso(moment), from_day: fromDay ?? null, grade, score, grade_before: gradeBefore ?? null, cause }))
  await tx.query(
    `update credit.grade_period p set known_to = greatest(r.known_to, p.known_from) from jsonb_to_recordset($1::jsonb) as r (enterprise text, valid_from timestamptz, known_to timestamptz)
     where p.enterprise = r.enterprise and p.valid_from = r.valid_from and p.known_to is null`,
    [JSON.stringify(closed)],
  )
  await tx.query(
    `insert into credit.grade_period (enterprise, change, valid_from, valid_to, grade, score, known_from)
     select enterprise, change, valid_from, valid_to, grade, score, known_from from jsonb_to_recordset($1::jsonb) as r
       (enterprise text, change bigint, valid_from timestamptz, valid_to timestamptz, grade text, score numeric, known_from timestamptz)`,
    [JSON.stringify(added)],
  )
  await tx.query(
    `insert into credit.change (number, enterprise, version, at, from_day, grade, score, grade_before, cause)
     select number, enterprise, version, at, from_day, grade, score, grade_before, cause from jsonb_to_recordset($1::jsonb) as r
       (number bigint, enterprise text, version int, at timestamptz, from_day date, grade text, score numeric, grade_before text, cause text)`,
    [JSON.stringify(rows)],
  )
  await tx.query('update credit.revision set number = $1', [last.number])
  tx.announce(creditChanged)
}
