/** Roles of the product; what each may do is said per use case by a permission function. */
export type Role = 'trader' | 'officer' | 'coordinator' | 'operator' | 'laboratory' | 'headquarters' | 'auditor' | 'administrator'

/**
 * Who acts. A person or a machine of an agency, an enterprise or a site operator, bound to ports;
 * `system` is the program itself (deadlines, derived directives).
 */
export interface Actor {
  readonly kind: 'person' | 'machine' | 'system'
  readonly id: string
  readonly name: string
  readonly roles: readonly Role[]
  /** Account of the person who issued the token a machine acts by; absent where nobody in particular did. */
  readonly behind?: string
  /** Agency code of the policy pack, for officers and coordinators. */
  readonly agency?: string
  /** Enterprise code, for traders. */
  readonly enterprise?: string
  /** Site code, for operators. */
  readonly site?: string
  /** Ports the actor is bound to; `*` means every port (headquarters, auditors, traders). */
  readonly ports: readonly string[]
}

/** Whether the actor holds one of the roles. */
export function hasRole(actor: Actor, ...roles: readonly Role[]): boolean {
  return actor.kind === 'system' || roles.some((role) => actor.roles.includes(role))
}

/** Stands for all ports: in an actor's `ports`, and as the port of facts about what belongs to none (accounts, registers, web hooks). */
export const everyPort = '*'

/** Whether the actor may act at the port. */
export function atPort(actor: Actor, port: string): boolean {
  return actor.kind === 'system' || actor.ports.includes(everyPort) || actor.ports.includes(port)
}

/** The program itself, for what no person did. */
export const systemActor: Actor = { kind: 'system', id: 'system', name: 'Lianjian', roles: [], ports: [everyPort] }
