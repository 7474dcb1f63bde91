import { inForce, type Instant } from '../../../kernel/instant.ts'
import type { Method, Power } from '../../../kernel/pack.ts'
import { bears, reaches } from '../../../kernel/power.ts'
import type { Refusal } from '../../../kernel/refusal.ts'
import type { Inspection } from './inspection.ts'

/** Whether a power of the list is the agency's, reaches the inspection's object at its port, and is in force (GV-07). */
export function isPowerInForce(powers: readonly Power[], agency: string, code: string, { port, object }: Pick<Inspection, 'port' | 'object'>, now: Instant): boolean {
  return powers.some((power) => power.code === code && bears(power, { agency, port, kind: object.kind }, now))
}

/**
 * Why an agency may not look by some methods: none of its powers that cover the method on this kind of object at this port is in force (GV-07). Directives name the power they rest on when they
 * are sent; what is done days later needs one still. What is no duty of its own it does for the others, by the power of any party.
 */
export function refusePowerless(powers: readonly Power[], { port, object, tasks }: Pick<Inspection, 'port' | 'object' | 'tasks'>, agency: string, methods: readonly Method[], now: Instant): Refusal[] {
  const own = new Set(tasks.find((task) => task.agency === agency)?.duties.map(({ code }) => code))
  return [...new Set(methods)].flatMap((method): Refusal[] => {
    const covering = powers.filter((power) => power.methods.includes(method) && reaches(power, { port, kind: object.kind }) && (power.agency === agency || (!own.has(method) && tasks.some((task) => task.agency === power.agency))))
    if (covering.some((power) => inForce(power, now))) return []
    return [{ code: 'inspections/without-power', agency, facts: { agency, method, lapsed: covering.map(({ code }) => code).join(', ') || '–' }, clause: 'GV-07' }]
  })
}
