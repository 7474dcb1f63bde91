import type { Refusal } from '../../../kernel/refusal.ts'

/** What of a memorandum bears on a piece of joint work. Days are `YYYY-MM-DD`, both included. */
export interface Memorandum {
  readonly code: string
  readonly port?: string | undefined
  readonly parties: readonly string[]
  readonly scope?: readonly string[] | undefined
  readonly from: string
  readonly to: string
}

/** A piece of joint work. */
export interface JointWork {
  readonly port: string
  readonly agencies: readonly string[]
  readonly objectKind: string
}

/**
 * Pairs of agencies that would work together without a memorandum that names both, covers the port and the kind of object, and is valid on the day
 * (LB-11). One memorandum of all, or several between two each, are as good. Empty for work of one agency alone.
 */
export function withoutMemorandum(memoranda: readonly Memorandum[], work: JointWork, day: string): Refusal[] {
  const agencies = [...work.agencies].sort()
  const pairs = agencies.flatMap((a, i) => agencies.slice(i + 1).map((b) => [a, b] as const))
  return pairs.flatMap(([a, b]): Refusal[] => {
    const covering = memoranda.filter((each) => each.parties.includes(a) && each.parties.includes(b) && (each.port ?? work.port) === work.port && (each.scope === undefined || each.scope.includes(work.objectKind)))
    if (covering.some((each) => each.from <= day && day <= each.to)) return []
    const ended = covering.map((each) => each.to).filter((to) => to < day).sort().at(-1)
    return [{ code: 'agreements/no-memorandum', facts: { agencies: `${a}–${b}`, kind: work.objectKind, day, ended: ended ?? '–' }, clause: 'LB-11' }]
  })
}

/** What a port does about joint work without a memorandum. */
export type MemorandumPolicy = 'nothing' | 'warn' | 'stop'

/** The policy a parameter stands for: 0 nothing, 1 warn, 2 or more stop. */
export function memorandumPolicy(value: number): MemorandumPolicy {
  return value >= 2 ? 'stop' : value >= 1 ? 'warn' : 'nothing'
}
