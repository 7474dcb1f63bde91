import { z } from 'zod'
import { hasRole } from '../../kernel/actor.ts'
import { parseInstant, toIso } from '../../kernel/instant.ts'
import { must } from '../../kernel/invariant.ts'
import { ok, refuse, type Result } from '../../kernel/result.ts'
import type { Context } from '../../platform/context.ts'
import type { Tx } from '../../platform/database/database.ts'
import { Moment } from '../../platform/http/moments.ts'
import { actOnInspection, takeInspections, timeForAll, type InspectionParts } from '../inspections/public.ts'
import { lockPort, portsOf } from '../ports.ts'
import { findOpenings, maySeeOpening } from './find-openings.ts'

const text = (maximum: number) => z.string().trim().min(1).max(maximum)

/** One time for every inspection that one opening of a container would serve; the first that suits all of them where none is said. */
export const ProposeTogether = z.strictObject({ id: z.uuid().optional(), port: text(12), object: text(40), slot: z.strictObject({ from: Moment, to: Moment }).optional(), site: text(64).optional() })
export type ProposeTogether = z.infer<typeof ProposeTogether>

export const ProposedTogether = z.object({ object: z.string(), slot: z.object({ from: z.string(), to: z.string() }), site: z.string(), inspections: z.array(z.uuid()) })

/**
 * Puts one time and place on the table of all inspections that an opening would serve (JI-26, TM-06): each is rescheduled by the act everybody uses,
 * with every gate of it, and all parties are asked again; where one may not be moved by the caller, none is.
 */
export async function proposeTogether(tx: Tx, context: Context, parts: InspectionParts, body: ProposeTogether): Promise<Result<z.infer<typeof ProposedTogether>>> {
  const { actor, now } = context
  const pack = parts.law()
  const { port } = body
  if (!portsOf(actor, pack).includes(port)) return refuse({ code: 'common/not-found' })
  await lockPort(tx, port)
  const [opening] = (await findOpenings(tx, pack, [port], body.object, 50)).map((found) => found.opening).filter((found) => maySeeOpening(actor, found))
  if (opening === undefined) return refuse({ code: 'common/not-found' })
  if (!hasRole(actor, 'officer', 'coordinator')) return refuse({ code: 'common/not-permitted' })
  const inspections = await takeInspections(tx, port, opening.inspections)
  // Said here, for the pipeline does not tell whoever is no party of an inspection that it exists.
  const party = inspections.every((inspection) => inspection.tasks.some((task) => task.agency === actor.agency))
  if (!party && !hasRole(actor, 'coordinator')) return refuse({ code: 'inspections/not-a-party', facts: { agency: actor.agency ?? '' } })
  const read = (at: string): ReturnType<typeof toIso> => toIso(must(parseInstant(at), 'the schema lets only moments through'))
  const found = body.slot === undefined || body.site === undefined ? await timeForAll(tx, pack, parts, inspections, body.site, now) : undefined
  const slot = body.slot === undefined ? (found === undefined ? undefined : { from: toIso(found.from), to: toIso(found.to) }) : { from: read(body.slot.from), to: read(body.slot.to) }
  const site = body.site ?? found?.site
  if (slot === undefined || site === undefined) return refuse({ code: 'openings/no-common-time', pointer: '/slot', facts: { object: body.object, agencies: opening.agencies.join(', ') }, clause: 'JI-26' })
  for (const id of opening.inspections) {
    const moved = await actOnInspection({ tx, context, id }, parts, { act: 'reschedule', body: { slot, site, reason: `一次开箱 one opening: ${body.object}` } })
    if (!moved.ok) return moved
  }
  return ok({ object: body.object, slot, site, inspections: [...opening.inspections] })
}
