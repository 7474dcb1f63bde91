import { z } from 'zod'
import { toIso } from '../../kernel/instant.ts'
import { ok } from '../../kernel/result.ts'
import type { Api } from '../../platform/http/api.ts'
import { failures, MeetingView, meetingView } from '../collisions/public.ts'
import type { InspectionParts } from '../inspections/public.ts'
import { kindOfKey, nameOfKey } from '../object-names.ts'
import { portsOf } from '../ports.ts'
import type { SharedOpening } from './domain/propose-openings.ts'
import { findOpenings, maySeeOpening } from './find-openings.ts'
import { ProposedTogether, ProposeTogether, proposeTogether } from './propose-together.ts'

/** One opening that would serve several inspections, with why, and with whom it cannot be shared. */
export const SharedOpeningView = z.object({
  port: z.string(),
  object: z.object({ kind: z.enum(['container', 'parcel']), ref: z.string(), key: z.string() }),
  agencies: z.array(z.string()),
  inspections: z.array(z.uuid()),
  directives: z.array(z.object({ id: z.uuid(), agency: z.string(), object: z.object({ kind: z.string(), ref: z.string() }) })),
  window: z.object({ from: z.string(), to: z.string() }),
  explanation: z.array(MeetingView),
  keptApart: z.array(z.object({ directives: z.tuple([z.string(), z.string()]), agencies: z.tuple([z.string(), z.string()]), failed: z.array(z.enum(failures)), about: z.string().optional() })),
})
export type SharedOpeningView = z.infer<typeof SharedOpeningView>

const Query = z.strictObject({ port: z.string().max(12).optional(), object: z.string().max(40).optional(), limit: z.coerce.number().int().min(1).max(200).default(50) })

function viewOf(port: string, opening: SharedOpening): SharedOpeningView {
  return {
    port,
    object: { kind: kindOfKey(opening.place) === 'parcel' ? 'parcel' : 'container', ref: nameOfKey(opening.place, new Map()), key: opening.place },
    agencies: [...opening.agencies],
    inspections: [...opening.inspections],
    directives: opening.directives.map(({ directive, object }) => ({ id: directive.id, agency: directive.agency, object: { ...object } })),
    window: { from: toIso(opening.window.from), to: toIso(opening.window.to) },
    explanation: opening.explanation.map(meetingView),
    keptApart: opening.keptApart.map(({ directives, agencies, failed, about }) => ({ directives: [...directives], agencies: [...agencies], failed: [...failed], ...(about === undefined ? {} : { about }) })),
  }
}

/** `GET /shared-openings` and one time for all of one: containers to be opened once for several inspections (DC-04, JI-26, TM-06), as things stand now. */
export function openingRoutes(api: Api, parts: InspectionParts): void {
  api.read({
    path: '/shared-openings',
    operation: 'listSharedOpenings',
    summary: 'Containers whose one opening would serve several inspections of different objects inside, with the rule and the pairs',
    tags: ['joint'],
    query: Query,
    reply: z.object({ items: z.array(SharedOpeningView) }),
    run: async ({ actor, db }, { query }) => {
      const pack = parts.law()
      const ports = portsOf(actor, pack).filter((known) => query.port === undefined || known === query.port)
      const found = (await findOpenings(db, pack, ports, query.object, query.limit)).filter(({ opening }) => maySeeOpening(actor, opening))
      return ok({ items: found.map(({ port, opening }) => viewOf(port, opening)) })
    },
  })
  api.command({
    method: 'POST',
    path: '/shared-openings/propose',
    operation: 'proposeTogether',
    summary: 'Propose one time and place to the parties of every inspection that one opening of a container would serve',
    tags: ['joint'],
    body: ProposeTogether,
    reply: ProposedTogether,
    statuses: { 'inspections/not-a-party': 403, 'inspections/not-in-this-state': 409, 'openings/no-common-time': 409 },
    example: { port: '380101', object: 'TGHU1234562' },
    run: (tx, context, { body }) => proposeTogether(tx, context, parts, body),
  })
}
