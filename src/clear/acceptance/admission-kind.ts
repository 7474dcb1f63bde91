import { atPort, hasRole } from '../../kernel/actor.ts'
import { inForce } from '../../kernel/instant.ts'
import { parameterValue } from '../../kernel/parameter.ts'
import type { CaseKind } from '../../platform/procedures/public.ts'
import { admissionParties, admissionProcedure } from './domain/admission-procedure.ts'
import { hasLicence } from './domain/body.ts'
import { doubtReports } from './doubt-reports.ts'
import { bodyAt, bodySubject, type AcceptanceParts } from './parts.ts'
import { lockBody } from './report-store.ts'

/** What a case of admission is about. */
export interface AdmissionData {
  readonly body: string
  readonly owner: string
}

type State = keyof typeof admissionProcedure.states
type Act = 'admit' | 'decline' | 'suspend' | 'reinstate' | 'remove'

const toBody = ['BodyAdmitted', 'BodyDeclined', 'BodySuspended', 'BodyReinstated', 'BodyRemoved']

/**
 * Admission and exit of bodies as cases (TP-05): seen by the body, by officials of the agency that oversees it, by headquarters and auditors.
 * A body established here is admitted only with its licence (TP-08); who is suspended or removed has its reports looked at again.
 */
export function admissionKind(parts: AcceptanceParts): CaseKind<State, Act, 'body' | 'owner', 'admitted', AdmissionData> {
  const { law, cache } = parts
  return {
    procedure: admissionProcedure,
    subjectKind: 'body-admission',
    opens: 'BodyApplied',
    confidential: false,
    partiesOf: (actor, found) => admissionParties(actor, { port: found.port, ...found.data }),
    maySee: (actor, found) => hasRole(actor, 'headquarters', 'auditor') && atPort(actor, found.port),
    lengths: (port, at) => Object.fromEntries(admissionProcedure.clocks.map(({ parameter }) => [parameter, parameterValue(law(), parameter, at, { port })])),
    notices: (records, found) => {
      const side = toBody.includes(records) ? ({ kind: 'enterprise', code: found.data.body } as const) : ({ kind: 'agency', code: found.data.owner } as const)
      return [{ port: found.port, recipient: side, type: records, subjectKind: 'body-admission', subjectId: found.id, facts: { body: found.data.body, owner: found.data.owner } }]
    },
    effect: async (tx, context, { data }, act) => {
      await lockBody(tx, data.body)
      if (act === 'suspend' || act === 'remove') await doubtReports(tx, context, data.body)
      if (act !== 'admit' && act !== 'reinstate') return []
      const { acceptance } = law()
      const body = bodyAt(cache, data.body, context.now)
      if (body === undefined) return [{ code: 'acceptance/body-not-listed', facts: { body: data.body }, clause: 'TP-01' }]
      const { type, clause } = acceptance.bodyLicence
      const needsLicence = body.country === acceptance.country && inForce(acceptance.bodyLicence, context.now)
      return needsLicence && !hasLicence(body, type, context.now) ? [{ code: 'acceptance/body-unlicensed', facts: { body: body.code, licence: type }, clause }] : []
    },
  }
}

/** The subject of a body's cases. */
export const aboutBody = (code: string): { readonly kind: string; readonly id: string } => ({ kind: bodySubject, id: code })
