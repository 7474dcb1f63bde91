import { z } from 'zod'
import { toIso } from '../../kernel/instant.ts'
import { ok, refuse, type Result } from '../../kernel/result.ts'
import { enqueue } from '../../platform/jobs/public.ts'
import type { CrewFaults } from '../../registry/identity/public.ts'
import { agree, giveWay, reschedule } from './domain/agree.ts'
import type { Inspection } from './domain/inspection.ts'
import { settleBooking, type Booking } from './domain/slots.ts'
import { agencyAnswer, takeInspection, writeOutcome, type Acting, type Changed } from './act.ts'
import { answersDueJob } from './answers-due.ts'
import { Crew, plainText, readWindow, Window } from './bodies.ts'
import { recipientsOf, tell } from './inspection-notices.ts'
import { capacityAt, defaultSites, type Sites } from './sites.ts'
import { findBookings, takeInspections } from './store.ts'

/** One party's yes: its crew, and the time and place it means where it is not the standing one. */
export const AgreeInspection = z.strictObject({ id: z.uuid().optional(), slot: Window.optional(), site: plainText(64).optional(), crew: Crew, specialCircumstance: plainText(200).optional() })
export type AgreeInspection = z.infer<typeof AgreeInspection>

/** Another time and place for everybody, with the reason. */
export const RescheduleInspection = z.strictObject({ id: z.uuid().optional(), slot: Window, site: plainText(64), reason: plainText(500) })
export type RescheduleInspection = z.infer<typeof RescheduleInspection>

function bookingOf(inspection: Inspection): Booking | undefined {
  const { slot, site } = inspection
  if (slot === undefined) return undefined
  const crew = inspection.tasks.flatMap((task) => (task.confirmed === undefined ? [] : task.crew))
  const special = inspection.specialCircumstance === undefined ? {} : { specialCircumstance: inspection.specialCircumstance }
  return { inspection: inspection.id, kind: inspection.kind, started: false, ...slot, crew, ...(site === undefined ? {} : { site }), ...special }
}

/** Looks whether crew and site are free, and makes single inspections give way to a joint one (JI-08). */
async function makeRoom(acting: Acting, sites: Sites, inspection: Inspection): Promise<Result<Changed[]>> {
  const wanted = bookingOf(inspection)
  if (wanted === undefined) return ok([])
  const others = await findBookings(acting.tx, inspection.port, wanted.from, wanted.to)
  const settled = settleBooking(wanted, others, capacityAt(sites, inspection.port, acting.context.now))
  if (settled.blockedBy !== undefined) {
    const { booking, over } = settled.blockedBy
    const facts = { from: toIso(booking.from), to: toIso(booking.to), site: booking.site ?? '–', kind: booking.kind, because: booking.specialCircumstance ?? '–' }
    return refuse({ code: over === 'crew' ? 'inspections/crew-taken' : 'inspections/site-full', pointer: over === 'crew' ? '/crew' : '/site', facts, clause: 'JI-08' })
  }
  const moved = await takeInspections(acting.tx, inspection.port, settled.moved)
  return ok(moved.map((single) => giveWay(single, inspection.id)))
}

/**
 * A party agrees to time, place and crew (DC-09). When the last one does, the inspection is agreed and everybody is told. A joint inspection gets
 * a slot before single ones, which are moved and told, unless they bear a special circumstance (JI-08). Nobody without a valid enforcement
 * qualification on the day is assigned (JI-22).
 */
export async function agreeInspection(acting: Acting, sites: Sites, crews: CrewFaults, body: AgreeInspection): Promise<Result<Inspection>> {
  const found = await takeInspection(acting, 'agree', true)
  if (!found.ok) return found
  const { inspection, by } = found.value
  const { slot, id: _command, ...rest } = body
  // Whoever names no place means the one inspections go to by default (JI-27).
  const site = rest.site ?? inspection.site ?? placeByDefault(sites, inspection.port, acting.context.now)
  const agreement = { crew: rest.crew, ...(site === undefined ? {} : { site }), ...(rest.specialCircumstance === undefined ? {} : { specialCircumstance: rest.specialCircumstance }) }
  const decided = agree(inspection, by, { ...agreement, ...(slot === undefined ? {} : { slot: readWindow(slot) }) }, acting.context.now)
  if (!decided.ok) return decided
  const after = decided.value.inspection
  const [fault, ...faults] = after.slot === undefined ? [] : crews(rest.crew, { agency: by.agency, port: after.port, kind: after.kind, span: after.slot })
  if (fault !== undefined) return refuse(fault, ...faults)
  const room = await makeRoom(acting, sites, after)
  if (!room.ok) return room
  const told = after.state === 'agreed' ? tell(after, 'InspectionAgreed') : tell(after, 'InspectionConfirmed', { agency: by.agency }, recipientsOf(after).filter((recipient) => recipient.kind === 'agency' && recipient.code !== by.agency))
  const moved = room.value.flatMap(({ inspection: single }) => tell(single, 'InspectionMoved'))
  const answers = [agencyAnswer(acting, after, by, { said: 'yes', ...(after.slot === undefined ? {} : { slot: after.slot }), ...(after.site === undefined ? {} : { site: after.site }) })]
  return ok(await writeOutcome(acting, { changed: [decided.value, ...room.value], answers, notices: [...told, ...moved] }))
}

/** The one place inspections of a port go to unless told otherwise; undefined where there are several or none. */
function placeByDefault(sites: Sites, port: string, now: Acting['context']['now']): string | undefined {
  const [first, second] = defaultSites(sites(port, now))
  return second === undefined ? first?.code : undefined
}

/** A party or a coordinator puts another time and place on the table; everybody is asked again (JI-07). */
export async function rescheduleInspection(acting: Acting, body: RescheduleInspection): Promise<Result<Inspection>> {
  const found = await takeInspection(acting, 'reschedule', true)
  if (!found.ok) return found
  const { inspection, by } = found.value
  const decided = reschedule(inspection, { slot: readWindow(body.slot), site: body.site, reason: body.reason, by: by.name }, acting.context.now)
  if (!decided.ok) return decided
  const after = decided.value.inspection
  const answers = by.agency === '' ? [] : [agencyAnswer(acting, after, by, { said: 'other', slot: readWindow(body.slot), site: body.site, reason: body.reason })]
  if (after.kind !== 'single') await enqueue(acting.tx, acting.context, answersDueJob(after.port, after.id))
  return ok(await writeOutcome(acting, { changed: [decided.value], answers, notices: tell(after, 'InspectionRescheduled', { reason: body.reason, agency: by.agency }) }))
}
