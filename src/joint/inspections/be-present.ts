import { z } from 'zod'
import { must } from '../../kernel/invariant.ts'
import { parameterValue } from '../../kernel/parameter.ts'
import { ok } from '../../kernel/result.ts'
import { plainText, readWindow, Window } from './bodies.ts'
import type { Presence } from './domain/presence.ts'
import { tell } from './inspection-notices.ts'
import { goOnAlone } from './leave-inspection.ts'
import { findPresences } from './presence-store.ts'
import { agencyAnswer, type Seen, type Step } from './step.ts'

/** A crew is there, or takes part by remote. */
export const ArriveForInspection = z.strictObject({ id: z.uuid().optional(), mode: z.enum(['on-site', 'remote']).default('on-site'), reason: plainText(500).optional() })
export type ArriveForInspection = z.infer<typeof ArriveForInspection>

/** A party did not come: which, and what is done about it. */
export const ReportNoShow = z.strictObject({
  id: z.uuid().optional(),
  agency: plainText(12),
  then: z.enum(['proceed', 'reschedule', 'remote']),
  reason: plainText(500),
  slot: Window.optional(),
  site: plainText(64).optional(),
})
export type ReportNoShow = z.infer<typeof ReportNoShow>

function noted({ context, inspection }: Seen, presence: Pick<Presence, 'agency' | 'mode' | 'reason' | 'then'>): Presence {
  return { id: context.newId(), inspection: inspection.id, slotFrom: must(inspection.slot, 'what is agreed has a slot').from, ...presence, by: context.actor.id, name: context.actor.name, at: context.now }
}

/** A crew reports that it is there (JI-20); the other parties see it at once. */
export const arriving: Step<ArriveForInspection> = {
  alone: false,
  look: (_seen, { mode, reason }) => Promise.resolve(ok({ act: 'arrive' as const, mode, reason })),
  tell: (seen, { mode, reason }) => ({ presences: [noted(seen, { agency: seen.by.agency, mode, ...(reason === undefined ? {} : { reason }) })] }),
}

/**
 * A party did not come within the grace time: the others begin without it, plan anew, or offer it to take part by remote, which its own crew then
 * confirms by reporting itself; recorded either way (JI-20).
 */
export const reportingNoShow: Step<ReportNoShow> = {
  alone: true,
  async look({ tx, context, pack, inspection: { port, id } }, { agency, then, reason, slot, site }) {
    const report = { agency, then, reason, ...(slot === undefined ? {} : { slot: readWindow(slot) }), ...(site === undefined ? {} : { site }) }
    return ok({ act: 'no-show' as const, report, presences: await findPresences(tx, port, id), grace: parameterValue(pack, 'joint.grace', context.now, { port }) })
  },
  async tell(seen, { agency, then, reason }, decision) {
    const { inspection } = decision
    const presences = [noted(seen, { agency, mode: 'no-show', reason, then }), noted(seen, { agency: seen.by.agency, mode: 'on-site' })]
    const told = { agency, reason, then }
    if (then === 'proceed') return { ...(await goOnAlone(seen, decision, 'PartyDidNotCome', told, () => true)), presences, starts: true }
    const { slot, site } = inspection
    const answers = then === 'reschedule' && slot !== undefined && site !== undefined ? [agencyAnswer(seen, { said: 'other', slot, site, reason })] : []
    return { answers, presences, notices: tell(inspection, 'PartyDidNotCome', told) }
  },
}
