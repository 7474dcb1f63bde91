import type { Disposition, Inspection, Task } from './inspection.ts'

/** The key of a consignment, a lot of a box that several share. */
export const lotKey = (declaration: string): string => `consignment:${declaration}`
/** The key of one line of a declaration. */
export const itemKey = (declaration: string, line: number): string => `item:${declaration}/${line}`
/** The declaration a lot's or an item's key is of. */
export const declarationOf = (key: string): string => key.slice(key.indexOf(':') + 1).split('/')[0] ?? ''

const severity = { qualify: 0, treat: 1, hold: 2, refuse: 3 } as const satisfies Record<Disposition['effect'], number>

/** What the decisions on one lot come to: `own` on the lot or, without one, on everything; items make it as grave as the gravest of them, qualified ones alone decide nothing. */
export function effectOnLot(own: Disposition['effect'] | undefined, items: readonly Disposition['effect'][]): Disposition['effect'] | undefined {
  const worst = [...(own === undefined ? [] : [own]), ...items].reduce<Disposition['effect'] | undefined>((gravest, next) => (gravest === undefined || severity[next] > severity[gravest] ? next : gravest), undefined)
  return own === undefined && worst === 'qualify' ? undefined : worst
}

/** The gravest of decisions; of equals the latest. */
export function gravest(decisions: readonly Disposition[]): Disposition | undefined {
  return decisions.reduce<Disposition | undefined>((worst, next) => (worst === undefined || severity[next.effect] > severity[worst.effect] || (severity[next.effect] === severity[worst.effect] && next.at > worst.at) ? next : worst), undefined)
}

/**
 * What an agency has decided about one lot: the decision on it by name, else the one on everything. Items of it that were decided by themselves make
 * it as grave as the gravest of them; qualified items alone do not decide the rest of the lot. Undefined while it is undecided.
 */
export function dispositionOn(task: Task, declaration: string): Disposition | undefined {
  const own = task.lots?.[lotKey(declaration)] ?? task.disposition
  const items = Object.entries(task.lots ?? {}).flatMap(([key, decision]) => (key.startsWith(`item:${declaration}/`) ? [decision] : []))
  const worst = gravest([...(own === undefined ? [] : [own]), ...items])
  return own === undefined && worst?.effect === 'qualify' ? undefined : worst
}

/** An agency's decisions on all goods of an inspection taken together: the gravest. */
export function overall(task: Task): Disposition | undefined {
  return gravest([...(task.disposition === undefined ? [] : [task.disposition]), ...Object.values(task.lots ?? {})])
}

/** Whether nothing of what is looked at waits for the agency any more: every lot let go or refused. */
export function isDecided(inspection: Pick<Inspection, 'declarations'>, task: Task): boolean {
  const lots = task.lots === undefined ? [task.disposition] : inspection.declarations.map((declaration) => dispositionOn(task, declaration))
  return lots.every((decision) => decision !== undefined && (decision.effect === 'qualify' || decision.effect === 'refuse'))
}
