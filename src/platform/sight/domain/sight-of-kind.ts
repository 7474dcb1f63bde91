import { hasRole, type Actor } from '../../../kernel/actor.ts'

/** How subjects of one kind are kept: `port`: every official of the port knows of them; `asked`: its module says of each who does; undefined: nobody has said. */
export type Keeping = 'port' | 'asked' | undefined

/**
 * Whether an actor knows of subjects of a kind, or their module is to be asked about each (LB-09). Who oversees knows of all; a kind of which nobody has said
 * who may know of it is for coordinators of the port, and hidden from officers.
 */
export function sightOfKind(actor: Actor, keeping: Keeping): 'yes' | 'ask' | 'no' {
  if (actor.kind === 'system' || hasRole(actor, 'headquarters', 'auditor', 'administrator')) return 'yes'
  if (!hasRole(actor, 'officer', 'coordinator')) return 'no'
  if (keeping === 'asked') return 'ask'
  return keeping === 'port' || hasRole(actor, 'coordinator') ? 'yes' : 'no'
}
