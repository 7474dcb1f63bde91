import { toIso, type Instant } from '../../kernel/instant.ts'
import type { Queryable, Tx } from '../../platform/database/database.ts'

/** What one day brought a rule at a port. */
export interface RuleDay {
  readonly rule: string
  /** ISO day, UTC. */
  readonly day: string
  readonly hits: number
  readonly inspected: number
  readonly finds: number
  readonly minutes: number
}

/** Adds to the counters; one statement whatever their number. */
export async function addRuleDays(tx: Tx, port: string, days: readonly RuleDay[]): Promise<void> {
  if (days.length === 0) return
  await tx.query(
    `insert into assess.rule_day (port, rule, day, hits, inspected, finds, minutes)
     select $1, rule, day, hits, inspected, finds, minutes from jsonb_to_recordset($2::jsonb) as d (rule text, day date, hits int, inspected int, finds int, minutes double precision) order by rule, day
     on conflict (port, rule, day) do update set hits = rule_day.hits + excluded.hits, inspected = rule_day.inspected + excluded.inspected, finds = rule_day.finds + excluded.finds, minutes = rule_day.minutes + excluded.minutes`,
    [port, JSON.stringify(days)],
  )
}

/** A case that was looked at. `fresh`: for the first time; else something was found in it for the first time. */
export interface CaseLook {
  readonly declaration: string
  readonly found: boolean
  readonly fresh: boolean
}

/** Remembers that cases were looked at and whether something was found; gives those that are new to either, so that each counts once. Ids must not repeat. */
export async function noteLooks(tx: Tx, port: string, looks: readonly Omit<CaseLook, 'fresh'>[]): Promise<CaseLook[]> {
  if (looks.length === 0) return []
  return tx.query<CaseLook>(
    `insert into assess.case_look as l (port, declaration, found) select $1, declaration, found from jsonb_to_recordset($2::jsonb) as n (declaration uuid, found boolean) order by declaration
     on conflict (port, declaration) do update set found = true where excluded.found and not l.found returning declaration, found, xmax = 0 as fresh`,
    [port, JSON.stringify(looks)],
  )
}

/** How far the ledger of a port has been counted; locked, so that one job counts at a time. */
export async function lockFollow(tx: Tx, port: string): Promise<number> {
  await tx.query('insert into assess.rule_follow (port, position) values ($1, 0) on conflict do nothing', [port])
  const [row] = await tx.query<{ position: number }>('select position from assess.rule_follow where port = $1 for update', [port])
  return row?.position ?? 0
}

/** Writes how far the ledger of a port has been counted. Call `lockFollow` first. */
export async function moveFollow(tx: Tx, port: string, position: number): Promise<void> {
  await tx.query('update assess.rule_follow set position = $2 where port = $1', [port, position])
}

/** How far the ledger of each port has been counted, by port. */
export async function listFollowed(q: Queryable): Promise<Map<string, number>> {
  const rows = await q.query<{ port: string; position: number }>('select port, position from assess.rule_follow')
  return new Map(rows.map(({ port, position }) => [port, position]))
}

/** The sums of every rule over days of ports, by rule. */
export async function sumRuleDays(q: Queryable, ports: readonly string[], from: Instant, to: Instant): Promise<(Omit<RuleDay, 'day'>)[]> {
  return q.query(
    `select d.rule, sum(d.hits)::int as hits, sum(d.inspected)::int as inspected, sum(d.finds)::int as finds, sum(d.minutes)::double precision as minutes
     from assess.rule_day d where d.port = any($1::text[]) and d.day >= $2::date and d.day <= $3::date group by d.rule order by hits desc, d.rule limit 500`,
    [ports, toIso(from).slice(0, 10), toIso(to).slice(0, 10)],
  )
}

/** Hits of rules since they were placed. */
export async function hitsOf(q: Queryable, rules: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const rows = await q.query<{ rule: string; hits: number }>('select d.rule, sum(d.hits)::int as hits from assess.rule_day d where d.rule = any($1::text[]) group by d.rule', [rules])
  return new Map(rows.map(({ rule, hits }) => [rule, hits]))
}
