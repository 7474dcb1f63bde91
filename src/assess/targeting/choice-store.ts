import { toIso, type Instant } from '../../kernel/instant.ts'
import type { Queryable, Tx } from '../../platform/database/database.ts'
import type { Basis } from './domain/choose.ts'
import type { Traits } from './domain/indicators.ts'

/** How a declaration was chosen, as it is kept. */
export interface StoredChoice {
  readonly declaration: string
  readonly lane: string
  readonly basis: Basis
  readonly probability: number
  readonly score: number
  readonly threshold: number
  readonly model: number
  /** When the cut began that the score was held against; null where there was none. */
  readonly cut: string | null
  readonly margin: number
  readonly share: number
  readonly ticket: number
  readonly chosenAt: Instant
}

/** Writes choices that are not there yet and counts them by lane, hour and basis: a second run writes nothing. */
export async function insertChoices(tx: Tx, port: string, choices: readonly StoredChoice[]): Promise<void> {
  await tx.query(
    `with fresh as (
       insert into targeting.choice (port, declaration, lane, basis, probability, score, threshold, model, chosen_at, cut, margin, share, ticket)
       select $1, declaration, lane, basis, probability, score, threshold, model, at, cut, margin, share, ticket
       from json_to_recordset($2::json) as c (declaration uuid, lane text, basis text, probability float8, score float8, threshold float8, model int, at timestamptz, cut timestamptz, margin float8, share float8, ticket float8)
       on conflict (port, declaration) do nothing returning lane, basis, chosen_at
     )
     insert into targeting.tally as t (port, lane, hour, basis, cases)
     select $1, lane, date_trunc('hour', chosen_at), basis, count(*) from fresh group by 2, 3, 4 order by 2, 3, 4
     on conflict (port, lane, hour, basis) do update set cases = t.cases + excluded.cases`,
    [port, JSON.stringify(choices.map(({ chosenAt, ...choice }) => ({ ...choice, at: toIso(chosenAt) })))],
  )
}

/** The latest scores of a lane that were free to be picked, oldest first. */
export async function findScores(db: Queryable, port: string, lane: string, limit: number): Promise<number[]> {
  const rows = await db.query<{ score: number }>(
    `select score from (select declaration, score, basis from targeting.choice where port = $1 and lane = $2 order by declaration desc limit $3) as latest where basis <> 'rules' order by declaration`,
    [port, lane, limit],
  )
  return rows.map(({ score }) => score)
}

export interface LaneTally {
  readonly lane: string
  readonly basis: Basis
  readonly cases: number
  /** The earliest hour that was counted. */
  readonly since: Instant
}

/** How many were chosen on which basis since a moment, by lane. */
export function findTallies(db: Queryable, port: string, since: Instant): Promise<LaneTally[]> {
  return db.query<LaneTally>('select lane, basis, sum(cases)::int as cases, min(hour) as since from targeting.tally where port = $1 and hour >= $2 group by lane, basis order by lane, basis', [port, toIso(since)])
}

/** What came of declarations that were looked into: a find stays a find, and is learned though a clean look was learned before. */
export async function insertLessons(tx: Tx, port: string, lessons: readonly { readonly declaration: string; readonly found: boolean }[], at: Instant): Promise<void> {
  await tx.query(
    `insert into targeting.lesson as l (port, declaration, found, at) select $1, declaration, found, $3 from json_to_recordset($2::json) as n (declaration uuid, found boolean) order by declaration
     on conflict (port, declaration) do update set found = true, waiting = true where excluded.found and not l.found`,
    [port, JSON.stringify(lessons), toIso(at)],
  )
}

/** A result that waits to be learned. `learned`: the outcome that the counters have already. */
export interface WaitingLesson {
  readonly declaration: string
  readonly found: boolean
  readonly at: Instant
  readonly learned: boolean | null
  /** The outcome that the rates have already. */
  readonly told: boolean | null
  readonly traits: Traits | null
}

/** Results that wait, locked for this transaction. */
export function takeLessons(tx: Tx, port: string, limit: number): Promise<WaitingLesson[]> {
  return tx.query<WaitingLesson>('select declaration, found, at, learned, told, traits from targeting.lesson where port = $1 and waiting order by declaration limit $2 for update', [port, limit])
}

/** Marks results as learned, and counts those of chosen declarations for the rates; a find after a clean look only adds the find. */
export async function markLearned(tx: Tx, port: string, lessons: readonly { readonly declaration: string; readonly found: boolean; readonly traits: Traits | null }[], counted: readonly { readonly declaration: string; readonly checks: number; readonly finds: number }[]): Promise<void> {
  await tx.query(
    `update targeting.lesson l set waiting = false, learned = n.found, told = n.found, traits = coalesce(n.traits, l.traits) from json_to_recordset($2::json) as n (declaration uuid, found boolean, traits jsonb)
     where l.port = $1 and l.declaration = n.declaration`,
    [port, JSON.stringify(lessons)],
  )
  await tx.query(
    `insert into targeting.outcome as o (port, lane, day, basis, probability, checks, finds)
     select $1, c.lane, (c.chosen_at at time zone 'UTC')::date, c.basis, c.probability, sum(n.checks), sum(n.finds)
     from json_to_recordset($2::json) as n (declaration uuid, checks int, finds int) join targeting.choice c on c.port = $1 and c.declaration = n.declaration and c.basis <> 'none' and c.probability > 0
     group by 2, 3, 4, 5 order by 2, 3, 4, 5
     on conflict (port, lane, day, basis, probability) do update set checks = o.checks + excluded.checks, finds = o.finds + excluded.finds`,
    [port, JSON.stringify(counted)],
  )
}

/** After another model took over: what the one before learned by itself is learned again. */
export async function learnAgain(tx: Tx, after: Instant): Promise<string[]> {
  const rows = await tx.query<{ port: string }>('update targeting.lesson set waiting = true, learned = null where at > $1 and not (waiting and learned is null) returning port', [toIso(after)])
  return [...new Set(rows.map(({ port }) => port))].sort()
}

/** Results by the week in which their declarations were chosen, with basis and probability. */
export interface OutcomeGroup {
  readonly week: string
  readonly basis: Exclude<Basis, 'none'>
  readonly probability: number
  readonly checks: number
  readonly finds: number
}

/** Sums of a port, of one lane where given, for declarations chosen on the days of `from` to `to`, both included. */
export function findOutcomes(db: Queryable, port: string, lane: string | undefined, from: Instant, to: Instant): Promise<OutcomeGroup[]> {
  return db.query<OutcomeGroup>(
    `select to_char(date_trunc('week', day), 'YYYY-MM-DD') as week, basis, probability, sum(checks)::int as checks, sum(finds)::int as finds from targeting.outcome
     where port = $1 and ($2::text is null or lane = $2) and day >= $3::timestamptz::date and day <= $4::timestamptz::date group by 1, 2, 3 order by 1, 2, 3`,
    [port, lane ?? null, toIso(from), toIso(to)],
  )
}

/** What the permanent random share found at ports, all where null, among declarations chosen in a span: looks that nobody chose. */
export async function sumRandomShare(q: Queryable, ports: readonly string[] | null, from: Instant | null, to: Instant | null): Promise<{ readonly checks: number; readonly finds: number }> {
  const [row] = await q.query<{ checks: number; finds: number }>(
    `select coalesce(sum(checks), 0)::int as checks, coalesce(sum(finds), 0)::int as finds from targeting.outcome
     where basis = 'random' and ($1::text[] is null or port = any($1)) and ($2::timestamptz is null or day >= $2::timestamptz::date) and ($3::timestamptz is null or day <= $3::timestamptz::date)`,
    [ports, from === null ? null : toIso(from), to === null ? null : toIso(to)],
  )
  return row ?? { checks: 0, finds: 0 }
}
