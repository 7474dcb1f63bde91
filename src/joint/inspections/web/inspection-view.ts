import type { InspectionView } from '../inspection-view.ts'

export type { InspectionView }

/** One agency's part of an inspection. */
export type TaskView = InspectionView['tasks'][number]

/** A record of an opening, weighing or scan. */
export type HandlingView = NonNullable<InspectionView['handlings']>[number]
