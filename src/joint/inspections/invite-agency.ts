import { z } from 'zod'
import { ok } from '../../kernel/result.ts'
import { participantsFor } from '../directives/public.ts'
import { plainText } from './bodies.ts'
import { tell } from './inspection-notices.ts'
import type { Step } from './step.ts'

/** Which agency a party calls in, and why the case needs it. */
export const InviteAgency = z.strictObject({ id: z.uuid().optional(), agency: z.string().min(1).max(12), reason: plainText(500) })
export type InviteAgency = z.infer<typeof InviteAgency>

/** The agency called in is told, reads the case and speaks in it; it decides and releases nothing, nobody waits for its yes (JI-06). */
export const inviting: Step<InviteAgency> = {
  alone: false,
  look: ({ context, pack, inspection }, { agency, reason }) =>
    Promise.resolve(ok({ act: 'invite' as const, actor: context.actor, agency, reason, part: participantsFor(pack.participants, inspection.port, inspection.object.kind, context.now) })),
  tell({ context: { actor } }, { agency, reason }, { inspection }) {
    const recipients = [agency, ...inspection.tasks.map((task) => task.agency)].map((code) => ({ kind: 'agency', code }) as const)
    return { notices: tell(inspection, 'AgencyInvited', { invited: agency, by: actor.agency ?? actor.name, reason }, recipients) }
  },
}
