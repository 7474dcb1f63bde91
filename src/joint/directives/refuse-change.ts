import type { Actor } from '../../kernel/actor.ts'
import type { Refusal } from '../../kernel/refusal.ts'
import type { Queryable } from '../../platform/database/database.ts'
import { findCases } from '../../window/declarations/public.ts'
import { derivedDirectives } from './derived-directives.ts'
import { maySendDirective } from './domain/check-directive.ts'
import type { Directive } from './domain/directive.ts'
import { mayChange, type Left } from './domain/may-change.ts'

/** Of these directives the ids of those that assessment wants of goods the safety floor holds (RR-22): one question per port. */
async function floorOf(db: Queryable, directives: readonly Pick<Directive, 'port' | 'id' | 'origin' | 'declarations'>[]): Promise<ReadonlySet<string>> {
  const derived = directives.filter(({ origin }) => origin === 'assessment')
  const held = new Set<string>()
  for (const port of new Set(derived.map((one) => one.port))) {
    const cases = await findCases(db, port, [...new Set(derived.flatMap((one) => (one.port === port ? [...one.declarations] : [])))])
    for (const { id, floor } of cases.flatMap(derivedDirectives)) if (floor) held.add(id)
  }
  return new Set(derived.flatMap(({ id }) => (held.has(id) ? [id] : [])))
}

/** Why the actor may not change a directive of its agency to what is `left` of it (`mayChange`), with what the safety floor says. */
export async function refuseChange(db: Queryable, actor: Actor, directive: Directive, left: Left): Promise<Refusal | undefined> {
  return mayChange(actor, directive, left, (await floorOf(db, [directive])).has(directive.id))
}

/** The ids of those of these directives that a reader may withdraw: what a list offers, by the rule the desk goes by. The floor is asked about where it alone would refuse. */
export async function withdrawableBy(db: Queryable, actor: Actor, directives: readonly Directive[]): Promise<ReadonlySet<string>> {
  const own = directives.filter((one) => maySendDirective(actor, one.agency, one.port) === undefined && mayChange(actor, one, { methods: [], checks: [] }, false) === undefined)
  const held = await floorOf(db, own)
  return new Set(own.flatMap(({ id }) => (held.has(id) ? [] : [id])))
}
