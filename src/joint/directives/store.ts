import { fromEpoch, toIso, type Instant } from '../../kernel/instant.ts'
import type { Method, ObjectKind } from '../../kernel/pack.ts'
import type { Bilingual } from '../../kernel/refusal.ts'
import type { Queryable, Tx } from '../../platform/database/database.ts'
import { readTogether, writeTogether } from '../../platform/database/gather.ts'
import { spellingsOf } from '../../window/objects/public.ts'
import type { ObjectKey } from '../collisions/domain/meet.ts'
import type { Directive, DirectiveState, NewDirective } from './domain/directive.ts'

const columns = `d.port, d.id, d.agency, d.origin, d.object_kind, d.object_ref, d.methods, d.checks, d.window_from, d.window_to, d.power, d.reason, d.words,
  d.legal_basis, d.site, d.mechanism, d.business, d.places, d.declarations, d.parties, d.state, d.inspection_id, d.joint, d.priority, d.version, d.accepted_at, d.judged_at, d.sent_by, d.withdrawn_reason,
  (select json_agg(json_build_object('kind', k.kind, 'key', k.key) order by k.key) from joint.directive_key k where k.port = d.port and k.directive_id = d.id) as keys`

interface Row {
  readonly port: string
  readonly id: string
  readonly agency: string
  readonly origin: Directive['origin']
  readonly object_kind: ObjectKind
  readonly object_ref: string
  readonly methods: readonly Method[]
  readonly checks: readonly string[]
  readonly window_from: Instant
  readonly window_to: Instant
  readonly power: string
  readonly reason: string
  readonly words: Bilingual | null
  readonly legal_basis: string | null
  readonly site: string | null
  readonly mechanism: 'goods' | 'boarding' | null
  readonly business: string | null
  readonly places: readonly string[]
  readonly declarations: readonly string[]
  readonly parties: readonly string[]
  readonly state: DirectiveState
  readonly inspection_id: string | null
  readonly joint: boolean
  readonly priority: number
  readonly version: number
  readonly accepted_at: Instant
  readonly judged_at: Instant | null
  readonly sent_by: string
  readonly withdrawn_reason: string | null
  readonly keys: readonly ObjectKey[] | null
}

function directiveOf(row: Row): Directive {
  return {
    port: row.port,
    id: row.id,
    agency: row.agency,
    origin: row.origin,
    object: { kind: row.object_kind, ref: row.object_ref },
    keys: row.keys ?? [],
    methods: row.methods,
    checks: row.checks,
    window: { from: row.window_from, to: row.window_to },
    power: row.power,
    reason: row.reason,
    ...(row.words === null ? {} : { words: row.words }),
    ...(row.legal_basis === null ? {} : { legalBasis: row.legal_basis }),
    ...(row.site === null ? {} : { site: row.site }),
    ...(row.mechanism === null ? {} : { mechanism: row.mechanism }),
    ...(row.business === null ? {} : { business: row.business }),
    places: row.places,
    declarations: row.declarations,
    parties: row.parties,
    state: row.state,
    ...(row.inspection_id === null ? {} : { inspection: row.inspection_id }),
    joint: row.joint,
    priority: row.priority,
    version: row.version,
    acceptedAt: row.accepted_at,
    ...(row.judged_at === null ? {} : { judgedAt: row.judged_at }),
    sentBy: row.sent_by,
    ...(row.withdrawn_reason === null ? {} : { withdrawnReason: row.withdrawn_reason }),
  }
}

/** First answers of directives that are known already, with the hash of what was sent. */
export async function findAnswers(tx: Tx, port: string, ids: readonly string[]): Promise<{ id: string; content_hash: Buffer; answer: string }[]> {
  const load = (all: readonly string[]): Promise<{ id: string; content_hash: Buffer; answer: string }[]> =>
    tx.query('select id, content_hash, answer from joint.directive where port = $1 and id = any($2::uuid[])', [port, all])
  return readTogether(tx, `answers ${port}`, ids, load, (row) => row.id)
}

/** Writes new directives and the keys of their objects: one statement whatever their number, for the port waits. */
export async function insertDirectives(tx: Tx, directives: readonly NewDirective[]): Promise<void> {
  if (directives.length === 0) return
  await tx.send(
    `with keys as (
       insert into joint.directive_key (port, key, directive_id, kind)
       select port, key, directive_id, kind from json_to_recordset($2::json) as k(port text, key text, directive_id uuid, kind text))
     insert into joint.directive (port, id, agency, origin, object_kind, object_ref, methods, checks, window_from, window_to, power, reason, words, legal_basis, site,
       mechanism, business, places, declarations, parties, state, inspection_id, joint, priority, content_hash, accepted_at, sent_by, answer)
     select port, id, agency, origin, object_kind, object_ref, methods, checks, window_from, window_to, power, reason, words, legal_basis, site,
       mechanism, business, places, declarations, parties, 'open', inspection_id, joint, coalesce(priority, 0), decode(content_hash, 'hex'), accepted_at, sent_by, answer
     from json_to_recordset($1::json) as d(port text, id uuid, agency text, origin text, object_kind text, object_ref text, methods text[], checks text[],
       window_from timestamptz, window_to timestamptz, power text, reason text, words jsonb, legal_basis text, site text, mechanism text, business text, places text[], declarations uuid[], parties text[],
       inspection_id uuid, joint boolean, priority smallint, content_hash text, accepted_at timestamptz, sent_by text, answer text)`,
    [
      JSON.stringify(
        directives.map(({ directive: d, inspection, joint, contentHash, answer }) => ({
          port: d.port,
          id: d.id,
          agency: d.agency,
          origin: d.origin,
          object_kind: d.object.kind,
          object_ref: d.object.ref,
          methods: d.methods,
          checks: d.checks,
          window_from: toIso(d.window.from),
          window_to: toIso(d.window.to),
          power: d.power,
          reason: d.reason,
          words: d.words,
          legal_basis: d.legalBasis,
          site: d.site,
          mechanism: d.mechanism,
          business: d.business,
          places: d.places,
          declarations: d.declarations,
          parties: d.parties,
          inspection_id: inspection,
          joint,
          priority: d.priority,
          content_hash: contentHash,
          accepted_at: toIso(d.acceptedAt),
          sent_by: d.sentBy,
          answer,
        })),
      ),
      JSON.stringify(directives.flatMap(({ directive: d }) => d.keys.map((key) => ({ port: d.port, key: key.key, directive_id: d.id, kind: key.kind })))),
    ],
  )
}

/**
 * Live directives on any of the keys, and all others their inspections answer: whatever a new directive could meet. Arrays and a union, where one
 * condition `or` the other would do, because only so each part is a look-up by its index and the cost stays that of the neighbourhood.
 */
export async function findLiveDirectives(tx: Tx, port: string, keys: readonly string[]): Promise<Directive[]> {
  const rows = await tx.query<Row>(
    `with near as materialized (
       select d.id, d.inspection_id from joint.directive d
       where d.port = $1 and d.id = any(array(select k.directive_id from joint.directive_key k where k.port = $1 and k.key = any($2::text[]) and k.live))),
     together as materialized (
       select id from near
       union select d.id from joint.directive d
       where d.port = $1 and d.inspection_id = any(array(select distinct inspection_id from near where inspection_id is not null)))
     select ${columns} from joint.directive d
     where d.port = $1 and d.id = any(array(select id from together)) and d.state in ('open', 'apart', 'started') order by d.id`,
    [port, keys],
  )
  return rows.map(directiveOf)
}

/** A directive as far as it answers what assessment wants. */
export interface AskedRow {
  readonly id: string
  readonly agency: string
  readonly object: { readonly kind: ObjectKind; readonly ref: string }
  readonly methods: readonly Method[]
  readonly withdrawn: boolean
}

const askedColumns = `d.id, d.agency, json_build_object('kind', d.object_kind, 'ref', d.object_ref) as object, d.methods, d.state = 'withdrawn' as withdrawn`

/** Those of the directives that are there, whatever became of them. */
export async function findAsked(tx: Tx, port: string, ids: readonly string[]): Promise<AskedRow[]> {
  const load = (all: readonly string[]): Promise<AskedRow[]> => tx.query(`select ${askedColumns} from joint.directive d where d.port = $1 and d.id = any($2::uuid[])`, [port, all])
  return readTogether(tx, `asked ${port}`, ids, load, (row) => row.id)
}

/** All directives about the declarations that stand or were answered. */
export async function findAskedOfDeclarations(tx: Tx, port: string, declarations: readonly string[]): Promise<AskedRow[]> {
  return tx.query(`select ${askedColumns} from joint.directive d where d.port = $1 and d.declarations && $2::uuid[] and d.state <> 'withdrawn' order by d.id`, [port, declarations])
}

/** When each agency got the work that the assessment of a declaration wants of it: its first directive's acceptance (SW-04). Who has none yet is left out. */
export async function findStarts(db: Queryable, port: string, declaration: string): Promise<{ readonly agency: string; readonly at: Instant }[]> {
  return db.query(
    `select d.agency, min(d.accepted_at) as at from joint.directive d
     where d.port = $1 and d.declarations && array[$2]::uuid[] and d.origin = 'assessment' group by d.agency order by d.agency`,
    [port, declaration],
  )
}

/** What a directive said up to a change of it, as `keepVersion` keeps it. */
interface KeptVersion {
  readonly id: string
  readonly until: Instant
  readonly content: Pick<Directive, 'methods' | 'checks'> & { readonly window: { readonly from: string; readonly to: string } }
}

/** A directive as it was before the first change at or after the moment, judged by the law of the change before. */
function asItWas(directive: Directive, kept: readonly KeptVersion[], at: Instant | undefined): Directive {
  const own = at === undefined ? [] : kept.filter(({ id }) => id === directive.id)
  const next = own.findIndex(({ until }) => at !== undefined && until >= at)
  const then = own[next]
  if (then === undefined) return directive
  const { judgedAt: _since, ...rest } = directive
  const { methods, checks, window } = then.content
  const before = own[next - 1]
  return { ...rest, methods, checks, window: { from: fromEpoch(Date.parse(window.from)), to: fromEpoch(Date.parse(window.to)) }, ...(before === undefined ? {} : { judgedAt: before.until }) }
}

/** Directives by id, of one port; those that `until` names as they were up to that moment, whatever was changed since (DC-13). */
export async function findDirectives(db: Queryable, port: string, ids: readonly string[], until?: ReadonlyMap<string, Instant>): Promise<Directive[]> {
  const load = async (all: readonly string[]): Promise<Directive[]> =>
    (await db.query<Row>(`select ${columns} from joint.directive d where d.port = $1 and d.id = any($2::uuid[]) order by d.id`, [port, all])).map(directiveOf)
  const directives = await readTogether(db, `directives ${port}`, ids, load, (directive) => directive.id)
  if (until === undefined || until.size === 0) return directives
  const kept = await db.query<KeptVersion>('select directive_id as id, until, content from joint.directive_version where port = $1 and directive_id = any($2::uuid[]) order by directive_id, version', [port, [...until.keys()]])
  return directives.map((directive) => asItWas(directive, kept, until.get(directive.id)))
}

/** One directive at one of the ports. */
export async function findDirective(db: Queryable, ports: readonly string[], id: string): Promise<Directive | undefined> {
  const rows = await db.query<Row>(`select ${columns} from joint.directive d where d.port = any($1::text[]) and d.id = $2`, [ports, id])
  return rows[0] === undefined ? undefined : directiveOf(rows[0])
}

/** Which of the objects have a live directive on them; one index look-up each. */
export async function findAskedKeys(db: Queryable, objects: readonly { readonly port: string; readonly key: string }[]): Promise<{ readonly port: string; readonly key: string }[]> {
  return db.query(
    `select distinct k.port, k.key from json_to_recordset($1::json) as o (port text, key text)
     join joint.directive_key k on k.port = o.port and k.key = o.key and k.live`,
    [JSON.stringify(objects)],
  )
}

/** Live directives on the keys, whatever their inspection: what is still asked of an object. */
export async function findAskedOf(db: Queryable, port: string, keys: readonly string[]): Promise<Directive[]> {
  const rows = await db.query<Row>(
    `select ${columns} from joint.directive d
     where d.port = $1 and d.id in (select k.directive_id from joint.directive_key k where k.port = $1 and k.key = any($2::text[]) and k.live) order by d.id`,
    [port, keys],
  )
  return rows.map(directiveOf)
}

/** What a list of directives is narrowed by. `sharedWith`: only those of this agency and those whose inspection it takes part in. */
export interface DirectiveFilter {
  readonly ports: readonly string[]
  readonly agency?: string | undefined
  readonly state?: string | undefined
  readonly method?: string | undefined
  readonly object?: string | undefined
  readonly declaration?: string | undefined
  readonly sharedWith?: string | undefined
  readonly limit: number
}

// What a reader asks of directives beside their port and state.
const asked = `($2::text is null or d.agency = $2) and ($4::text is null or d.methods @> array[$4::text])
  and ($5::text[] is null or d.object_ref = any($5::text[])) and ($6::uuid is null or d.declarations @> array[$6::uuid])
  and ($7::text is null or d.agency = $7 or exists (select from joint.inspection i where i.port = d.port and i.id = d.inspection_id and i.agencies @> array[$7::text]))`
const inState = '($3::text is null or d.state = $3)'

const filterParameters = (filter: DirectiveFilter): unknown[] => [filter.ports, filter.agency, filter.state, filter.method, spellingsOf(filter.object), filter.declaration, filter.sharedWith]

/** One directive at one of the ports, for `sharedWith` as in a list. */
export async function findReadableDirective(db: Queryable, ports: readonly string[], id: string, sharedWith: string | undefined): Promise<Directive | undefined> {
  const rows = await db.query<Row>(`select ${columns} from joint.directive d where d.port = any($1::text[]) and ${inState} and ${asked} and d.id = $8`, [...filterParameters({ ports, sharedWith, limit: 1 }), id])
  return rows[0] === undefined ? undefined : directiveOf(rows[0])
}

/** A page of directives, newest first: each port is read along its ids, or its agency's, as far as the page goes. */
export async function listDirectives(db: Queryable, filter: DirectiveFilter, before: string | undefined): Promise<Directive[]> {
  const rows = await db.query<Row>(
    `select q.* from unnest($1::text[]) as p(port) cross join lateral (
       select ${columns} from joint.directive d where d.port = p.port and ${inState} and ${asked} and ($8::uuid is null or d.id < $8) order by d.id desc limit $9) as q
     order by q.id desc limit $9`,
    [...filterParameters(filter), before, filter.limit],
  )
  return rows.map(directiveOf)
}

/** A place in a queue. */
export interface QueuePlace {
  readonly rank: number
  readonly due: string
  readonly id: string
}

/**
 * A page of what is open: what several agencies do together comes first, then whom the law of credit serves first, then what is due first. Each port is read
 * by its own index as far as the page goes, so that the cost is the page's and not the queue's.
 */
export async function listQueue(db: Queryable, filter: DirectiveFilter, after: QueuePlace | undefined): Promise<{ readonly directive: Directive; readonly place: QueuePlace }[]> {
  const rows = await db.query<Row & { readonly rank: number }>(
    `select q.* from unnest($1::text[]) as p(port) cross join lateral (
       select ${columns}, d.rank from joint.directive d
       where d.port = p.port and d.state = 'open' and $3 = 'open' and ${asked}
         and ($8::int is null or (d.rank, d.window_to, d.id) > ($8::int, $9::timestamptz, $10::uuid))
       order by d.rank, d.window_to, d.id limit $11) as q
     order by q.rank, q.window_to, q.id limit $11`,
    [...filterParameters({ ...filter, state: 'open' }), after?.rank, after?.due, after?.id, filter.limit],
  )
  return rows.map((row) => ({ directive: directiveOf(row), place: { rank: row.rank, due: toIso(row.window_to), id: row.id } }))
}

/** A declaration that an object turned out to belong to, with the enterprise to be told. */
export interface DeclarationLink {
  readonly id: string
  readonly declaration: string
  readonly party: string
}

/** Adds declarations and enterprises to directives that were there before them; what is known already is not added again. */
export async function addDeclarations(tx: Tx, port: string, links: readonly DeclarationLink[]): Promise<void> {
  await tx.query(
    `update joint.directive d
     set declarations = array(select distinct unnest(d.declarations || l.declarations) order by 1), parties = array(select distinct unnest(d.parties || l.parties) order by 1)
     from (select id, array_agg(declaration) as declarations, array_agg(party) as parties
           from json_to_recordset($2::json) as r(id uuid, declaration uuid, party text) group by id) as l
     where d.port = $1 and d.id = l.id`,
    [port, JSON.stringify(links)],
  )
}

/** Gives directives their inspection and state; one statement. */
export async function placeDirectives(tx: Tx, port: string, placed: readonly { readonly id: string; readonly inspection: string; readonly state: DirectiveState }[]): Promise<void> {
  if (placed.length === 0) return
  await tx.send(
    `update joint.directive d set inspection_id = p.inspection, state = p.state,
       joint = coalesce((select i.kind <> 'single' from joint.inspection i where i.port = d.port and i.id = p.inspection), false)
     from json_to_recordset($2::json) as p(id uuid, inspection uuid, state text) where d.port = $1 and d.id = any($3::uuid[]) and d.id = p.id`,
    // The ids once more: only so it is certain that those rows alone are read.
    [port, JSON.stringify(placed), placed.map(({ id }) => id)],
  )
}

/** Moves every live directive of inspections to another state; closed and withdrawn ones are found by no later directive. */
export async function moveDirectives(tx: Tx, port: string, ids: readonly string[], state: DirectiveState, withdrawnReason?: string): Promise<void> {
  const over = state === 'closed' || state === 'withdrawn'
  const move = 'update joint.directive set state = $3, withdrawn_reason = $4 where port = $1 and id = any($2::uuid[])'
  const sql = over ? `with keys as (update joint.directive_key set live = false where port = $1 and directive_id = any($2::uuid[])) ${move}` : move
  await writeTogether(tx, `directives ${state} ${withdrawnReason ?? ''} ${port}`, ids, (all) => tx.send(sql, [port, all, state, withdrawnReason]))
}

/** Keeps what a directive said before a change, and raises its version. */
export async function keepVersion(tx: Tx, directive: Directive, by: string, at: Instant): Promise<void> {
  const content = { methods: directive.methods, checks: directive.checks, window: { from: toIso(directive.window.from), to: toIso(directive.window.to) }, reason: directive.reason, site: directive.site, state: directive.state }
  await tx.query('insert into joint.directive_version (port, directive_id, version, until, changed_by, content) values ($1, $2, $3, $4, $5, $6)', [
    directive.port,
    directive.id,
    directive.version,
    toIso(at),
    by,
    JSON.stringify(content),
  ])
  await tx.query('update joint.directive set version = version + 1 where port = $1 and id = $2', [directive.port, directive.id])
}

/** Writes the changed parts of an amended directive, and by the law of which moment it is judged from now on (DC-12, GV-12). */
export async function amendDirectiveRow(tx: Tx, directive: Directive): Promise<void> {
  await tx.query(
    `update joint.directive set methods = $3, checks = $4, window_from = $5, window_to = $6, reason = $7, site = $8, judged_at = $9, inspection_id = null where port = $1 and id = $2`,
    [directive.port, directive.id, directive.methods, directive.checks, toIso(directive.window.from), toIso(directive.window.to), directive.reason, directive.site, directive.judgedAt === undefined ? undefined : toIso(directive.judgedAt)],
  )
}
