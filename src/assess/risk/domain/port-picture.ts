/** What bears on the risk of a port at a moment. */
export interface PortSigns {
  /** Consignments that wait, by level of risk. */
  readonly waiting: Readonly<Record<string, number>>
  /** Hold rules in force at the port or at every port. */
  readonly holds: number
  /** Consignments rules keep, and those whose rule has ended and that wait for an officer. */
  readonly held: number
  readonly queued: number
  /** Alerts nobody has decided about. */
  readonly alerts: number
}

/** `calm`, `watch` where something is looked for or waits to be judged, `alarm` where goods are kept or wait for an officer's decision. */
export type PortState = 'calm' | 'watch' | 'alarm'

/** The state of a port, for the picture of the risk centre. `worst`: the pack's highest level. */
export function stateOfPort(signs: PortSigns, worst: string): PortState {
  if (signs.held > 0 || signs.queued > 0) return 'alarm'
  return signs.holds > 0 || signs.alerts > 0 || (signs.waiting[worst] ?? 0) > 0 ? 'watch' : 'calm'
}
