import type { Actor } from '../../kernel/actor.ts'
import type { Instant } from '../../kernel/instant.ts'
import type { Tx } from '../database/database.ts'
import { writeTogether } from '../database/gather.ts'
import { listText, textColumn, unnestColumns } from '../database/text-column.ts'
import type { Entry, EntryHead } from './entry.ts'
import type { LedgerSubject } from './fact.ts'

/** One fact as the texts of its columns, ready for the insert statement. Made by `ledgerRows`. */
export interface LedgerRow {
  readonly id: string
  readonly port: string
  readonly type: string
  readonly subjectKind: string
  readonly subjectId: string
  readonly related: readonly LedgerSubject[]
  readonly audience: readonly string[]
  readonly actor: Actor
  /** For whom the actor acts, in the words of an audience; null for the program itself. */
  readonly actorOf: string | null
  readonly at: string
  /** Hex digits. */
  readonly payloadHash: string
  readonly salt: string
  readonly payload: string
}

/** Names of the columns of a fact in the insert statement, in the order of its parameters. */
export const entryParts = ['p', 'i', 't', 'k', 's', 'r', 'a', 'ak', 'ai', 'ao', 'at', 'an', 'h', 'z', 'd'] as const
const relatedParts = ['p', 'k', 'i', 'e'] as const

/**
 * The two insertions as clauses of a `with`, for statements that write other tables in the same round trip:
 * `with ${ledgerClauses(2)}, mine as (insert …) select …`, with `ledgerParameters(rows)` from $2 on.
 * `subjects` names a clause of the same statement with a column `id`: facts about any other subject are left out.
 */
export function ledgerClauses(first: number, subjects?: string): string {
  const about = subjects === undefined ? '' : `\n  where s in (select id::text from ${subjects})`
  // A join gives rows in any order; what a subject went through must be sealed in the order it happened, which is that of the ids.
  const inOrder = subjects === undefined ? '' : '\n  order by i::uuid'
  const keys = `unnest($${first + entryParts.indexOf('i')}::text[], $${first + entryParts.indexOf('s')}::text[]) as g (i, s)`
  const ofThese = subjects === undefined ? '' : `\n  where e in (select i from ${keys}${about})`
  return `ledger_entries as (
  insert into ledger.entry (port, id, type, subject_kind, subject_id, related, audience, actor_kind, actor_id, actor_of, occurred_at, actor_name, payload_hash, salt, payload)
  select p, i::uuid, t, k, s, r::text[], a::text[], ak, ai, ao, at::timestamptz, an, decode(h, 'hex'), decode(z, 'hex'), d
  from ${unnestColumns(first, 'f', entryParts)}${about}${inOrder}
), ledger_related as (
  insert into ledger.related (port, kind, id, entry)
  select p, k, i, e::uuid from ${unnestColumns(first + entryParts.length, 'f', relatedParts)}${ofThese}
)`
}

const distinctSubjects = (subjects: readonly LedgerSubject[]): readonly LedgerSubject[] =>
  subjects.length < 2 ? subjects : [...new Map(subjects.map((subject) => [`${subject.kind}:${subject.id}`, subject])).values()]

/** The parameters of `ledgerClauses`: one for each column. */
export function ledgerParameters(rows: readonly LedgerRow[]): readonly Buffer[] {
  const column = (of: (row: LedgerRow) => string | null): Buffer => textColumn(rows.map(of))
  const related = rows.flatMap((row) => distinctSubjects(row.related).map(({ kind, id }) => ({ port: row.port, kind, id, entry: row.id })))
  return [
    column((row) => row.port),
    column((row) => row.id),
    column((row) => row.type),
    column((row) => row.subjectKind),
    column((row) => row.subjectId),
    column((row) => listText(row.related.map(({ kind, id }) => `${kind}:${id}`))),
    column((row) => listText(row.audience)),
    column((row) => row.actor.kind),
    column((row) => row.actor.id),
    column((row) => row.actorOf),
    column((row) => row.at),
    column((row) => row.actor.name),
    column((row) => row.payloadHash),
    column((row) => row.salt),
    column((row) => row.payload),
    textColumn(related.map(({ port }) => port)),
    textColumn(related.map(({ kind }) => kind)),
    textColumn(related.map(({ id }) => id)),
    textColumn(related.map(({ entry }) => entry)),
  ]
}

const insertSql = `with ${ledgerClauses(1)} select`

/** Writes the rows in one statement, in their order. */
export async function insertLedgerRows(tx: Tx, rows: readonly LedgerRow[]): Promise<void> {
  await writeTogether(tx, 'ledger', rows, (all) => tx.send(insertSql, ledgerParameters(all)), 'at-the-end')
}

/** An entry as the database gives it, without what may be redacted. */
export interface EntryHeadRow {
  readonly port: string
  readonly id: string
  readonly era: number
  readonly xid: string
  readonly seq: number
  readonly type: string
  readonly subject_kind: string
  readonly subject_id: string
  readonly related: readonly string[]
  readonly audience: readonly string[]
  readonly actor_kind: string
  readonly actor_id: string
  readonly actor_of: string | null
  readonly occurred_at: Instant
  readonly recorded_at: Instant
  readonly payload_hash: string
}

export interface EntryRow extends EntryHeadRow {
  readonly salt: string | null
  readonly actor_name: string | null
  readonly payload: string | null
}

const headColumns = [
  'port', 'id', 'era', 'xid', 'seq', 'type', 'subject_kind', 'subject_id', 'related', 'audience',
  'actor_kind', 'actor_id', 'actor_of', 'occurred_at', 'recorded_at',
] as const satisfies readonly (keyof EntryHeadRow)[]

/** Columns of `EntryHeadRow`, of a table named `entry`. */
export const entryHeadColumns = `${headColumns.map((column) => `entry.${column}`).join(', ')}, encode(entry.payload_hash, 'hex') as payload_hash`

/** Columns of `EntryRow`. */
export const entryColumns = `${entryHeadColumns}, encode(entry.salt, 'hex') as salt, entry.actor_name, entry.payload`

/** What the leaf of an entry is made of, without what may be redacted. */
export function toEntryHead(row: EntryHeadRow): EntryHead {
  return {
    port: row.port,
    id: row.id,
    era: row.era,
    xid: row.xid,
    seq: row.seq,
    type: row.type,
    subjectKind: row.subject_kind,
    subjectId: row.subject_id,
    related: row.related,
    audience: row.audience,
    actorKind: row.actor_kind,
    actorId: row.actor_id,
    actorOf: row.actor_of,
    occurredAt: row.occurred_at,
    recordedAt: row.recorded_at,
    payloadHash: row.payload_hash,
  }
}

/** An entry with its salt, the actor's name and its payload; these are null once it is redacted. */
export function toEntry(row: EntryRow): Entry {
  return Object.assign(toEntryHead(row), { salt: row.salt, actorName: row.actor_name, payload: row.payload })
}
