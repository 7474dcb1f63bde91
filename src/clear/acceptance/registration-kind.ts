import { z } from 'zod'
import { atPort, hasRole } from '../../kernel/actor.ts'
import { inForce, plus } from '../../kernel/instant.ts'
import { invariant } from '../../kernel/invariant.ts'
import { parameterValue } from '../../kernel/parameter.ts'
import type { Pack } from '../../kernel/pack.ts'
import { ok, refuse, type Result } from '../../kernel/result.ts'
import type { Context } from '../../platform/context.ts'
import type { Tx } from '../../platform/database/database.ts'
import { openCase, toCaseView, type AnyCaseKind, type CaseKind, type CaseView, type ProcedureCase } from '../../platform/procedures/public.ts'
import { registrationKey, registrations, type RegistrationEntry } from '../../registry/reference/public.ts'
import { closeEntry, Code, loadRegister } from '../../registry/register/public.ts'
import { Day } from '../../platform/http/moments.ts'
import { registrationParties, registrationPath, registrationProcedure, type RegistrationPath } from './domain/registration-procedure.ts'

/** What an application for registration is about. */
export interface RegistrationData {
  readonly enterprise: string
  readonly agency: string
  readonly producer: string
  readonly products: readonly string[]
  readonly zone?: string
  readonly evidence: readonly { readonly kind: string; readonly reference: string }[]
  readonly path: RegistrationPath
  /** Kinds of evidence the path rests on. */
  readonly accepted: readonly string[]
}

const text = z.string().trim().min(1)

export const RegisterProducer = z.strictObject({
  id: z.uuid().optional(),
  port: Code,
  producer: text.max(200),
  /** Products by the beginning of their code. */
  products: z.array(z.string().regex(/^\d{2,10}$/)).min(1).max(100),
  /** The zone the producer works in, where it does. */
  zone: Code.optional(),
  evidence: z.array(z.strictObject({ kind: Code, reference: text.max(200), validTo: Day.optional() })).max(10).default([]),
})
export type RegisterProducer = z.infer<typeof RegisterProducer>

type State = keyof typeof registrationProcedure.states

/** The entry of the register of registrations a case stands for: made of the case, so that it names one and one only. */
function registrationOf(scheme: string, { id, data }: { readonly id: string; readonly data: Pick<RegistrationData, 'enterprise'> }): z.infer<typeof RegistrationEntry> {
  return { scheme, number: `FR-${id.slice(-12).toUpperCase()}`, enterprise: data.enterprise, clause: 'TP-10' }
}

/** What an act means for the register, in the transaction of the act: a registration that is granted stands there for its time, one that is suspended or revoked ends. */
async function keepRegister(tx: Tx, context: Context, pack: Pack, found: ProcedureCase<State, RegistrationData>, act: string): Promise<void> {
  const entry = registrationOf(pack.acceptance.registrationScheme, found)
  const { now } = context
  if (act === 'suspend' || act === 'revoke') await closeEntry(tx, context, registrations, registrationKey(entry), `food-registration ${found.id}: ${act}`)
  if (act !== 'approve' && act !== 'register' && act !== 'reinstate') return
  const validTo = plus(now, parameterValue(pack, 'acceptance.registration-validity', now, { port: found.port }))
  const { refused } = await loadRegister(tx, context, registrations, [{ data: entry, validFrom: now, validTo }], { source: `food-registration ${found.id}` })
  invariant(refused.length === 0, 'a granted registration fits its register')
}

/** Applications for registration as cases (TP-10): seen by the applicant, the office, headquarters and auditors. What they lead to stands in the register. */
export function registrationKind(law: () => Pack): CaseKind<State, 'approve' | 'review' | 'register' | 'suspend' | 'reinstate' | 'revoke' | 'decline', 'applicant' | 'office' | 'simplified', 'registered', RegistrationData> {
  return {
    procedure: registrationProcedure,
    subjectKind: 'food-registration',
    opens: 'ProducerFiled',
    confidential: false,
    partiesOf: (actor, found) => registrationParties(actor, { port: found.port, ...found.data }),
    maySee: (actor, found) => hasRole(actor, 'headquarters', 'auditor') && atPort(actor, found.port),
    lengths: (port, at) => Object.fromEntries(registrationProcedure.clocks.map(({ parameter }) => [parameter, parameterValue(law(), parameter, at, { port })])),
    effect: async (tx, context, found, act) => {
      await keepRegister(tx, context, law(), found, act)
      return []
    },
    notices: (records, found) => {
      const office = records === 'ProducerFiled' || records === 'ProducerDecisionOverdue'
      const recipient = office ? ({ kind: 'agency', code: found.data.agency } as const) : ({ kind: 'enterprise', code: found.data.enterprise } as const)
      return [{ port: found.port, recipient, type: records, subjectKind: 'food-registration', subjectId: found.id, facts: { producer: found.data.producer, path: found.data.path } }]
    },
  }
}

/** A producer of export food applies for registration; the path follows from the evidence (TP-10). */
export async function registerProducer(tx: Tx, context: Context, kind: AnyCaseKind, pack: Pack, body: RegisterProducer): Promise<Result<CaseView>> {
  const { actor, now } = context
  if (!hasRole(actor, 'trader') || actor.enterprise === undefined) return refuse({ code: 'common/not-permitted' })
  if (!pack.ports.some((one) => one.code === body.port && inForce(one, now)) || !atPort(actor, body.port)) return refuse({ code: 'acceptance/not-your-port', pointer: '/port', facts: { port: body.port } })
  const { port, producer, products, zone, evidence } = body
  const agency = pack.acceptance.registrationAgency
  const stated = evidence.map(({ kind: of, reference }) => ({ kind: of, reference }))
  const data: RegistrationData = { enterprise: actor.enterprise, agency, producer, products, ...(zone === undefined ? {} : { zone }), evidence: stated, ...registrationPath(pack.acceptance, body, now) }
  const subject = { kind: 'enterprise', id: actor.enterprise }
  return ok(toCaseView(actor, kind, await openCase(tx, context, kind, { port, parties: [`agency:${agency}`, `enterprise:${actor.enterprise}`], subject, data })))
}
