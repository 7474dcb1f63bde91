import { hasRole, type Actor } from '../../kernel/actor.ts'
import type { Instant } from '../../kernel/instant.ts'
import type { Context } from '../../platform/context.ts'
import type { Queryable } from '../../platform/database/database.ts'
import { rowIds, type SubjectSight } from '../../platform/sight/known-subjects.ts'
import { findCollisions } from '../collisions/public.ts'
import { findDirectives } from '../directives/public.ts'
import type { Inspection } from '../inspections/domain/inspection.ts'
import { maySeeInspection } from '../inspections/domain/may-act.ts'
import { findInspections } from '../inspections/public.ts'
import { findResults } from '../results/public.ts'

/** Told of inspections whose details somebody reads. */
type OnRead = (context: Context, ...inspections: readonly Inspection[]) => Promise<void>

/** Reads rows by id, each once for one request: who asks what may be known and then tells that it was read looks at the same ones twice. */
function remembered<Row extends { readonly id: string }>(find: (db: Queryable, port: string, ids: readonly string[]) => Promise<Row[]>): (context: Context, port: string, ids: readonly string[]) => Promise<Row[]> {
  const seen = new WeakMap<Context, Map<string, Row | undefined>>()
  return async (context, port, ids) => {
    const rows = seen.get(context) ?? new Map<string, Row | undefined>()
    seen.set(context, rows)
    const wanted = [...new Set(rowIds(ids))]
    const missing = wanted.filter((id) => !rows.has(`${port} ${id}`))
    const found = new Map(missing.length === 0 ? [] : (await find(context.db, port, missing)).map((row) => [row.id, row]))
    for (const id of missing) rows.set(`${port} ${id}`, found.get(id))
    return wanted.flatMap((id) => rows.get(`${port} ${id}`) ?? [])
  }
}

const inspectionsFrom = (members: readonly { readonly inspection?: string }[]): string[] => members.flatMap(({ inspection }) => (inspection === undefined ? [] : [inspection]))

const isIn = (actor: Actor, agencies: readonly string[]): boolean => hasRole(actor, 'coordinator') || (actor.agency !== undefined && agencies.includes(actor.agency))

/**
 * Who may know of directives, matches, inspections, results and the log of who read them, the same as reads them by their id (LB-09). What facts say of them counts
 * as a reading of the inspection: `onRead` is told.
 */
export function jointSights(onRead: OnRead, sharesResults: (actor: Actor, at: Instant) => boolean): ReadonlyMap<string, SubjectSight> {
  const [inspectionsOf, directivesOf, collisionsOf] = [remembered(findInspections), remembered(findDirectives), remembered(findCollisions)]
  const inspections: SubjectSight = {
    known: async (context, port, ids) => new Set((await inspectionsOf(context, port, ids)).filter((one) => maySeeInspection(context.actor, one)).map(({ id }) => id)),
    onRead: async (context, port, ids) => onRead(context, ...(await inspectionsOf(context, port, ids))),
  }
  // As their reader sees them by id: the own agency's and those of inspections it takes part in; coordinators all of the port.
  const knownDirectives: SubjectSight['known'] = async (context, port, ids) => {
    const { actor } = context
    const directives = await directivesOf(context, port, ids)
    const shared = new Set((await inspectionsOf(context, port, inspectionsFrom(directives))).filter((one) => one.tasks.some((task) => task.agency === actor.agency)).map(({ id }) => id))
    return new Set(directives.filter((one) => hasRole(actor, 'coordinator') || one.agency === actor.agency || (one.inspection !== undefined && shared.has(one.inspection))).map(({ id }) => id))
  }
  return new Map<string, SubjectSight>([
    ['joint-inspection', inspections],
    ['access', { known: inspections.known }],
    [
      'result',
      {
        known: async ({ actor, db, now }, port, ids) => new Set((await findResults(db, port, rowIds(ids), sharesResults(actor, now) ? undefined : (actor.agency ?? ''))).map(({ id }) => id)),
      },
    ],
    [
      'directive',
      {
        known: knownDirectives,
        onRead: async (context, port, ids) => onRead(context, ...(await inspectionsOf(context, port, inspectionsFrom(await directivesOf(context, port, ids))))),
      },
    ],
    [
      'collision',
      {
        known: async (context, port, ids) => new Set((await collisionsOf(context, port, ids)).filter((one) => isIn(context.actor, one.agencies)).map(({ id }) => id)),
        onRead: async (context, port, ids) => onRead(context, ...(await inspectionsOf(context, port, inspectionsFrom(await collisionsOf(context, port, ids))))),
      },
    ],
  ])
}
