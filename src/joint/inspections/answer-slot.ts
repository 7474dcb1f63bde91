import { z } from 'zod'
import { ok, refuse, type Result } from '../../kernel/result.ts'
import { takeInspections, findInspection } from './store.ts'
import { portsOf } from '../ports.ts'
import { writeOutcome, type Acting } from './act.ts'
import { plainText, readWindow, Window } from './bodies.ts'
import { wish, type Answer } from './domain/answer.ts'
import type { Inspection } from './domain/inspection.ts'
import { recipientsOf, tell } from './inspection-notices.ts'

/** A trader's or operator's answer to time and place: yes, a wish for another, or not able to. */
export const AnswerSlot = z.strictObject({ id: z.uuid().optional(), said: z.enum(['yes', 'wish', 'cannot']), slot: Window.optional(), site: plainText(64).optional(), reason: plainText(500).optional() })
export type AnswerSlot = z.infer<typeof AnswerSlot>

/** The trader or the operator of the site answers; kept beside the agencies' answers, and they are told (JI-07). */
export async function answerSlot(acting: Acting, body: AnswerSlot): Promise<Result<Inspection>> {
  const { tx, context, pack, id } = acting
  const seen = await findInspection(tx, portsOf(context.actor, pack), id)
  const [inspection] = seen === undefined ? [] : await takeInspections(tx, seen.port, [id])
  if (inspection === undefined) return refuse({ code: 'common/not-found' })
  const said = { said: body.said, ...(body.slot === undefined ? {} : { slot: readWindow(body.slot) }), ...(body.site === undefined ? {} : { site: body.site }), ...(body.reason === undefined ? {} : { reason: body.reason }) }
  const decided = wish(inspection, context.actor, said, context.now)
  if (!decided.ok) return decided
  const { side, facts } = decided.value
  const answer: Answer = { id: context.newId(), inspection: id, side, ...said, by: context.actor.id, name: context.actor.name, at: context.now }
  const agencies = recipientsOf(inspection).filter((recipient) => recipient.kind === 'agency')
  return ok(await writeOutcome(acting, { changed: [{ inspection, facts }], answers: [answer], notices: tell(inspection, 'SlotAnswered', { side: side.code, said: body.said }, agencies) }))
}
