import { fromEpoch, toIso, type Instant } from '../../kernel/instant.ts'
import type { ObjectKind } from '../../kernel/pack.ts'
import type { Queryable, Tx } from '../../platform/database/database.ts'
import { readTogether, writeTogether } from '../../platform/database/gather.ts'
import { spellingsOf } from '../../window/objects/public.ts'
import type { Collision, CollisionState, KeptNearMiss } from './domain/collision.ts'
import type { Failed, Meeting } from './domain/meet.ts'

interface MemberRow {
  readonly directive: string
  readonly agency: string
  readonly ref: string
  readonly joined: string
  readonly left: string | null
}

interface Row {
  readonly port: string
  readonly id: string
  readonly inspection_id: string
  readonly object_kind: ObjectKind
  readonly object_ref: string
  readonly object_key: string
  readonly agencies: readonly string[]
  readonly window_from: Instant
  readonly window_to: Instant
  readonly rule_id: string
  readonly rule_version: number
  readonly explanation: readonly Meeting[]
  readonly state: CollisionState
  readonly superseded_by: string | null
  readonly found_at: Instant
  readonly changed_at: Instant
  readonly version: number
  readonly members: readonly MemberRow[]
}

const columns = `c.port, c.id, c.inspection_id, c.object_kind, c.object_ref, c.object_key, c.agencies, c.window_from, c.window_to, c.rule_id, c.rule_version,
  c.explanation, c.state, c.superseded_by, c.found_at, c.changed_at, c.version,
  (select coalesce(json_agg(json_build_object('directive', m.directive_id, 'agency', m.agency, 'ref', m.object_ref, 'joined', m.joined_at, 'left', m.left_at) order by m.directive_id), '[]')
   from joint.collision_member m where m.port = c.port and m.collision_id = c.id) as members`

function collisionOf(row: Row): Collision {
  return {
    port: row.port,
    id: row.id,
    inspection: row.inspection_id,
    object: { kind: row.object_kind, ref: row.object_ref, key: row.object_key },
    agencies: row.agencies,
    window: { from: row.window_from, to: row.window_to },
    rule: { id: row.rule_id, version: row.rule_version },
    explanation: row.explanation,
    state: row.state,
    ...(row.superseded_by === null ? {} : { supersededBy: row.superseded_by }),
    members: row.members.map((member) => ({
      directive: member.directive,
      agency: member.agency,
      ref: member.ref,
      joinedAt: fromEpoch(Date.parse(member.joined)),
      ...(member.left === null ? {} : { leftAt: fromEpoch(Date.parse(member.left)) }),
    })),
    foundAt: row.found_at,
    changedAt: row.changed_at,
    version: row.version,
  }
}

/** Writes matches as they now are, new ones and changed ones, with their members: one statement whatever their number. */
export async function saveCollisions(tx: Tx, collisions: readonly Collision[]): Promise<void> {
  await writeTogether(tx, 'collisions', collisions, (all) => saveAll(tx, all))
}

function saveAll(tx: Tx, collisions: readonly Collision[]): Promise<void> {
  return tx.send(
    `with members as (
       insert into joint.collision_member (port, collision_id, directive_id, agency, object_ref, joined_at, left_at)
       select port, collision_id, directive_id, agency, object_ref, joined_at, left_at
       from json_to_recordset($2::json) as m(port text, collision_id uuid, directive_id uuid, agency text, object_ref text, joined_at timestamptz, left_at timestamptz)
       on conflict (port, collision_id, directive_id) do update set left_at = excluded.left_at)
     insert into joint.collision (port, id, inspection_id, object_kind, object_ref, object_key, agencies, window_from, window_to, rule_id, rule_version, explanation,
       state, superseded_by, found_at, changed_at, version)
     select port, id, inspection_id, object_kind, object_ref, object_key, agencies, window_from, window_to, rule_id, rule_version, explanation,
       state, superseded_by, found_at, changed_at, version
     from json_to_recordset($1::json) as c(port text, id uuid, inspection_id uuid, object_kind text, object_ref text, object_key text, agencies text[],
       window_from timestamptz, window_to timestamptz, rule_id text, rule_version int, explanation jsonb, state text, superseded_by uuid,
       found_at timestamptz, changed_at timestamptz, version int)
     on conflict (port, id) do update set object_kind = excluded.object_kind, object_ref = excluded.object_ref, object_key = excluded.object_key,
       agencies = excluded.agencies, window_from = excluded.window_from, window_to = excluded.window_to, explanation = excluded.explanation,
       state = excluded.state, superseded_by = excluded.superseded_by, changed_at = excluded.changed_at, version = excluded.version`,
    [
      JSON.stringify(
        collisions.map((c) => ({
          port: c.port,
          id: c.id,
          inspection_id: c.inspection,
          object_kind: c.object.kind,
          object_ref: c.object.ref,
          object_key: c.object.key,
          agencies: c.agencies,
          window_from: toIso(c.window.from),
          window_to: toIso(c.window.to),
          rule_id: c.rule.id,
          rule_version: c.rule.version,
          explanation: c.explanation,
          state: c.state,
          superseded_by: c.supersededBy,
          found_at: toIso(c.foundAt),
          changed_at: toIso(c.changedAt),
          version: c.version,
        })),
      ),
      JSON.stringify(
        collisions.flatMap((c) =>
          c.members.map((member) => ({
            port: c.port,
            collision_id: c.id,
            directive_id: member.directive,
            agency: member.agency,
            object_ref: member.ref,
            joined_at: toIso(member.joinedAt),
            left_at: member.leftAt === undefined ? undefined : toIso(member.leftAt),
          })),
        ),
      ),
    ],
  )
}

/** The matches that inspections came from, live or not. */
export async function findCollisions(tx: Queryable, port: string, ids: readonly string[]): Promise<Collision[]> {
  if (ids.length === 0) return []
  const load = async (all: readonly string[]): Promise<Collision[]> => (await tx.query<Row>(`select ${columns} from joint.collision c where c.port = $1 and c.id = any($2::uuid[]) order by c.id`, [port, all])).map(collisionOf)
  return readTogether(tx, `collisions ${port}`, ids, load, (collision) => collision.id)
}

/** One match at one of the ports. */
export async function findCollision(db: Queryable, ports: readonly string[], id: string): Promise<Collision | undefined> {
  const [row] = await db.query<Row>(`select ${columns} from joint.collision c where c.port = any($1::text[]) and c.id = $2`, [ports, id])
  return row === undefined ? undefined : collisionOf(row)
}

/** What a list of matches or near-misses is narrowed by; `agency` for those who see only what concerns them. */
export interface CollisionFilter {
  readonly ports: readonly string[]
  readonly object?: string | undefined
  readonly state?: string | undefined
  readonly agency?: string | undefined
  readonly before?: string | undefined
  readonly limit: number
}

/**
 * Matches under a name: the match's own, its key, or one a member gave it. Each has its index; joined by `or` none of them would be used.
 */
const named = `l.id in (
  select o.id from joint.collision o where o.port = p.port and o.object_ref = any($4::text[])
  union all select k.id from joint.collision k where k.port = p.port and k.object_key = any($4::text[])
  union all select m.collision_id from joint.collision_member m where m.port = p.port and m.object_ref = any($4::text[]))`

/** Directives of an agency with fewer than this many are looked for one by one; one with more is met soon enough on the way through everybody's. */
const little = 500

/**
 * The matches of an agency that has sent few directives; undefined for one that has sent many. Whether a list is walked through or put together from these is
 * decided here and not left to a plan, which knows of neither how the two depend on each other.
 */
async function matchesOfFew(db: Queryable, ports: readonly string[], agency: string): Promise<readonly string[] | undefined> {
  const sent = await db.query<{ id: string }>('select d.id from joint.directive d where d.port = any($1::text[]) and d.agency = $2 limit $3', [ports, agency, little + 1])
  if (sent.length > little) return undefined
  const rows = await db.query<{ id: string }>('select m.collision_id as id from joint.collision_member m where m.port = any($1::text[]) and m.directive_id = any($2::uuid[])', [ports, sent.map(({ id }) => id)])
  return rows.map(({ id }) => id)
}

/** A page of matches, newest first, each port read along its ids as far as the page goes; `object` is any name a member gave it, the match's own name, or its key. */
export async function listCollisions(db: Queryable, filter: CollisionFilter): Promise<Collision[]> {
  const own = filter.agency === undefined ? undefined : await matchesOfFew(db, filter.ports, filter.agency)
  const rows = await db.query<Row>(
    `select ${columns} from unnest($1::text[]) as p (port) cross join lateral (
       select l.id from joint.collision l
       where l.port = p.port and ($2::text is null or l.state = $2) and ($3::text is null or l.agencies @> array[$3::text]) and ${filter.object === undefined ? '$4::text[] is null' : named}
         and ($5::uuid is null or l.id < $5) and ${own === undefined ? '$7::uuid[] is null' : 'l.id = any($7::uuid[])'}
       order by l.id desc limit $6) as page
     join joint.collision c on c.port = p.port and c.id = page.id
     order by c.id desc limit $6`,
    [filter.ports, filter.state, filter.agency, spellingsOf(filter.object), filter.before, filter.limit, own],
  )
  return rows.map(collisionOf)
}

/**
 * How many matches were found in a span, of how many a party said no with its reason (DC-07), and how many pairs were not matched because readiness or
 * roll-out had not come so far (EC-01). The one count behind every decline rate: what was withdrawn, judged against by a coordinator, or not come to
 * was declined by nobody, and what went over into another match is counted there.
 */
export async function countCollisions(db: Queryable, ports: readonly string[], from: Instant, to: Instant): Promise<{ port: string; matches: number; declined: number; notEnabled: number }[]> {
  return db.query(
    `select coalesce(c.port, n.port) as port, coalesce(c.matches, 0) as matches, coalesce(c.declined, 0) as declined, coalesce(n.pairs, 0) as "notEnabled"
     from (select port, count(*) as matches, count(*) filter (where exists (
             select from joint.answer a where a.port = k.port and a.inspection_id = k.inspection_id and a.side_kind = 'agency' and a.said = 'no')) as declined
           from joint.collision k where port = any($1::text[]) and found_at >= $2 and found_at < $3 and state <> 'superseded' group by port) as c
     full join (select port, count(distinct (directive_a, directive_b)) as pairs from joint.near_miss
                where port = any($1::text[]) and found_at >= $2 and found_at < $3 and failed in ('not-ready', 'not-rolled-out') group by port) as n on n.port = c.port
     order by 1`,
    [ports, toIso(from), toIso(to)],
  )
}

/** Keeps near-misses; a pair stays as it was first seen while neither of its directives changes. */
export async function insertNearMisses(tx: Tx, misses: readonly KeptNearMiss[]): Promise<void> {
  if (misses.length === 0) return
  await tx.send(
    `insert into joint.near_miss (port, id, directive_a, directive_b, agencies, object_kind, object_key, object_refs, failed, about, distance_ms, within_ms, rule_id, rule_version, found_at)
     select port, id, directive_a, directive_b, agencies, object_kind, object_key, object_refs, failed, about, distance_ms, within_ms, rule_id, rule_version, found_at
     from json_to_recordset($1::json) as n(port text, id uuid, directive_a uuid, directive_b uuid, agencies text[], object_kind text, object_key text, object_refs text[],
       failed text, about text, distance_ms bigint, within_ms bigint, rule_id text, rule_version int, found_at timestamptz)
     on conflict (port, directive_a, directive_b) where ended_at is null do nothing`,
    [
      JSON.stringify(
        misses.map((miss) => ({
          port: miss.port,
          id: miss.id,
          directive_a: miss.directives[0],
          directive_b: miss.directives[1],
          agencies: miss.agencies,
          object_kind: miss.object.kind,
          object_key: miss.object.key,
          object_refs: miss.refs,
          failed: miss.failed,
          about: miss.about,
          distance_ms: miss.distance,
          within_ms: miss.within,
          rule_id: miss.rule?.id,
          rule_version: miss.rule?.version,
          found_at: toIso(miss.foundAt),
        })),
      ),
    ],
  )
}

/**
 * A directive was changed or withdrawn: what kept others from meeting it is over; as it now is it is judged anew (DC-12). Whoever waited for the port may end
 * what was found after it had come, or by a clock ahead of its own: not before it was found.
 */
export async function endNearMisses(tx: Tx, port: string, directive: string, now: Instant): Promise<void> {
  await tx.query(
    `update joint.near_miss set ended_at = greatest(found_at, $3::timestamptz) where port = $1 and ended_at is null
       and (directive_a, directive_b) in (
         select n.directive_a, n.directive_b from joint.near_miss n where n.port = $1 and n.directive_a = $2 and n.ended_at is null
         union all select n.directive_a, n.directive_b from joint.near_miss n where n.port = $1 and n.directive_b = $2 and n.ended_at is null)`,
    [port, directive, toIso(now)],
  )
}

/** A pair that came together later is none any more. */
const andStillApart = `and not exists (
         select from joint.collision_member a join joint.collision_member b on b.port = a.port and b.collision_id = a.collision_id
         where a.port = l.port and a.directive_id = l.directive_a and b.directive_id = l.directive_b and a.left_at is null and b.left_at is null)`

/** Near-misses under a name their directives gave the object, or under its key. */
const missesNamed = `l.id in (
  select r.id from joint.near_miss r where r.port = p.port and r.object_refs && $3::text[]
  union all select m.id from joint.directive_key k join joint.near_miss m on m.port = k.port and m.directive_a = k.directive_id and m.ended_at is null where k.port = p.port and k.key = any($3::text[]) and m.object_key = any($3::text[]))`

/**
 * A page of near-misses, newest first; a pair that came together later, through a third directive or a change, is none any more. `over`: instead those
 * that ended because one of the two was changed or withdrawn, by name only.
 */
export async function listNearMisses(db: Queryable, filter: Omit<CollisionFilter, 'state'>, over = false): Promise<KeptNearMiss[]> {
  // Either of the two agencies has an index in the order of the page; asked for both at once neither would be used.
  const ofAgency = filter.agency === undefined ? ['$2::text is null'] : ['l.agencies[1] = $2', 'l.agencies[2] = $2 and l.agencies[1] <> $2']
  const pageOf = (whose: string): string => `(select l.id from joint.near_miss l
       where l.port = p.port and l.ended_at is ${over ? 'not null' : 'null'} and ${whose}
         and ${filter.object === undefined ? '$3::text[] is null' : over ? 'l.object_refs && $3::text[]' : missesNamed}
         ${over ? '' : andStillApart} and ($4::uuid is null or l.id < $4)
       order by l.id desc limit $5)`
  const rows = await db.query<{
    port: string
    id: string
    directive_a: string
    directive_b: string
    agencies: [string, string]
    object_kind: ObjectKind
    object_key: string
    object_refs: string[]
    failed: Failed
    about: string | null
    distance_ms: number
    within_ms: number | null
    rule_id: string | null
    rule_version: number | null
    found_at: Instant
    ended_at: Instant | null
  }>(
    `select n.port, n.id, n.directive_a, n.directive_b, n.agencies, n.object_kind, n.object_key, n.object_refs, n.failed, n.about, n.distance_ms, n.within_ms, n.rule_id,
       n.rule_version, n.found_at, n.ended_at
     from unnest($1::text[]) as p (port) cross join lateral (
       select l.id from (${ofAgency.map(pageOf).join(' union all ')}) as l
       order by l.id desc limit $5) as page
     join joint.near_miss n on n.port = p.port and n.id = page.id
     order by n.id desc limit $5`,
    [filter.ports, filter.agency, spellingsOf(filter.object), filter.before, filter.limit],
  )
  return rows.map((row) => ({
    port: row.port,
    id: row.id,
    directives: [row.directive_a, row.directive_b],
    agencies: row.agencies,
    object: { kind: row.object_kind, key: row.object_key },
    refs: row.object_refs,
    failed: row.failed,
    ...(row.about === null ? {} : { about: row.about }),
    distance: row.distance_ms,
    ...(row.within_ms === null ? {} : { within: row.within_ms }),
    ...(row.rule_id === null || row.rule_version === null ? {} : { rule: { id: row.rule_id, version: row.rule_version } }),
    foundAt: row.found_at,
    ...(row.ended_at === null ? {} : { endedAt: row.ended_at }),
  }))
}
