import { z } from 'zod'
import { must } from '../../kernel/invariant.ts'
import { ok } from '../../kernel/result.ts'
import { plainText, readWindow, Window } from './bodies.ts'
import { sideOf } from './domain/answer.ts'
import { recipientsOf, tell } from './inspection-notices.ts'
import type { Step } from './step.ts'

/** A trader's or operator's answer to time and place: yes, a wish for another, or not able to. */
export const AnswerSlot = z.strictObject({ id: z.uuid().optional(), said: z.enum(['yes', 'wish', 'cannot']), slot: Window.optional(), site: plainText(64).optional(), reason: plainText(500).optional() })
export type AnswerSlot = z.infer<typeof AnswerSlot>

const saidOf = ({ said, slot, site, reason }: AnswerSlot) => ({ said, ...(slot === undefined ? {} : { slot: readWindow(slot) }), ...(site === undefined ? {} : { site }), ...(reason === undefined ? {} : { reason }) })

/** The trader or the operator of the site answers; kept beside the agencies' answers, and they are told (JI-07). */
export const answering: Step<AnswerSlot> = {
  alone: false,
  look: ({ context }, body) => Promise.resolve(ok({ act: 'answer' as const, actor: context.actor, said: saidOf(body) })),
  tell({ context, inspection }, body) {
    const side = must(sideOf(context.actor), 'who answers has a side')
    const { id, name } = context.actor
    const agencies = recipientsOf(inspection).filter((recipient) => recipient.kind === 'agency')
    return {
      answers: [{ id: context.newId(), inspection: inspection.id, side, ...saidOf(body), by: id, name, at: context.now }],
      notices: tell(inspection, 'SlotAnswered', { side: side.code, said: body.said }, agencies),
    }
  },
}
