import { toIso, type Instant } from '../../kernel/instant.ts'
import type { Method } from '../../kernel/pack.ts'
import type { Queryable, Tx } from '../../platform/database/database.ts'
import { rulesChanged } from '../store.ts'
import type { Classification, Evidence, RiskEntry, RiskSubject } from './domain/risk-entry.ts'

export const entryStates = ['proposed', 'in-force', 'withdrawn', 'declined'] as const
export type EntryState = (typeof entryStates)[number]

/** A risk record or hold rule as it is stored. */
export interface StoredEntry extends Omit<RiskEntry, 'level' | 'measure' | 'agency' | 'methods' | 'power'> {
  readonly label: string
  readonly subject: RiskSubject
  /** Where its facts are told; `*` where it is of every port. */
  readonly homePort: string
  readonly level: string | null
  readonly measure: Exclude<RiskEntry['measure'], undefined> | null
  readonly agency: string | null
  readonly methods: readonly Method[]
  readonly power: string | null
  readonly title: string
  readonly reason: string
  readonly source: string
  readonly classification: Classification
  readonly evidence: readonly Evidence[]
  readonly alertId: string | null
  readonly state: EntryState
  readonly createdBy: string
  readonly createdName: string
  readonly createdAt: Instant
  readonly approvedBy: string | null
  readonly approvedName: string | null
  readonly approvedAt: Instant | null
  readonly endedBy: string | null
  readonly endedAt: Instant | null
  readonly endReason: string | null
  readonly evaluation: string | null
}

export type NewEntry = Omit<StoredEntry, 'label' | 'approvedBy' | 'approvedName' | 'approvedAt' | 'endedBy' | 'endedAt' | 'endReason' | 'evaluation'>

const columns = `e.id, e.kind, e.label, e.subject, e.home_port as "homePort", e.scope, e.level, e.measure, e.agency, e.methods, e.power, e.title, e.reason, e.source, e.classification, e.evidence,
  e.alert_id as "alertId", e.state, e.valid_from as "validFrom", e.valid_to as "validTo", e.created_by as "createdBy", e.created_name as "createdName", e.created_at as "createdAt",
  e.approved_by as "approvedBy", e.approved_name as "approvedName", e.approved_at as "approvedAt", e.ended_by as "endedBy", e.ended_at as "endedAt", e.end_reason as "endReason", e.evaluation`

/** The next revision; whoever changes entries holds it until the transaction ends, and every process is told. */
async function nextRevision(tx: Tx): Promise<number> {
  const [row] = await tx.query<{ number: number }>('update assess.risk_revision set number = number + 1 returning number')
  tx.announce(rulesChanged)
  return row?.number ?? 0
}

/** The number of the last change of entries; a process whose index is older loads what came after. */
export async function readRiskRevision(q: Queryable): Promise<number> {
  const [row] = await q.query<{ number: number }>('select number from assess.risk_revision')
  return row?.number ?? 0
}

/** Writes entries, one statement whatever their number; gives their labels (`R-7`, `H-8`) in order. */
export async function insertEntries(tx: Tx, entries: readonly NewEntry[]): Promise<string[]> {
  const revision = await nextRevision(tx)
  const rows = entries.map(({ validFrom, validTo, createdAt, ...rest }, n) => ({ ...rest, n, validFrom: toIso(validFrom), validTo: toIso(validTo), createdAt: toIso(createdAt) }))
  const written = await tx.query<{ id: string; label: string }>(
    `insert into assess.risk_entry (id, kind, label, subject, home_port, scope, level, measure, agency, methods, power, title, reason, source, classification, evidence, alert_id, state, valid_from, valid_to,
       created_by, created_name, created_at, revision)
     select id, kind, case kind when 'record' then 'R-' else 'H-' end || nextval('assess.risk_label'), subject, "homePort", scope, level, measure, agency, array(select jsonb_array_elements_text(methods)), power, title, reason,
       source, classification, evidence, "alertId", state, "validFrom", "validTo", "createdBy", "createdName", "createdAt", $2
     from jsonb_to_recordset($1::jsonb) as r (n int, id uuid, kind text, subject text, "homePort" text, scope jsonb, level text, measure text, agency text, methods jsonb, power text, title text, reason text, source text,
       classification text, evidence jsonb, "alertId" uuid, state text, "validFrom" timestamptz, "validTo" timestamptz, "createdBy" text, "createdName" text, "createdAt" timestamptz)
     order by n returning id, label`,
    [JSON.stringify(rows), revision],
  )
  const labels = new Map(written.map(({ id, label }) => [id, label]))
  return entries.map(({ id }) => labels.get(id) ?? '')
}

/** Entries changed after a revision, in order; on a first load only those that hold or held lately. What the index of a process takes. */
export async function entriesAfter(q: Queryable, after: { readonly revision: number; readonly id: string }, limit: number, options: { readonly first: boolean; readonly since: Instant }): Promise<(RiskEntry & { readonly revision: number; readonly state: EntryState })[]> {
  return q.query(
    `select e.id, e.kind, e.scope, e.level, e.measure, e.agency, e.methods, e.power, e.valid_from as "validFrom", e.valid_to as "validTo", e.revision, e.state
     from assess.risk_entry e where (e.revision, e.id) > ($1, $2) and (not $4::boolean or (e.state in ('in-force', 'withdrawn') and e.valid_to > $5)) order by e.revision, e.id limit $3`,
    [after.revision, after.id, limit, options.first, toIso(options.since)],
  )
}

/** A risk record or hold rule in any state; undefined when there is none. */
export async function findEntry(q: Queryable, id: string): Promise<StoredEntry | undefined> {
  const [row] = await q.query<StoredEntry>(`select ${columns} from assess.risk_entry e where e.id = $1`, [id])
  return row
}

/** As `findEntry`, and nobody else changes it until the transaction ends. */
export async function lockEntry(tx: Tx, id: string): Promise<StoredEntry | undefined> {
  const [row] = await tx.query<StoredEntry>(`select ${columns} from assess.risk_entry e where e.id = $1 for update`, [id])
  return row
}

/** What a list of entries is narrowed by. */
export interface EntryFilter {
  readonly kind: RiskEntry['kind']
  /** Of one of these ports or of every port. */
  readonly ports: readonly string[]
  readonly subject?: RiskSubject | undefined
  readonly state?: EntryState | undefined
  /** In force at this moment. */
  readonly at?: Instant | undefined
  /** Confidential ones of others are left out; undefined: none are. */
  readonly agency?: string | undefined
  readonly alert?: string | undefined
  readonly before?: string | undefined
  readonly limit: number
}

/** A page of entries, newest first. */
export async function listEntries(q: Queryable, filter: EntryFilter): Promise<StoredEntry[]> {
  return q.query<StoredEntry>(
    `select ${columns} from assess.risk_entry e
     where e.kind = $1 and (e.home_port = any($2::text[]) or e.home_port = '*') and ($3::text is null or e.subject = $3) and ($4::text is null or e.state = $4)
       and ($5::timestamptz is null or (e.state = 'in-force' and e.valid_from <= $5 and e.valid_to > $5)) and ($6::text is null or e.classification <> 'confidential' or e.agency = $6)
       and ($7::uuid is null or e.alert_id = $7) and ($8::uuid is null or e.id < $8)
     order by e.id desc limit $9`,
    [filter.kind, filter.ports, filter.subject, filter.state, filter.at === undefined ? null : toIso(filter.at), filter.agency, filter.alert, filter.before, filter.limit],
  )
}

const settable = { state: 'state', validFrom: 'valid_from', validTo: 'valid_to', approvedBy: 'approved_by', approvedName: 'approved_name', approvedAt: 'approved_at', endedBy: 'ended_by', endedAt: 'ended_at', endReason: 'end_reason', evaluation: 'evaluation' } as const
const moments = new Set(['validFrom', 'validTo', 'approvedAt', 'endedAt'])

/** Changes an entry under a new revision, so that every process learns of this one alone. */
export async function changeEntry(tx: Tx, id: string, changes: Partial<Pick<StoredEntry, keyof typeof settable>>): Promise<void> {
  const revision = await nextRevision(tx)
  const members = Object.entries(changes) as [keyof typeof settable, unknown][]
  const sets = members.map(([member], i) => `${settable[member]} = $${i + 3}`)
  await tx.query(`update assess.risk_entry set ${['revision = $2', ...sets].join(', ')} where id = $1`, [id, revision, ...members.map(([member, value]) => (moments.has(member) ? toIso(value as Instant) : value))])
}

/** Keeps who a record is about, apart from the record. */
export async function insertPerson(tx: Tx, entry: string, personal: object): Promise<void> {
  await tx.query('insert into assess.risk_person (entry_id, personal) values ($1, $2::jsonb)', [entry, JSON.stringify(personal)])
}

/** Personal data of an entry. The caller writes down who reads them, for what. */
export async function readPerson(q: Queryable, entry: string): Promise<{ readonly name: string; readonly number: string; readonly note?: string } | undefined> {
  const [row] = await q.query<{ personal: { name: string; number: string; note?: string } }>('select personal from assess.risk_person where entry_id = $1', [entry])
  return row?.personal
}
