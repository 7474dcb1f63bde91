import type { Instant } from '../../kernel/instant.ts'
import type { Refusal } from '../../kernel/refusal.ts'
import type { Context } from '../../platform/context.ts'
import type { Tx } from '../../platform/database/database.ts'
import { dayOf } from './domain/day.ts'
import type { CreditParts } from './parts.ts'
import { recordEvents, type EnterpriseEvent } from './record-events.ts'

/** An agency's decision about goods, as far as credit looks at it. */
export interface DecidedGoods {
  readonly port: string
  /** What decided: an inspection, an accepted report. Its case is the proof, and one case writes one event of a kind. */
  readonly case: { readonly kind: string; readonly id: string }
  readonly agency: string
  readonly enterprises: readonly string[]
  readonly effect: string
  readonly duties: readonly { readonly code: string; readonly done?: { readonly outcome?: string } | undefined }[]
  readonly reason?: string | undefined
}

/** Kinds of events a decision brings about: what the laboratory or the inspector found, or that the goods were refused. */
function kindsOfDecision(automatic: ReturnType<CreditParts['law']>['law']['automatic'], { effect, duties }: Pick<DecidedGoods, 'effect' | 'duties'>): string[] {
  if (effect !== 'refuse' && effect !== 'treat') return []
  const sampled = duties.some(({ code, done }) => code === 'sample' && done !== undefined && done.outcome !== 'omitted')
  const misdeclared = duties.some(({ code, done }) => automatic.falseDeclarationChecks.includes(code) && done?.outcome === 'problem')
  const found = [...(sampled ? [automatic.failedSample] : []), ...(misdeclared ? [automatic.falseDeclaration] : [])]
  return found.length === 0 && effect === 'refuse' ? [automatic.refusedGoods] : found
}

/** Writes what an agency decided against goods into the records of their enterprises (RR-05, RR-10), in its transaction. Deciding again writes nothing twice. */
export async function followDecision(tx: Tx, context: Context, parts: CreditParts, decided: DecidedGoods): Promise<void> {
  const { law } = parts.law()
  const { agency, port, reason } = decided
  const kinds = kindsOfDecision(law.automatic, decided)
  const ref = `${decided.case.kind} ${decided.case.id}`
  const events = [...new Set(decided.enterprises)].flatMap((enterprise) =>
    kinds.map((kind): EnterpriseEvent => ({
      enterprise, kind, occurredOn: dayOf(context.now, law.timeZone), source: agency, reference: `${ref} ${kind}`, case: ref, port, evidence: [{ kind: 'case', ref }], about: decided.case,
      ...(reason === undefined ? {} : { note: reason }),
    })),
  )
  if (events.length > 0) await recordEvents(tx, context, parts, events)
}

/** An offence that has been decided on, as far as credit looks at it. */
export interface PunishedOffence {
  readonly port: string
  /** Kind of event it is. */
  readonly kind: string
  readonly agency: string
  readonly enterprises: readonly string[]
  readonly foundAt: Instant
  /** What it was found on: a decision about the same goods tells of the same happening. */
  readonly subject: { readonly kind: string; readonly id: string }
  readonly case: { readonly kind: string; readonly id: string }
  readonly decision?: string | undefined
}

/** Writes a decided offence into the records of its enterprises (RR-10), in the transaction of the decision and once. Gives what the law of credit holds against it. */
export async function followOffence(tx: Tx, context: Context, parts: CreditParts, offence: PunishedOffence): Promise<readonly Refusal[]> {
  const { port, kind, agency, subject, decision } = offence
  const [ref, found] = [`${offence.case.kind} ${offence.case.id}`, `${subject.kind} ${subject.id}`]
  const events = [...new Set(offence.enterprises)].map((enterprise): EnterpriseEvent => ({
    enterprise, kind, occurredOn: dayOf(offence.foundAt, parts.law().law.timeZone), source: agency, reference: ref, case: found, port, evidence: [{ kind: 'case', ref }], about: offence.case,
    ...(decision === undefined ? {} : { note: decision }),
  }))
  const answers = await recordEvents(tx, context, parts, events)
  return answers.flatMap((answer) => (answer.ok ? [] : answer.refusals))
}
