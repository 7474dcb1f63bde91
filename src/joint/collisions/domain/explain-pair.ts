import { meet, type CollidingDirective, type CollisionLaw, type Judged } from './meet.ts'

type Related = Exclude<Judged, { readonly relation: 'unrelated' }>

/**
 * How a directive stands to another one on the same object (DC-13): `met`, `same-need` of one agency, `through-others` where they are done together
 * though they do not meet by themselves, or `apart` with every condition that failed, one of them or several.
 */
export interface ExplainedPair {
  readonly relation: 'met' | 'same-need' | 'through-others' | 'apart'
  readonly failed: Extract<Related, { readonly relation: 'apart' }>['failed']
  readonly about?: string
  readonly meeting: Related['meeting']
}

/** Why two live directives are together, or are not; undefined when they are on different objects. What is done together is judged as it was when it met. */
export function explainPair(one: CollidingDirective, other: CollidingDirective, law: CollisionLaw): ExplainedPair | undefined {
  const together = one.inspection !== undefined && one.inspection === other.inspection
  const asMet = (directive: CollidingDirective): CollidingDirective => (together ? { ...directive, standing: 'open' } : directive)
  const judged = meet(asMet(one), asMet(other), law)
  if (judged.relation === 'unrelated') return undefined
  const { meeting } = judged
  if (judged.relation !== 'apart') return { relation: judged.relation === 'meet' ? 'met' : 'same-need', failed: [], meeting }
  return { relation: together ? 'through-others' : 'apart', failed: judged.failed, meeting, ...(judged.about === undefined ? {} : { about: judged.about }) }
}
