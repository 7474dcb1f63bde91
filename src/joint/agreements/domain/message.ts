import { hasRole, type Actor } from '../../../kernel/actor.ts'
import type { Instant } from '../../../kernel/instant.ts'
import type { Refusal } from '../../../kernel/refusal.ts'
import { sideOf, type AnsweringSide } from '../../inspections/domain/answer.ts'
import type { Inspection } from '../../inspections/domain/inspection.ts'
import { maySeeInspection, maySeeTasks } from '../../inspections/domain/may-act.ts'

/** Something said in a case. `consultation`: the record that `agencies` consulted each other over a channel (JI-16). */
export interface Message {
  readonly id: string
  readonly inspection: string
  readonly kind: 'message' | 'consultation'
  /** Who may read it besides the agencies. */
  readonly audience: 'agencies' | 'everyone'
  readonly side: AnsweringSide
  readonly agencies: readonly string[]
  readonly channel?: string
  readonly text: string
  readonly by: string
  readonly name: string
  readonly at: Instant
}

/** The side an actor speaks for in a case, and to whom; traders and operators always speak to everybody. Those who do not know the case do not speak in it. */
export function speaks(actor: Actor, inspection: Inspection, wanted: Message['audience']): { readonly side: AnsweringSide; readonly audience: Message['audience'] } | Refusal {
  const side = sideOf(actor)
  if (!maySeeInspection(actor, inspection)) return { code: 'common/not-found' }
  if (side === undefined) return { code: 'common/not-permitted' }
  return { side, audience: side.kind === 'agency' ? wanted : 'everyone' }
}

/** Which part of the conversation an actor reads. */
export function hears(actor: Actor): Message['audience'] {
  return maySeeTasks(actor) ? 'agencies' : 'everyone'
}

/** Whether a side is meant by what a side says to everybody: the traders of a shared box hear agencies and site, not one another (TM-06, LB-09). */
export function isMeant(listener: { readonly kind: string; readonly code: string }, { side }: Pick<Message, 'side'>): boolean {
  return side.kind !== 'enterprise' || listener.kind !== 'enterprise' || side.code === listener.code
}

/** Why a record of a consultation is not taken: only parties and coordinators keep one, and it names other agencies than the writer's own. */
export function refuseConsultation(actor: Actor, inspection: Inspection, agencies: readonly string[]): Refusal | undefined {
  if (!maySeeInspection(actor, inspection)) return { code: 'common/not-found' }
  const party = inspection.tasks.some((task) => task.agency === actor.agency)
  if (!hasRole(actor, 'officer', 'coordinator') || (!party && !hasRole(actor, 'coordinator'))) return { code: 'common/not-permitted' }
  return new Set(agencies).size < 2 ? { code: 'agreements/consulted-nobody', pointer: '/agencies', clause: 'JI-16' } : undefined
}
