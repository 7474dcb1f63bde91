import { atPort, hasRole, type Actor } from '../../../kernel/actor.ts'
import type { Refusal } from '../../../kernel/refusal.ts'
import { actsIn, findTask, refuseAct, type Act, type Inspection } from './inspection.ts'

/** Whom an actor sees inspections as: everything at their ports, what concerns their agency, their goods or their site; nothing. */
export type Sight = 'all' | 'agency' | 'enterprise' | 'site' | 'none'

/** Coordinators, headquarters and auditors see every inspection of their ports; officers those of their agency; traders and operators their own. */
export function sightOf(actor: Actor): Sight {
  if (hasRole(actor, 'coordinator', 'headquarters', 'auditor')) return 'all'
  if (hasRole(actor, 'officer') && actor.agency !== undefined) return 'agency'
  if (hasRole(actor, 'trader') && actor.enterprise !== undefined) return 'enterprise'
  if (hasRole(actor, 'operator') && actor.site !== undefined) return 'site'
  return 'none'
}

/** Whether the actor may know of this inspection at all. */
export function maySeeInspection(actor: Actor, inspection: Pick<Inspection, 'port' | 'tasks' | 'parties' | 'site' | 'invited'>): boolean {
  const sight = sightOf(actor)
  if (sight === 'enterprise') return actor.enterprise !== undefined && inspection.parties.includes(actor.enterprise)
  if (!atPort(actor, inspection.port)) return false
  if (sight === 'all') return true
  if (sight === 'agency') return inspection.tasks.some((task) => task.agency === actor.agency) || (actor.agency !== undefined && inspection.invited?.includes(actor.agency) === true)
  return sight === 'site' && inspection.site === actor.site
}

/** Whether the actor reads what the agencies found and asked for, or only when and where; a trader and an operator the latter (LB-09). */
export function maySeeTasks(actor: Actor): boolean {
  return sightOf(actor) === 'all' || sightOf(actor) === 'agency'
}

/**
 * Whether the actor may do an act: people and machines of a party, each for its own agency; judging, rescheduling and stopping also a coordinator of any
 * agency of the port (DC-08); going on without a party is for coordinators alone (GV-06). Who may not know of the inspection is told it does not exist.
 */
export function mayAct(actor: Actor, inspection: Inspection, act: Act): Refusal | undefined {
  if (!maySeeInspection(actor, inspection)) return { code: 'common/not-found' }
  if (!hasRole(actor, 'officer', 'coordinator')) return { code: 'common/not-permitted' }
  const party = actor.agency !== undefined && findTask(inspection, actor.agency) !== undefined
  const coordinates = hasRole(actor, 'coordinator')
  if (act === 'judge' || act === 'proceed') return coordinates ? undefined : { code: 'common/not-permitted' }
  if (party || ((act === 'reschedule' || act === 'interrupt') && coordinates)) return undefined
  return { code: 'inspections/not-a-party', facts: { agency: actor.agency ?? '' } }
}

/** Acts to offer to the actor now: the same answer the server would give. */
export function actsFor(actor: Actor, inspection: Inspection): Act[] {
  const every = [...new Set(Object.values(actsIn).flat())] as Act[]
  return every.filter((act) => refuseAct(inspection, act) === undefined && mayAct(actor, inspection, act) === undefined && !(inspection.kind === 'single' && (act === 'decline' || act === 'judge' || act === 'proceed')))
}
