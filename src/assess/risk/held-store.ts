import { toIso, type Instant } from '../../kernel/instant.ts'
import type { Queryable, Tx } from '../../platform/database/database.ts'

/** A consignment a hold rule keeps. `queued`: the rule has ended, and an officer has to decide; `kept`: one decided that it stays. */
export interface HeldCase {
  readonly port: string
  readonly entryId: string
  readonly declarationId: string
  readonly number: string
  readonly state: 'held' | 'queued' | 'lifted' | 'kept'
  readonly since: Instant
  readonly queuedAt: Instant | null
  readonly queuedBecause: 'expired' | 'withdrawn' | null
  readonly decidedBy: string | null
  readonly decidedAt: Instant | null
  readonly reason: string | null
}

const columns = `h.port, h.entry_id as "entryId", h.declaration_id as "declarationId", h.number, h.state, h.since, h.queued_at as "queuedAt", h.queued_because as "queuedBecause",
  h.decided_by as "decidedBy", h.decided_at as "decidedAt", h.reason`

/** Keeps consignments under hold rules; those of a rule that has ended meanwhile wait for an officer at once. Gives what was not kept before. */
export async function insertHeld(tx: Tx, port: string, cases: readonly { readonly entry: string; readonly declaration: string; readonly number: string }[], since: Instant): Promise<{ entry: string; declaration: string; number: string; agency: string }[]> {
  return tx.query(
    `with wanted as (
       select c.entry, c.declaration, c.number, e.agency, e.state = 'in-force' and e.valid_to > $3 as stands
       from jsonb_to_recordset($2::jsonb) as c (entry uuid, declaration uuid, number text) join assess.risk_entry e on e.id = c.entry),
     written as (
       insert into assess.held_case (port, entry_id, declaration_id, number, state, since, queued_at, queued_because)
       select $1, entry, declaration, number, case when stands then 'held' else 'queued' end, $3, case when not stands then $3::timestamptz end, case when not stands then 'expired' end from wanted
       on conflict do nothing returning entry_id, declaration_id)
     select w.entry, w.declaration, w.number, w.agency from wanted w join written n on n.entry_id = w.entry and n.declaration_id = w.declaration order by w.declaration`,
    [port, JSON.stringify(cases), toIso(since)],
  )
}

/** The rule has ended: everything it still keeps waits for an officer. Gives how many, by port. */
export async function queueHeld(tx: Tx, entry: string, because: 'expired' | 'withdrawn', at: Instant): Promise<{ port: string; count: number }[]> {
  return tx.query(
    `with queued as (update assess.held_case set state = 'queued', queued_at = $2, queued_because = $3 where entry_id = $1 and state = 'held' returning port)
     select port, count(*)::int as count from queued group by port order by port`,
    [entry, toIso(at), because],
  )
}

/** As stored, and nobody else decides about it until the transaction ends. */
export async function lockHeld(tx: Tx, port: string, entry: string, declaration: string): Promise<HeldCase | undefined> {
  const [row] = await tx.query<HeldCase>(`select ${columns} from assess.held_case h where h.port = $1 and h.entry_id = $2 and h.declaration_id = $3 for update`, [port, entry, declaration])
  return row
}

/** Writes an officer's decision about a kept consignment, with its reason. Call `lockHeld` first. */
export async function decideHeld(tx: Tx, one: HeldCase, decided: { readonly state: 'lifted' | 'kept'; readonly by: string; readonly at: Instant; readonly reason: string }): Promise<void> {
  await tx.query('update assess.held_case set state = $4, decided_by = $5, decided_at = $6, reason = $7 where port = $1 and entry_id = $2 and declaration_id = $3', [one.port, one.entryId, one.declarationId, decided.state, decided.by, toIso(decided.at), decided.reason])
}

/** Kept consignments of the ports, those that wait for an officer first, the longest first. */
export async function listHeld(q: Queryable, filter: { readonly ports: readonly string[]; readonly entry?: string | undefined; readonly states: readonly HeldCase['state'][]; readonly limit: number }): Promise<HeldCase[]> {
  return q.query<HeldCase>(
    `select ${columns} from assess.held_case h where h.port = any($1::text[]) and ($2::uuid is null or h.entry_id = $2) and h.state = any($3::text[]) order by h.state desc, h.since, h.declaration_id limit $4`,
    [filter.ports, filter.entry, filter.states, filter.limit],
  )
}

/** How many consignments each rule keeps, by state. */
export async function countHeld(q: Queryable, entries: readonly string[]): Promise<{ entry: string; held: number; queued: number }[]> {
  return q.query(
    `select h.entry_id as entry, (count(*) filter (where h.state = 'held'))::int as held, (count(*) filter (where h.state = 'queued'))::int as queued
     from assess.held_case h where h.entry_id = any($1::uuid[]) and h.state in ('held', 'queued') group by h.entry_id`,
    [entries],
  )
}

/** How many consignments rules keep at each port, by state. */
export async function countHeldAt(q: Queryable, ports: readonly string[]): Promise<{ port: string; held: number; queued: number }[]> {
  return q.query(
    `select h.port, (count(*) filter (where h.state = 'held'))::int as held, (count(*) filter (where h.state = 'queued'))::int as queued
     from assess.held_case h where h.port = any($1::text[]) and h.state in ('held', 'queued') group by h.port`,
    [ports],
  )
}
