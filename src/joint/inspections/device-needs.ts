import { inForce, type Instant } from '../../kernel/instant.ts'
import type { Pack } from '../../kernel/pack.ts'
import type { Inspection } from './domain/inspection.ts'

/** What an inspection needs for its methods that are still to be done: for each, the kinds of equipment of which one would do. */
export function deviceNeeds(pack: Pack, inspection: Inspection, now: Instant): (readonly string[])[] {
  const open = new Set(inspection.tasks.flatMap((task) => task.duties.flatMap((duty) => (duty.kind === 'method' && duty.done === undefined ? [duty.code] : []))))
  return pack.methods.flatMap((rule) => (rule.equipment !== undefined && open.has(rule.method) && inForce(rule, now) ? [rule.equipment] : []))
}
