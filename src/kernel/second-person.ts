import type { Actor } from './actor.ts'
import type { Refusal } from './refusal.ts'

/** The person an act is put down to: whoever acts, and for a token the person who issued it. */
export const personBehind = (actor: Actor): string => actor.behind ?? actor.id

/**
 * Whether the actor may be the second (or third) person of what others began. Only persons are: a token has no judgement of its own, and who issued one to
 * themselves would be first and second at once. `firsts` are the ids (`personBehind`) of those who acted before; `refusal` is what one of them is told.
 */
export function secondPerson(actor: Actor, firsts: readonly string[], refusal: Refusal): Refusal | undefined {
  if (actor.kind !== 'person') return { code: 'common/persons-only' }
  return firsts.includes(actor.id) ? refusal : undefined
}
