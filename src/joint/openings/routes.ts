import { z } from 'zod'
import { hasRole } from '../../kernel/actor.ts'
import { toIso } from '../../kernel/instant.ts'
import type { Pack } from '../../kernel/pack.ts'
import { ok } from '../../kernel/result.ts'
import type { Api } from '../../platform/http/api.ts'
import { collidingOf, failures, MeetingView, meetingView } from '../collisions/public.ts'
import { findDirectives, type Directive } from '../directives/public.ts'
import { nameOfKey } from '../object-names.ts'
import { portsOf } from '../ports.ts'
import { proposeOpenings, type Inside, type SharedOpening } from './domain/propose-openings.ts'
import { findSharedPlaces } from './store.ts'

/** One opening that would serve several inspections, with why, and with whom it cannot be shared. */
export const SharedOpeningView = z.object({
  port: z.string(),
  object: z.object({ kind: z.literal('container'), ref: z.string(), key: z.string() }),
  agencies: z.array(z.string()),
  inspections: z.array(z.uuid()),
  directives: z.array(z.object({ id: z.uuid(), agency: z.string(), object: z.object({ kind: z.string(), ref: z.string() }) })),
  window: z.object({ from: z.string(), to: z.string() }),
  explanation: z.array(MeetingView),
  keptApart: z.array(z.object({ directives: z.tuple([z.string(), z.string()]), agencies: z.tuple([z.string(), z.string()]), failed: z.array(z.enum(failures)), about: z.string().optional() })),
})
export type SharedOpeningView = z.infer<typeof SharedOpeningView>

const Query = z.strictObject({ port: z.string().max(12).optional(), object: z.string().max(40).optional(), limit: z.coerce.number().int().min(1).max(200).default(50) })

function insideOf(directive: Directive): Inside {
  const containers = directive.keys.filter((key) => key.kind === 'container').map(({ key }) => key)
  return { directive: collidingOf(directive), object: directive.object, places: [...containers, ...directive.places] }
}

function viewOf(port: string, opening: SharedOpening): SharedOpeningView {
  return {
    port,
    object: { kind: 'container', ref: nameOfKey(opening.place, new Map()), key: opening.place },
    agencies: [...opening.agencies],
    inspections: [...opening.inspections],
    directives: opening.directives.map(({ directive, object }) => ({ id: directive.id, agency: directive.agency, object: { ...object } })),
    window: { from: toIso(opening.window.from), to: toIso(opening.window.to) },
    explanation: opening.explanation.map(meetingView),
    keptApart: opening.keptApart.map(({ directives, agencies, failed, about }) => ({ directives: [...directives], agencies: [...agencies], failed: [...failed], ...(about === undefined ? {} : { about }) })),
  }
}

/** `GET /shared-openings`: containers to be opened once for several inspections (DC-04, JI-26, TM-06), as things stand now. */
export function openingRoutes(api: Api, law: () => Pack): void {
  api.read({
    path: '/shared-openings',
    operation: 'listSharedOpenings',
    summary: 'Containers whose one opening would serve several inspections of different objects inside, with the rule and the pairs',
    tags: ['joint'],
    query: Query,
    reply: z.object({ items: z.array(SharedOpeningView) }),
    run: async (context, { query }) => {
      const { actor, db } = context
      const oversees = hasRole(actor, 'coordinator', 'headquarters', 'auditor')
      if (!oversees && !(hasRole(actor, 'officer') && actor.agency !== undefined)) return ok({ items: [] })
      const pack = law()
      const ports = portsOf(actor, pack).filter((known) => query.port === undefined || known === query.port)
      const places = await findSharedPlaces(db, ports, query.object?.trim().toUpperCase(), query.limit)
      const items: SharedOpeningView[] = []
      for (const port of new Set(places.map((place) => place.port))) {
        const here = places.filter((place) => place.port === port)
        const directives = await findDirectives(db, port, [...new Set(here.flatMap((place) => place.directives))])
        const wanted = new Set(here.map(({ place }) => place))
        const inside = directives.map(insideOf).map((one) => ({ ...one, places: one.places.filter((place) => wanted.has(place)) }))
        items.push(...proposeOpenings(inside, pack).map((opening) => viewOf(port, opening)))
      }
      return ok({ items: oversees ? items : items.filter((opening) => opening.agencies.includes(actor.agency ?? '')) })
    },
  })
}
