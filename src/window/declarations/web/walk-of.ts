import type { StageState, StageView } from '../../../web/kit/walk.tsx'

/** How far the inspections of a case are. */
export type Looking = 'none' | 'arranging' | 'running' | 'done'

/** What the walk is drawn from; a list knows less than a case does. */
export interface WalkFacts {
  readonly status: string
  readonly acceptedAt: string
  readonly releasedAt?: string | undefined
  /** Absent where nobody asked. */
  readonly controls?: { readonly joint: boolean; readonly looking: Looking }
}

const ended: Readonly<Record<string, StageState>> = { released: 'done', refused: 'stop', held: 'stop' }

/** The stages of a consignment and where it stands, from what is known of it. */
export function walkOf({ status, acceptedAt, releasedAt, controls }: WalkFacts): readonly StageView[] {
  const over = ended[status]
  // Without knowing the inspections: whoever is released later than accepted was looked at in some way.
  const looking = controls?.looking ?? (status === 'accepted' ? 'arranging' : over !== 'done' || releasedAt === acceptedAt ? 'none' : 'done')
  const asked = looking !== 'none'
  const through: StageState = looking === 'done' ? 'done' : over === 'done' ? (asked ? 'done' : 'skipped') : 'ahead'
  const joined: StageState = controls === undefined ? through : !asked ? (over === 'done' ? 'skipped' : 'ahead') : !controls.joint ? 'skipped' : looking === 'arranging' ? 'met' : 'done'
  return [
    { stage: 'submitted', state: 'done' },
    { stage: 'assessed', state: 'done' },
    { stage: 'directed', state: asked ? 'done' : over === 'done' ? 'skipped' : 'ahead' },
    { stage: 'joined', state: joined },
    { stage: 'inspected', state: looking === 'running' || (looking === 'arranging' && controls?.joint === false) ? 'now' : through },
    { stage: 'released', state: over ?? 'ahead' },
  ]
}
