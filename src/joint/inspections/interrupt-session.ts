import { z } from 'zod'
import { ok } from '../../kernel/result.ts'
import { answersDueJob } from './answers-due.ts'
import { plainText } from './bodies.ts'
import { recipientsOf, tell } from './inspection-notices.ts'
import { goOnAlone } from './leave-inspection.ts'
import { agencyAnswer, type Step } from './step.ts'

/** A session stops before its end, and why. */
export const InterruptSession = z.strictObject({ id: z.uuid().optional(), reason: plainText(500) })
export type InterruptSession = z.infer<typeof InterruptSession>

/** Which party the others go on without, and why a coordinator says so. */
export const ProceedWithout = z.strictObject({ id: z.uuid().optional(), agency: plainText(12), reason: plainText(500) })
export type ProceedWithout = z.infer<typeof ProceedWithout>

/** A session is interrupted: every party is asked for another time, and the clock of answers runs again. */
export const interrupting: Step<InterruptSession> = {
  alone: true,
  look: (_seen, { reason }) => Promise.resolve(ok({ act: 'interrupt' as const, reason })),
  tell: (seen, { reason }, { inspection }) => ({
    answers: seen.by.agency === '' ? [] : [agencyAnswer(seen, { said: 'other', reason })],
    jobs: inspection.kind === 'single' ? [] : [answersDueJob(inspection.port, inspection.id)],
    notices: [
      ...tell(inspection, 'SessionInterrupted', { agency: seen.by.agency, reason }, recipientsOf(inspection).filter(({ kind }) => kind === 'agency')),
      ...tell(inspection, 'InspectionPaused', {}, recipientsOf(inspection).filter(({ kind }) => kind !== 'agency')),
    ],
  }),
}

/** A coordinator lets the others go on without a party that owes something although its liaison officers were called; it goes on by itself. */
export const proceeding: Step<ProceedWithout> = {
  alone: true,
  look: async ({ tx, inspection, parts, context }, { agency, reason }) => ok({ act: 'proceed' as const, agency, reason, overdue: await parts.overdue(tx, inspection, context.now) }),
  tell: (seen, { agency, reason }, decision) => goOnAlone(seen, decision, 'ProceededWithout', { agency, reason }, () => true),
}
