import { hasRole, type Actor } from '../../../kernel/actor.ts'
import type { Instant } from '../../../kernel/instant.ts'
import type { Refusal } from '../../../kernel/refusal.ts'
import { findTask, type Inspection } from '../../inspections/domain/inspection.ts'
import { maySeeInspection, maySeeTasks } from '../../inspections/domain/may-act.ts'

/** Whether the actor reads who was responsible for what in an inspection: its parties' officers, coordinators of the port, headquarters, auditors. */
export function maySeeLiability(actor: Actor, inspection: Inspection): boolean {
  return maySeeTasks(actor) && maySeeInspection(actor, inspection)
}

/** Whether the actor reads who looked at the details: those who oversee, and each its own agency's people. */
export function seesAccessOf(actor: Actor, agency: string | undefined): boolean {
  return hasRole(actor, 'headquarters', 'auditor', 'coordinator') || (agency !== undefined && agency === actor.agency)
}

/** Whether the actor may report an error or a leak: officers of a party, coordinators, headquarters, auditors. Errors are of work that has begun. */
export function mayReport(actor: Actor, inspection: Inspection, kind: 'missed' | 'leak'): Refusal | undefined {
  if (!maySeeLiability(actor, inspection)) return { code: 'common/not-found' }
  const party = hasRole(actor, 'officer') && actor.agency !== undefined && findTask(inspection, actor.agency) !== undefined
  if (!party && !hasRole(actor, 'coordinator', 'headquarters', 'auditor')) return { code: 'common/not-permitted' }
  if (kind !== 'leak' && inspection.state !== 'started' && inspection.state !== 'closed') return { code: 'liability/not-begun', facts: { state: inspection.state } }
  return undefined
}

/** Whether the actor may report that a result proves wrong: officers of who took part in it or relies on it, coordinators, headquarters, auditors. Of others it is not known. */
export function mayReportResult(actor: Actor, result: { readonly participants: readonly string[] } | undefined, adopters: readonly string[]): Refusal | undefined {
  if (result === undefined || !maySeeTasks(actor)) return { code: 'common/not-found' }
  if (hasRole(actor, 'coordinator', 'headquarters', 'auditor')) return undefined
  const concerned = hasRole(actor, 'officer') && actor.agency !== undefined && (result.participants.includes(actor.agency) || adopters.includes(actor.agency))
  return concerned ? undefined : { code: 'common/not-found' }
}

/** Until when the details were confidential: the last decision of a party, the end of the session; undefined while they are (LB-09). */
export function confidentialUntil(inspection: Inspection): Instant | undefined {
  if (isConfidential(inspection)) return undefined
  return inspection.tasks.reduce<Instant | undefined>((latest, { disposition }) => (disposition !== undefined && (latest === undefined || disposition.at > latest) ? disposition.at : latest), inspection.closedAt)
}

/** Details are confidential until every party has decided (LB-09). */
export function isConfidential(inspection: Inspection): boolean {
  return inspection.state !== 'closed' || inspection.tasks.some((task) => task.disposition === undefined)
}
