import { hasRole, type Actor } from '../../kernel/actor.ts'
import type { Pack } from '../../kernel/pack.ts'
import type { Queryable } from '../../platform/database/database.ts'
import { collidingOf } from '../collisions/public.ts'
import { findVisitKeys } from '../../window/objects/public.ts'
import { findDirectives, type Directive } from '../directives/public.ts'
import { proposeOpenings, type Inside, type SharedOpening } from './domain/propose-openings.ts'
import { findSharedPlaces } from './store.ts'

/** Coordinators and oversight see every shared opening of their ports, officers those their agency is in. */
export function maySeeOpening(actor: Actor, opening: Pick<SharedOpening, 'agencies'>): boolean {
  if (hasRole(actor, 'coordinator', 'headquarters', 'auditor')) return true
  return hasRole(actor, 'officer') && actor.agency !== undefined && opening.agencies.includes(actor.agency)
}

function insideOf(directive: Directive): Inside {
  const containers = directive.keys.filter((key) => key.kind === 'container').map(({ key }) => key)
  return { directive: collidingOf(directive), object: directive.object, places: [...containers, ...directive.places] }
}

/** Containers at the ports whose one opening would serve several inspections, as things stand now; only one container's where it is named. */
export async function findOpenings(db: Queryable, pack: Pack, ports: readonly string[], container: string | undefined, limit: number): Promise<{ port: string; opening: SharedOpening }[]> {
  const places = await findSharedPlaces(db, ports, container === undefined ? undefined : await findVisitKeys(db, ports, 'container', container), limit)
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
