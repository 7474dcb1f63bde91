import type { Pack } from '../../../kernel/pack.ts'
import type { Assessment } from '../../domain/assessment.ts'
import type { DeclarationFacts } from '../../domain/facts.ts'
import { choose } from './choose.ts'
import type { LaneControl, LanePlan } from './control.ts'
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
  readonly control: LaneControl
  readonly plan: LanePlan
  readonly share: number
  readonly day: string
  readonly secret: string
}

/** An assessment with the choice in it: by its most suspected line, within what the lane can take, or by the lot (RR-16). */
export function chooseCase(pack: Pack, facts: ChosenFacts, assessment: Assessment, { version, scorer, control, plan, share, day, secret }: ChosenBy): Assessment {
  const inspection = inspectionOf(pack, facts.at)
  if (inspection === undefined) return assessment
  let [score, strongest] = [-Infinity, facts.items[0]]
  for (const item of facts.items) {
    const found = scorer.score(traitsOf(facts, item))
    if (found > score) [score, strongest] = [found, item]
  }
  const contributions = strongest === undefined ? [] : scorer.explain(traitsOf(facts, strongest))
  const ticket = ticketOf(facts.port, day, secret, facts.declarant, facts.transportDocument ?? facts.reference)
  const wanted = wantsInspection(pack, assessment.checks)
  return raiseChosen(pack, assessment, choose(control, { lane: laneOf(facts), model: version, score, contributions, wanted, plan, share, ticket }), inspection, facts.at)
}
