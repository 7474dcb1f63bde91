import type { Wire } from '../../../web/api/wire.ts'
import type { Inspection } from '../domain/inspection.ts'
import type { Handling } from '../domain/session.ts'

/** A record of an opening, weighing or scan. */
export type HandlingView = Wire<Omit<Handling, 'object'>>

/** An inspection as the API gives it, cut to what the reader may see; `handlings` only where it is read by itself. */
export type InspectionView = Wire<Inspection> & { readonly handlings?: readonly HandlingView[] }
export type TaskView = InspectionView['tasks'][number]
