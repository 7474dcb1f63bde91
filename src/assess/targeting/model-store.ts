import { toIso, type Instant } from '../../kernel/instant.ts'
import type { Queryable, Tx } from '../../platform/database/database.ts'
import type { Indicator, Traits } from './domain/indicators.ts'
import type { Counter, Lesson } from './domain/model.ts'

/** Announced when models or counters change in this process. */
export const indicatorsChanged = 'assess.indicators'

/** A version of the learned indicators as it is stored, without its counters. */
export interface StoredModel {
  readonly version: number
  readonly state: 'recorded' | 'active' | 'replaced'
  readonly base: number
  readonly reference: Instant
  readonly halfLife: number | null
  readonly indicators: readonly Indicator[]
  readonly cases: number
  readonly finds: number
  readonly fittedThrough: Instant
  readonly note: string
  readonly authorId: string
  readonly authorName: string
  readonly recordedAt: Instant
  readonly activatedName: string | null
  readonly validFrom: Instant | null
  readonly validTo: Instant | null
}

const columns = `version, state, base, reference, half_life as "halfLife", indicators, cases, finds, fitted_through as "fittedThrough", note, author_id as "authorId",
  author_name as "authorName", recorded_at as "recordedAt", activated_name as "activatedName", valid_from as "validFrom", valid_to as "validTo"`

/** Makes a change known to every process; serialises the writers, so that revisions appear in their order. */
export async function bumpIndicators(tx: Tx): Promise<number> {
  const [row] = await tx.query<{ number: number }>('update targeting.revision set number = number + 1 returning number')
  tx.announce(indicatorsChanged)
  return row?.number ?? 0
}

/** The number of the last change of models or counters; a process that holds an older one loads what changed. */
export async function readIndicatorRevision(db: Queryable): Promise<number> {
  const [row] = await db.query<{ number: number }>('select number from targeting.revision')
  return row?.number ?? 0
}

/** The model that assessments use; undefined until the first is activated. */
export async function findActiveModel(db: Queryable): Promise<StoredModel | undefined> {
  const [row] = await db.query<StoredModel>(`select ${columns} from targeting.model where state = 'active' and complete`)
  return row
}

/** A version of the model in any state; undefined when there is none. */
export async function findModel(db: Queryable, version: number): Promise<StoredModel | undefined> {
  const [row] = await db.query<StoredModel>(`select ${columns} from targeting.model where version = $1 and complete`, [version])
  return row
}

/** Versions from the newest, those below `before` where given. */
export function listModels(db: Queryable, before: number | undefined, limit: number): Promise<StoredModel[]> {
  return db.query<StoredModel>(`select ${columns} from targeting.model where version < coalesce($1, 2147483647) and complete order by version desc limit $2`, [before ?? null, limit])
}

export type NewModel = Pick<StoredModel, 'base' | 'reference' | 'halfLife' | 'indicators' | 'cases' | 'finds' | 'fittedThrough' | 'note' | 'authorId' | 'authorName' | 'recordedAt'>

/** Writes a version under the next number, which it returns. Not `complete`: its counters are still to be written, and until `completeModel` nobody sees it. */
export async function insertModel(tx: Tx, model: NewModel, complete = true): Promise<number> {
  await tx.query(`select pg_advisory_xact_lock(hashtext('targeting.model'))`)
  const [row] = await tx.query<{ version: number }>(
    `insert into targeting.model (version, state, base, reference, half_life, indicators, cases, finds, fitted_through, note, author_id, author_name, recorded_at, complete)
     select coalesce(max(version), 0) + 1, 'recorded', $1, $2, $3, $4::jsonb, $5, $6, $7, $8, $9, $10, $11, $12 from targeting.model returning version`,
    [
      model.base, toIso(model.reference), model.halfLife, JSON.stringify(model.indicators), model.cases, model.finds, toIso(model.fittedThrough), model.note, model.authorId, model.authorName,
      toIso(model.recordedAt), complete,
    ],
  )
  return row?.version ?? 0
}

/** All counters of a version are written: it is one. */
export async function completeModel(tx: Tx, version: number): Promise<void> {
  await tx.query('update targeting.model set complete = true where version = $1', [version])
}

/** Takes a version away that was never complete, with the counters it has. */
export async function dropIncomplete(tx: Tx, version: number): Promise<void> {
  await tx.query('delete from targeting.counter c using targeting.model m where m.version = $1 and not m.complete and c.model = m.version', [version])
  await tx.query('delete from targeting.model where version = $1 and not complete', [version])
}

/** Writes counters of a version that is not complete yet; `lessons`: a JSON list of them, each key once in the whole fit. */
export async function insertFitted(tx: Tx, port: string, version: number, lessons: string): Promise<void> {
  await tx.query(
    `insert into targeting.counter (port, model, indicator, key, checks, finds, expected, changed)
     select $1, $2, l.indicator, l.key, l.checks, l.finds, l.expected, (select number from targeting.revision)
     from json_to_recordset($3::json) as l (indicator text, key text, checks float8, finds float8, expected float8)`,
    [port, version, lessons],
  )
}

/** Puts a recorded version in the place of the active one; false when it does not wait for it. */
export async function activateModel(tx: Tx, version: number, by: { readonly id: string; readonly name: string; readonly at: Instant }): Promise<boolean> {
  await tx.query(`update targeting.model set state = 'replaced', valid_to = $2 where state = 'active' and version <> $1`, [version, toIso(by.at)])
  const rows = await tx.query(
    `update targeting.model set state = 'active', activated_by = $2, activated_name = $3, valid_from = $4 where version = $1 and state = 'recorded' and complete returning version`,
    [version, by.id, by.name, toIso(by.at)],
  )
  return rows.length === 1
}

/** Adds lessons to the counters of a model. Each key at most once. */
export async function addToCounters(tx: Tx, port: string, model: number, changed: number, lessons: readonly Lesson[]): Promise<void> {
  await tx.query(
    `insert into targeting.counter as c (port, model, indicator, key, checks, finds, expected, changed)
     select $1, $2, l.indicator, l.key, l.checks, l.finds, l.expected, $3
     from json_to_recordset($4::json) as l (indicator text, key text, checks float8, finds float8, expected float8) order by l.indicator, l.key
     on conflict (port, model, indicator, key) do update set checks = c.checks + excluded.checks, finds = c.finds + excluded.finds, expected = c.expected + excluded.expected, changed = excluded.changed`,
    [port, model, changed, JSON.stringify(lessons)],
  )
}

/** A counter with where it belongs, over all ports. */
export interface StoredCounter extends Counter {
  readonly indicator: string
  readonly key: string
}

/** Every counter of one indicator of a model, added up over the ports: a model is loaded one by one, so that other work comes in between. */
export function findCountersOf(db: Queryable, model: number, indicator: string): Promise<StoredCounter[]> {
  return db.query<StoredCounter>(
    `select c.indicator, c.key, sum(c.checks) as checks, sum(c.finds) as finds, sum(c.expected) as expected from targeting.counter c where c.model = $1 and c.indicator = $2 group by c.indicator, c.key`,
    [model, indicator],
  )
}

/** Counters of a model that were written after a revision, added up over the ports. */
export function findCounters(db: Queryable, model: number, after: number): Promise<StoredCounter[]> {
  return db.query<StoredCounter>(
    `select c.indicator, c.key, sum(c.checks) as checks, sum(c.finds) as finds, sum(c.expected) as expected from targeting.counter c
     join (select distinct indicator, key from targeting.counter where model = $1 and changed > $2) as new on new.indicator = c.indicator and new.key = c.key
     where c.model = $1 group by c.indicator, c.key`,
    [model, after],
  )
}

/** Counters whose key begins so, in the order of their keys, over all ports. */
export function searchCounters(db: Queryable, model: number, prefix: string, limit: number): Promise<StoredCounter[]> {
  return db.query<StoredCounter>(
    `select indicator, key, sum(checks) as checks, sum(finds) as finds, sum(expected) as expected from targeting.counter
     where model = $1 and key like $2 escape '\\' group by indicator, key order by key, indicator limit $3`,
    [model, `${prefix.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`, limit],
  )
}

/** A lesson of the history that a model is fitted to. */
export interface PastLesson {
  readonly port: string
  readonly declaration: string
  readonly found: boolean
  readonly at: Instant
  readonly traits: Traits
}

/** How many lessons there are to learn from, at most `most`. */
export async function countPastLessons(db: Queryable, most: number): Promise<number> {
  const [row] = await db.query<{ count: number }>('select count(*)::int as count from (select from targeting.lesson where traits is not null limit $1) as l', [most])
  return row?.count ?? 0
}

/** Lessons up to a moment, the latest first, before a place in their order. */
export function findPastLessons(db: Queryable, before: { readonly at: Instant; readonly port: string; readonly declaration: string }, limit: number): Promise<PastLesson[]> {
  return db.query<PastLesson>(
    `select port, declaration, found, at, traits from targeting.lesson where (at, port, declaration) < ($1, $2, $3) and traits is not null order by at desc, port desc, declaration desc limit $4`,
    [toIso(before.at), before.port, before.declaration, limit],
  )
}
