import { hasRole, type Actor } from '../../../kernel/actor.ts'
import type { Instant, Interval } from '../../../kernel/instant.ts'
import type { Refusal } from '../../../kernel/refusal.ts'
import { ok, refuse, type Result } from '../../../kernel/result.ts'
import { happened, spanText, type Decided } from './event.ts'
import { isArranging, type Inspection } from './inspection.ts'
import { maySeeInspection } from './may-act.ts'

/** One side of an inspection: an agency, a trader, the operator of its site. */
export interface AnsweringSide {
  readonly kind: 'agency' | 'enterprise' | 'site'
  readonly code: string
}

/** `yes`, `no`, `other` time or place; traders and operators say `yes`, `wish` another or `cannot`. */
export type Said = 'yes' | 'no' | 'other' | 'wish' | 'cannot'

/** What a side answered to a time and place (JI-07). */
export interface Answer {
  readonly id: string
  readonly inspection: string
  readonly side: AnsweringSide
  readonly said: Said
  readonly slot?: Interval
  readonly site?: string
  readonly reason?: string
  readonly by: string
  readonly name: string
  readonly at: Instant
}

/** What a trader or an operator says. */
export interface Wish {
  readonly said: 'yes' | 'wish' | 'cannot'
  readonly slot?: Interval
  readonly site?: string
  readonly reason?: string
}

/** The side an actor answers for; undefined for those who have no voice in time and place. */
export function sideOf(actor: Actor): AnsweringSide | undefined {
  if (hasRole(actor, 'officer', 'coordinator') && actor.agency !== undefined) return { kind: 'agency', code: actor.agency }
  if (hasRole(actor, 'trader') && actor.enterprise !== undefined) return { kind: 'enterprise', code: actor.enterprise }
  return hasRole(actor, 'operator') && actor.site !== undefined ? { kind: 'site', code: actor.site } : undefined
}

/**
 * A trader or an operator answers the standing time and place (JI-07). It binds nobody: a wish comes first among the times that suit all sides,
 * and what the agencies have agreed stays agreed. Wishing needs a time that is to come, not being able to needs its reason.
 */
export function wish(inspection: Inspection, actor: Actor, said: Wish, now: Instant): Result<Decided> {
  const side = sideOf(actor)
  if (!maySeeInspection(actor, inspection)) return refuse({ code: 'common/not-found' })
  if (side === undefined || side.kind === 'agency') return refuse({ code: 'common/not-permitted' })
  if (inspection.desk || !isArranging(inspection)) return refuse({ code: 'inspections/not-in-this-state', facts: { state: inspection.state, act: 'answer' } })
  const refusals: Refusal[] = []
  if (said.said === 'wish' && said.slot === undefined) refusals.push({ code: 'inspections/time-required', pointer: '/slot', clause: 'JI-07' })
  if (said.slot !== undefined && said.slot.to <= said.slot.from) refusals.push({ code: 'inspections/slot-inverted', pointer: '/slot/to', clause: 'JI-07' })
  else if (said.slot !== undefined && said.slot.to <= now) refusals.push({ code: 'inspections/slot-past', pointer: '/slot/to', clause: 'JI-07' })
  if (said.said === 'cannot' && (said.reason ?? '').trim() === '') refusals.push({ code: 'inspections/reason-required', pointer: '/reason', clause: 'JI-07' })
  const [first, ...rest] = refusals
  if (first !== undefined) return refuse(first, ...rest)
  const { slot, site, reason } = said
  const payload = { side: { ...side }, said: said.said, ...(slot === undefined ? {} : { slot: spanText(slot) }), ...(site === undefined ? {} : { site }), ...(reason === undefined ? {} : { reason }) }
  return ok(happened(inspection, [{ type: 'SlotAnswered', payload }], actor, now))
}

/** The time the trader would like best: the latest wish of one that has not been taken back by a later yes. */
export function wishedSlot(answers: readonly Answer[]): Interval | undefined {
  const last = answers.filter((answer) => answer.side.kind === 'enterprise').at(-1)
  return last?.said === 'wish' ? last.slot : undefined
}
