import type { Instant, Milliseconds } from '../../kernel/instant.ts'
import type { Pack } from '../../kernel/pack.ts'
import { parameterValue } from '../../kernel/parameter.ts'
import type { Queryable, Tx } from '../../platform/database/database.ts'
import { chooseVisit, type Visit } from './domain/visit.ts'
import type { VisitingKind } from './domain/object-name.ts'
import { findVisits, insertVisits, type NamedObject, type NewVisit } from './store.ts'

/** How far to both sides of the moment it is first heard of a name means the same object, per port and kind (a parameter of the pack). */
export type VisitSpan = (port: string, kind: VisitingKind) => Milliseconds

/** The spans of a pack in force at a moment: parameter `objects.visit`, in milliseconds. */
export function visitSpanOf(pack: Pick<Pack, 'parameters'>, at: Instant): VisitSpan {
  const known = new Map<string, Milliseconds>()
  return (port, kind) => {
    const place = `${port}/${kind}`
    const span = known.get(place) ?? parameterValue(pack, 'objects.visit', at, { port, objectKind: kind })
    known.set(place, span)
    return span
  }
}

/** A name heard at a moment: the container of a declaration at its arrival, the train of a report; or wanted at any moment from `at` to `until`. */
export interface Sighting extends NamedObject {
  readonly at: Instant
  readonly until?: Instant | undefined
}

const nameOf = (object: NamedObject): string => `${object.port}\n${object.kind}\n${object.ref}`

/** Which visits each of the names has had so far. One statement whatever the number of names, none for none. */
export async function knownVisits(db: Queryable, objects: readonly NamedObject[]): Promise<readonly (NamedObject & Visit)[]> {
  if (objects.length === 0) return []
  const names = new Map<string, NamedObject>()
  for (const { port, kind, ref } of objects) names.set(nameOf({ port, kind, ref }), { port, kind, ref })
  return findVisits(db, [...names.values()])
}

/** Which visit each name means, in the order given, and those that nobody has heard of yet, by the visits that are known. */
function chooseVisits(rows: readonly (NamedObject & Visit)[], span: VisitSpan, sightings: readonly Sighting[]): { visits: number[]; fresh: NewVisit[] } {
  const known = new Map<string, Visit[]>()
  for (const row of rows) known.set(nameOf(row), [...(known.get(nameOf(row)) ?? []), row])
  const fresh: NewVisit[] = []
  const visits = sightings.map(({ port, kind, ref, at, until }) => {
    const visitsOfName = known.get(nameOf({ port, kind, ref })) ?? []
    const chosen = chooseVisit(visitsOfName, at, span(port, kind), until)
    if (chosen.isNew) {
      fresh.push({ port, kind, ref, visit: chosen.visit, from: chosen.from, to: chosen.to })
      known.set(nameOf({ port, kind, ref }), [...visitsOfName, chosen])
    }
    return chosen.visit
  })
  return { visits, fresh }
}

/** As `chooseVisits`, with the visits that are known now. */
export async function planVisits(db: Queryable, span: VisitSpan, sightings: readonly Sighting[]): Promise<{ visits: number[]; fresh: NewVisit[] }> {
  return chooseVisits(await knownVisits(db, sightings), span, sightings)
}

/** As `planVisits`; what nobody has heard of yet is written down in the same transaction. `known`: the visits of the names, where the caller has asked already. */
export async function registerVisits(tx: Tx, span: VisitSpan, sightings: readonly Sighting[], known?: readonly (NamedObject & Visit)[]): Promise<number[]> {
  const { visits, fresh } = chooseVisits(known ?? (await knownVisits(tx, sightings)), span, sightings)
  if (fresh.length > 0) await insertVisits(tx, fresh)
  return visits
}
