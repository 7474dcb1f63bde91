import type { Instant } from '../../kernel/instant.ts'
import type { Database, Queryable } from '../../platform/database/database.ts'
import { jobsEnqueued } from '../../platform/jobs/enqueue.ts'
import { jobsClause, type JobInsert } from '../../platform/jobs/store.ts'
import { jsonColumn } from '../../platform/database/text-column.ts'
import { ledgerClauses, ledgerParameters, type LedgerRow } from '../../platform/ledger/entry-store.ts'
import { consignmentClauses, consignmentParameters, type ConsignmentRows } from '../objects/public.ts'

/** What makes a submission the same one when it comes again. */
export interface SubmissionIdentity {
  readonly port: string
  readonly declarant: string
  readonly reference: string
  readonly commandKey: string | undefined
}

/** What the first answer to a submission is made of; none of it changes afterwards. */
export interface AcceptedRow {
  readonly port: string
  readonly id: string
  readonly number: string
  readonly declarant: string
  readonly reference: string
  readonly releaseMode: string
  readonly releasedOnAcceptance: boolean
  readonly acceptedAt: Instant
}

const acceptSql = `with accepted as (
    insert into single_window.declaration (port, id, number, declarant, reference, command_key, content_hash, direction, mode, transport_document,
      arrival, status, release_mode, risk_level, credit_grade, released_on_acceptance, accepted_at, released_at, content, assessment)
    select port, id, number, declarant, reference, command_key, content_hash, direction, mode, transport_document,
      arrival, status, release_mode, risk_level, credit_grade, status = 'released', accepted_at, released_at, content, assessment
    from json_to_recordset($1::json) as d (port text, id uuid, number text, declarant text, reference text, command_key text, content_hash bytea,
      direction text, mode text, transport_document text, arrival timestamptz, status text, release_mode text, risk_level text, credit_grade text,
      accepted_at timestamptz, released_at timestamptz, content json, assessment json)
    on conflict do nothing
    returning port, id
  ), ${consignmentClauses('$2', '$3', 'accepted')}, ${ledgerClauses(5, 'accepted')}, ${jobsClause('$4', 'accepted')}
  select id from accepted`

/** Everything a batch of declarations brings about. */
export interface Acceptance {
  /** JSON texts with the columns' names, in pieces, so that content already written as JSON is not written again. */
  readonly declarations: readonly (readonly string[])[]
  readonly objects: ConsignmentRows
  readonly facts: readonly LedgerRow[]
  readonly jobs: readonly JobInsert[]
}

/**
 * Writes declarations, their objects, ledger facts and jobs in one statement, which is one transaction, and gives the ids of those that were new.
 * A declaration whose reference, key or number is taken, in this batch or by any other process, is left out with all that belongs to it: the
 * statement waits for whoever is writing it now. Jobs may name ids that were left out.
 */
export async function insertAcceptance(db: Database, { declarations, objects, facts, jobs }: Acceptance): Promise<ReadonlySet<string>> {
  const parameters = [jsonColumn(declarations), ...consignmentParameters(objects), JSON.stringify(jobs), ...ledgerParameters(facts)]
  const accepted = await db.statement<{ id: string }>(acceptSql, parameters, jobs.length === 0 ? [] : [jobsEnqueued])
  return new Set(accepted.map((row) => row.id))
}

const answered = `i.n, d.content_hash as "contentHash", d.command_key as "commandKey", d.port, d.id, d.number, d.declarant, d.reference,
  d.release_mode as "releaseMode", d.released_on_acceptance as "releasedOnAcceptance", d.accepted_at as "acceptedAt"`

/** An earlier declaration under the reference or key of the n-th identity. */
export interface EarlierRow extends AcceptedRow {
  readonly n: number
  readonly contentHash: Buffer
  readonly commandKey: string | null
}

/** Earlier declarations under the same references and under the same keys; at most two for each identity. */
export async function findEarlier(db: Queryable, identities: readonly SubmissionIdentity[]): Promise<EarlierRow[]> {
  return db.query<EarlierRow>(
    `with i as (
       select n, port, declarant, reference, command_key
       from json_to_recordset($1::json) as r (n int, port text, declarant text, reference text, command_key text)
     )
     select ${answered} from i join single_window.declaration d on d.port = i.port and d.declarant = i.declarant and d.reference = i.reference
     union
     select ${answered} from i
     join single_window.declaration d on d.port = i.port and d.declarant = i.declarant and d.command_key = i.command_key`,
    [
      JSON.stringify(
        identities.map((identity, n) => ({
          n,
          port: identity.port,
          declarant: identity.declarant,
          reference: identity.reference,
          command_key: identity.commandKey,
        })),
      ),
    ],
  )
}

/** Takes `count` numbers of a series for this process and gives the first. Commits by itself: a number is never given twice, whatever happens next. */
export async function reserveNumbers(db: Queryable, port: string, series: string, count: number): Promise<number> {
  const [row] = await db.query<{ first: number }>(
    `insert into single_window.number_series as s (port, series, next) values ($1, $2, 1 + $3::bigint)
     on conflict (port, series) do update set next = s.next + $3::bigint
     returning next - $3::bigint as first`,
    [port, series, count],
  )
  return row?.first ?? 0
}
