import { fromEpoch, toIso, type Instant } from '../../kernel/instant.ts'
import type { ObjectKind } from '../../kernel/pack.ts'
import type { Queryable, Tx } from '../../platform/database/database.ts'
import { readTogether, writeTogether } from '../../platform/database/gather.ts'
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

/** A page of matches, newest first; `object` is any name a member gave it, the match's own name, or its key. */
export async function listCollisions(db: Queryable, filter: CollisionFilter): Promise<Collision[]> {
  const rows = await db.query<Row>(
    `select ${columns} from joint.collision c
     where c.port = any($1::text[]) and ($2::text is null or c.state = $2) and ($3::text is null or c.agencies @> array[$3::text])
       and ($4::text is null or c.object_ref = $4 or c.object_key = $4
            or c.id in (select m.collision_id from joint.collision_member m where m.port = c.port and m.object_ref = $4))
       and ($5::uuid is null or c.id < $5)
     order by c.id desc limit $6`,
    [filter.ports, filter.state, filter.agency, filter.object, filter.before, filter.limit],
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

/** A directive was changed or withdrawn: what kept others from meeting it is over; as it now is it is judged anew (DC-12). */
export async function endNearMisses(tx: Tx, port: string, directive: string, now: Instant): Promise<void> {
  await tx.query(
    `update joint.near_miss set ended_at = $3 where port = $1 and ended_at is null
       and (directive_a, directive_b) in (
         select n.directive_a, n.directive_b from joint.near_miss n where n.port = $1 and n.directive_a = $2 and n.ended_at is null
         union all select n.directive_a, n.directive_b from joint.near_miss n where n.port = $1 and n.directive_b = $2 and n.ended_at is null)`,
    [port, directive, toIso(now)],
  )
}

/**
 * A page of near-misses, newest first; a pair that came together later, through a third directive or a change, is none any more. `over`: instead those
 * that ended because one of the two was changed or withdrawn.
 */
export async function listNearMisses(db: Queryable, filter: Omit<CollisionFilter, 'state'>, over = false): Promise<KeptNearMiss[]> {
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
     from joint.near_miss n
     where (n.ended_at is not null) = $6 and n.port = any($1::text[]) and ($2::text is null or n.agencies @> array[$2::text]) and ($3::text is null or n.object_refs @> array[$3::text] or n.object_key = $3)
       and ($6 or not exists (
         select from joint.collision_member a join joint.collision_member b on b.port = a.port and b.collision_id = a.collision_id
         where a.port = n.port and a.directive_id = n.directive_a and b.directive_id = n.directive_b and a.left_at is null and b.left_at is null))
       and ($4::uuid is null or n.id < $4)
     order by n.id desc limit $5`,
    [filter.ports, filter.agency, filter.object, filter.before, filter.limit, over],
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
