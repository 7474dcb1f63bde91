import type { LaneControl, LanePlan } from './control.ts'
import type { Contribution } from './model.ts'

/** Why a case is looked into: the rules want it anyway, its score is among the highest, or the permanent random share names it; or it is not. */
export const bases = ['rules', 'targeting', 'random', 'none'] as const
export type Basis = (typeof bases)[number]

/** What was decided about a case and on what. */
export interface Choice {
  readonly basis: Basis
  /** The probability with which a case like this is looked into: 1 where rules or score decide. */
  readonly probability: number
  readonly lane: string
  /** Version of the model the score is of. */
  readonly model: number
  readonly score: number
  readonly threshold: number
  /** The share of the lane's free cases that may be picked by score. */
  readonly rate: number
  /** The permanent random share. */
  readonly share: number
  readonly ticket: number
  readonly contributions: readonly Contribution[]
}

/** What is known of a case when it is chosen or not. */
export interface Choosing {
  readonly lane: string
  readonly model: number
  readonly score: number
  readonly contributions: readonly Contribution[]
  /** The rules want it inspected whatever the score. */
  readonly wanted: boolean
  readonly plan: LanePlan
  readonly share: number
  readonly ticket: number
}

/**
 * Chooses: what the rules want comes first and teaches the lane nothing of its free places; then the score; then the random share, which is drawn of
 * every case that neither decides, whatever its score, so that what it finds speaks for all of them.
 */
export function choose(control: LaneControl, { wanted, plan, ...known }: Choosing): Choice {
  const { score, share, ticket } = known
  const { picked, threshold } = wanted ? { picked: false, threshold: Infinity } : control.pick(score, plan.rate)
  const basis = wanted ? 'rules' : picked ? 'targeting' : ticket < share ? 'random' : 'none'
  control.count(basis !== 'none', plan)
  return { ...known, basis, probability: wanted || picked ? 1 : share, threshold, rate: plan.rate }
}
