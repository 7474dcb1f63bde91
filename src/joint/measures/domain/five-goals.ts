import type { Instant } from '../../../kernel/instant.ts'

/** What is known of one closed inspection of several agencies. */
export interface Measured {
  readonly id: string
  readonly object: string
  readonly objectKind: string
  readonly agencies: readonly string[]
  readonly site?: string
  /** Different people in the crews. */
  readonly persons: number
  readonly proposedAt: Instant
  /** When the last party said yes. */
  readonly agreedAt?: Instant
  readonly startedAt: Instant
  readonly closedAt: Instant
  readonly openings: number
  readonly results: number
}

/** The five goals of the mechanism for one inspection (人员集约、时间集中、对象便利、结果可查、信息共享, JI-23). Spans in milliseconds. */
export interface FiveGoals {
  /** People used, and what the agencies would have sent one by one. */
  readonly persons: { readonly used: number; readonly alone: number }
  /** How long the one visit took, and how many there would have been. */
  readonly time: { readonly span: number; readonly visitsAlone: number }
  /** Openings of the goods: what the trader has to arrange. */
  readonly openings: number
  /** Results that can be looked up, of those there should be. */
  readonly results: { readonly kept: number; readonly due: number }
  /** From the proposal to the last yes (JI-20). */
  readonly toAgreement?: number
}

/** Measures one inspection; `alone` is how many officers an agency sends when it looks by itself, a number of the port. */
export function fiveGoals(measured: Measured, alone: number): FiveGoals {
  const agencies = measured.agencies.length
  return {
    persons: { used: measured.persons, alone: alone * agencies },
    time: { span: measured.closedAt - measured.startedAt, visitsAlone: agencies },
    openings: measured.openings,
    results: { kept: measured.results, due: agencies },
    ...(measured.agreedAt === undefined ? {} : { toAgreement: Math.max(0, measured.agreedAt - measured.proposedAt) }),
  }
}

/** A share as a fraction of one; nothing of nothing is nothing. */
export function shareOf(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole
}
