import type { StageState, StageView } from '../../../web/kit/walk.tsx'

/** What the walk is drawn from; a list knows less than a case does. */
export interface WalkFacts {
  readonly status: string
  readonly directives?: number | undefined
  readonly agencies?: number | undefined
  readonly inspected?: boolean | undefined
}

const ended: Readonly<Record<string, StageState>> = { released: 'done', refused: 'stop', held: 'stop' }

/** The stages of a consignment and where it stands, from what is known of it. */
export function walkOf({ status, directives, agencies, inspected }: WalkFacts): readonly StageView[] {
  const over = ended[status]
  const asked = directives === undefined ? status !== 'accepted' && status !== 'released' : directives > 0
  const after = (state: StageState): StageState => (over === 'done' ? (asked ? 'done' : 'skipped') : state)
  return [
    { stage: 'submitted', state: 'done' },
    { stage: 'assessed', state: 'done' },
    { stage: 'directed', state: asked ? 'done' : over === 'done' ? 'skipped' : 'ahead' },
    { stage: 'joined', state: after(agencies !== undefined && agencies > 1 ? (inspected === true ? 'done' : 'met') : asked ? 'skipped' : 'ahead') },
    { stage: 'inspected', state: after(inspected === true ? 'done' : asked && (agencies ?? 0) <= 1 ? 'now' : 'ahead') },
    { stage: 'released', state: over ?? 'ahead' },
  ]
}
