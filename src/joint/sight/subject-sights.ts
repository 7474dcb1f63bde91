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

/** Directives as their reader sees them by id: the own agency's and those of inspections it takes part in; coordinators all of the port. */
async function knownDirectives({ actor, db }: Context, port: string, ids: readonly string[]): Promise<Set<string>> {
  const directives = await findDirectives(db, port, rowIds(ids))
  const inspections = await inspectionsOf(db, port, directives)
  const shared = new Set(inspections.filter((one) => one.tasks.some((task) => task.agency === actor.agency)).map(({ id }) => id))
  return new Set(directives.filter((one) => hasRole(actor, 'coordinator') || one.agency === actor.agency || (one.inspection !== undefined && shared.has(one.inspection))).map(({ id }) => id))
}

function inspectionsOf(db: Queryable, port: string, members: readonly { readonly inspection?: string }[]): Promise<Inspection[]> {
  return findInspections(db, port, [...new Set(members.flatMap(({ inspection }) => (inspection === undefined ? [] : [inspection])))])
}

const isIn = (actor: Actor, agencies: readonly string[]): boolean => hasRole(actor, 'coordinator') || (actor.agency !== undefined && agencies.includes(actor.agency))

/**
 * Who may know of directives, matches, inspections, results and the log of who read them, the same as reads them by their id (LB-09). What facts say of them counts
 * as a reading of the inspection: `onRead` is told.
 */
export function jointSights(onRead: OnRead, sharesResults: (actor: Actor, at: Instant) => boolean): ReadonlyMap<string, SubjectSight> {
  const inspections: SubjectSight = {
    known: async ({ actor, db }, port, ids) => new Set((await findInspections(db, port, rowIds(ids))).filter((one) => maySeeInspection(actor, one)).map(({ id }) => id)),
    onRead: async (context, port, ids) => onRead(context, ...(await findInspections(context.db, port, rowIds(ids)))),
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
        onRead: async (context, port, ids) => onRead(context, ...(await inspectionsOf(context.db, port, await findDirectives(context.db, port, rowIds(ids))))),
      },
    ],
    [
      'collision',
      {
        known: async ({ actor, db }, port, ids) => new Set((await findCollisions(db, port, rowIds(ids))).filter((one) => isIn(actor, one.agencies)).map(({ id }) => id)),
        onRead: async (context, port, ids) => onRead(context, ...(await inspectionsOf(context.db, port, await findCollisions(context.db, port, rowIds(ids))))),
      },
    ],
  ])
}
