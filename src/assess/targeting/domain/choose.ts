import type { Instant } from '../../../kernel/instant.ts'
import { beyond, chanceOf, type LaneCut } from './control.ts'
import type { Contribution } from './model.ts'

/** Why a case is looked into: the rules want it anyway, its score is among the highest, or the permanent random share names it; or it is not. */
export const bases = ['rules', 'targeting', 'random', 'none'] as const
export type Basis = (typeof bases)[number]

/** What was decided about a case and on what: enough to decide it again. */
export interface Choice {
  readonly basis: Basis
  /** The probability with which a case like this is looked into: 1 where rules or score decide. */
  readonly probability: number
  readonly lane: string
  /** Version of the model the score is of. */
  readonly model: number
  readonly score: number
  /** When the cut that the score was held against began; absent where the lane had none yet. */
  readonly cut?: Instant | undefined
  readonly threshold: number
  /** The share of those alike to the threshold that is picked. */
  readonly margin: number
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
  /** What scores of the lane are held against at the moment of the case; absent where it has none yet. */
  readonly cut: LaneCut | undefined
  readonly share: number
  readonly ticket: number
}

/** Scores are kept, told and compared with three decimals. */
const told = (score: number): number => (Number.isFinite(score) ? Math.round(score * 1000) / 1000 : score > 0 ? beyond : -beyond)

/**
 * Why a case is looked into, from what is kept with it: the rules first; then the score above the threshold, or alike to it with a ticket within the margin; then the
 * random share, of every case that neither decides, whatever its score, so that what it finds speaks for all of them. Nothing of it depends on other cases or on the
 * process that asks: whoever may read the choice, and the day's secret once it is told, finds the same (GV-15).
 */
export function basisOf({ wanted, score, threshold, margin, share, ticket }: Pick<Choice, 'score' | 'threshold' | 'margin' | 'share' | 'ticket'> & { readonly wanted: boolean }): Basis {
  if (wanted) return 'rules'
  if (ticket < chanceOf({ threshold, margin }, score)) return 'targeting'
  return ticket < share ? 'random' : 'none'
}

/** Chooses a case, or not. */
export function choose({ wanted, cut, ...known }: Choosing): Choice {
  const held = { ...known, score: told(known.score), cut: cut?.since, threshold: cut?.threshold ?? beyond, margin: cut?.margin ?? 0, rate: cut?.rate ?? 0 }
  return { ...held, basis: basisOf({ ...held, wanted }), probability: wanted ? 1 : Math.max(chanceOf(cut, held.score), known.share) }
}
