import { z } from 'zod'
import { ok } from '../../kernel/result.ts'
import type { Instant } from '../../kernel/instant.ts'
import { answersDueJob } from './answers-due.ts'
import { Crew, plainText, readWindow, Window } from './bodies.ts'
import { recipientsOf, tell } from './inspection-notices.ts'
import { defaultSites, type Sites } from './sites.ts'
import { agencyAnswer, type Step } from './step.ts'

/** One party's yes: its crew, and the time and place it means where it is not the standing one. */
export const AgreeInspection = z.strictObject({ id: z.uuid().optional(), slot: Window.optional(), site: plainText(64).optional(), crew: Crew, specialCircumstance: plainText(200).optional() })
export type AgreeInspection = z.infer<typeof AgreeInspection>

/** Another time and place for everybody, with the reason. */
export const RescheduleInspection = z.strictObject({ id: z.uuid().optional(), slot: Window, site: plainText(64), reason: plainText(500) })
export type RescheduleInspection = z.infer<typeof RescheduleInspection>

/**
 * A party agrees to time, place and crew (DC-09). When the last one does, the inspection is agreed and everybody is told. Whether the crew may go
 * (JI-22) and there is room (JI-08) the gates find out.
 */
export const agreeing: Step<AgreeInspection> = {
  alone: true,
  look({ inspection, parts, context }, { slot, site, crew, specialCircumstance }) {
    // Whoever names no place means the one inspections go to by default (JI-27).
    const place = site ?? inspection.site ?? placeByDefault(parts.sites, inspection.port, context.now)
    const agreement = {
      crew,
      ...(slot === undefined ? {} : { slot: readWindow(slot) }),
      ...(place === undefined ? {} : { site: place }),
      ...(specialCircumstance === undefined ? {} : { specialCircumstance }),
    }
    return Promise.resolve(ok({ act: 'agree' as const, agreement }))
  },
  tell(seen, _body, { inspection }) {
    const { agency } = seen.by
    const { slot, site } = inspection
    const others = recipientsOf(inspection).filter((recipient) => recipient.kind === 'agency' && recipient.code !== agency)
    return {
      answers: [agencyAnswer(seen, { said: 'yes', ...(slot === undefined ? {} : { slot }), ...(site === undefined ? {} : { site }) })],
      jobs: inspection.state !== 'agreed' || inspection.kind === 'single' || slot === undefined ? [] : [answersDueJob(inspection.port, inspection.id, slot.from)],
      notices: inspection.state === 'agreed' ? tell(inspection, 'InspectionAgreed') : tell(inspection, 'InspectionConfirmed', { agency }, others),
    }
  },
}

/** The one place inspections of a port go to unless told otherwise; undefined where there are several or none. */
function placeByDefault(sites: Sites, port: string, now: Instant): string | undefined {
  const [first, second] = defaultSites(sites(port, now))
  return second === undefined ? first?.code : undefined
}

/** A party or a coordinator puts another time and place on the table; everybody is asked again (JI-07). */
export const rescheduling: Step<RescheduleInspection> = {
  alone: true,
  look: (_seen, { slot, site, reason }) => Promise.resolve(ok({ act: 'reschedule' as const, slot: readWindow(slot), site, reason })),
  tell: (seen, { slot, site, reason }, { inspection }) => ({
    answers: seen.by.agency === '' ? [] : [agencyAnswer(seen, { said: 'other', slot: readWindow(slot), site, reason })],
    jobs: inspection.kind === 'single' ? [] : [answersDueJob(inspection.port, inspection.id)],
    notices: tell(inspection, 'InspectionRescheduled', { reason, agency: seen.by.agency }),
  }),
}
