import type { Pack } from '../../../kernel/pack.ts'
import type { Assessment } from '../../domain/assessment.ts'
import { shareFactor } from '../../domain/credit-burdens.ts'
import type { DeclarationFacts } from '../../domain/facts.ts'
import { choose } from './choose.ts'
import type { LaneCut } from './control.ts'
import { ticketOf } from './draw-ticket.ts'
import type { Scorer } from './model.ts'
import { inspectionOf, raiseChosen, wantsInspection } from './raise.ts'
import { laneOf, traitsOf } from './traits.ts'

/** A submission as choosing looks at it: its facts and what names the goods. */
export type ChosenFacts = DeclarationFacts & { readonly reference: string; readonly transportDocument?: string | undefined }

/** What a case is chosen by: the model in force, what the lane can still take, and the lots of the day. */
export interface ChosenBy {
  readonly version: number
  readonly scorer: Scorer
  /** What scores of the lane are held against at the moment of the case. */
  readonly cut: LaneCut | undefined
  readonly share: number
  readonly day: string
  readonly secret: string
}

/** An assessment with the choice in it: by its most suspected line, within what the lane can take, or by the lot (RR-16). */
export function chooseCase(pack: Pack, facts: ChosenFacts, assessment: Assessment, { version, scorer, cut, share, day, secret }: ChosenBy): Assessment {
  const inspection = inspectionOf(pack, facts.at)
  if (inspection === undefined) return assessment
  let [score, strongest] = [-Infinity, facts.items[0]]
  for (const item of facts.items) {
    const found = scorer.score(traitsOf(facts, item))
    if (found > score) [score, strongest] = [found, item]
  }
  const contributions = strongest === undefined ? [] : scorer.explain(traitsOf(facts, strongest))
  const ticket = ticketOf(facts.port, day, secret, facts.declarant, facts.transportDocument ?? facts.reference)
  // RR-12: whose grade costs a higher share is drawn so much more often; the score does not look at it.
  const factor = shareFactor(pack, assessment.creditGrade, facts.at)
  const wanted = wantsInspection(pack, assessment.checks)
  return raiseChosen(pack, assessment, choose({ lane: laneOf(facts), model: version, score, contributions, wanted, cut, share: Math.min(1, share * factor), ticket }), inspection, facts.at)
}
