import { hasRole, type Actor } from '../../kernel/actor.ts'
import type { Pack } from '../../kernel/pack.ts'
import type { Queryable } from '../../platform/database/database.ts'
import { collidingOf } from '../collisions/public.ts'
import { cleanName, findVisitKeys } from '../../window/objects/public.ts'
import { findDirectives, type Directive } from '../directives/public.ts'
import { isHolder } from '../object-names.ts'
import { proposeOpenings, type Inside, type SharedOpening } from './domain/propose-openings.ts'
import { findSharedPlaces } from './store.ts'

/** Coordinators and oversight see every shared opening of their ports, officers those their agency is in. */
export function maySeeOpening(actor: Actor, opening: Pick<SharedOpening, 'agencies'>): boolean {
  if (hasRole(actor, 'coordinator', 'headquarters', 'auditor')) return true
  return hasRole(actor, 'officer') && actor.agency !== undefined && opening.agencies.includes(actor.agency)
}

function insideOf(directive: Directive): Inside {
  const holders = directive.keys.filter((key) => isHolder(key.kind)).map(({ key }) => key)
  return { directive: collidingOf(directive), object: directive.object, places: [...holders, ...directive.places] }
}

/** Containers and parcels at the ports whose one opening would serve several inspections, as things stand now; only those of a name where it is given. */
export async function findOpenings(db: Queryable, pack: Pack, ports: readonly string[], name: string | undefined, limit: number): Promise<{ port: string; opening: SharedOpening }[]> {
  const named = name === undefined ? undefined : [...(await findVisitKeys(db, ports, 'container', cleanName('container', name))), ...(await findVisitKeys(db, ports, 'parcel', cleanName('parcel', name)))]
  const places = await findSharedPlaces(db, ports, named, limit)
  const found: { port: string; opening: SharedOpening }[] = []
  for (const port of new Set(places.map((place) => place.port))) {
    const here = places.filter((place) => place.port === port)
    const directives = await findDirectives(db, port, [...new Set(here.flatMap((place) => place.directives))])
    const wanted = new Set(here.map(({ place }) => place))
    const inside = directives.map(insideOf).map((one) => ({ ...one, places: one.places.filter((place) => wanted.has(place)) }))
    found.push(...proposeOpenings(inside, pack).map((opening) => ({ port, opening })))
  }
  return found
}
