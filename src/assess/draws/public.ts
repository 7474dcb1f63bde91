// The front door of draws of lots.
import type { JobKinds } from '../../platform/jobs/public.ts'
import { advanceJob } from './advance-draw.ts'
import type { DrawParts } from './deps.ts'
import { advanceKind } from './freeze-draw.ts'
import { owedJob, owedKind } from './owed-crews.ts'

export type { DrawParts } from './deps.ts'
export { checks, verifyDraw, type DrawFile, type Finding } from './domain/verify-draw.ts'
export { findDrawnCrews, findDrawnDirectives, findDrawnLots, findEarlierDirectives, linkDrawnDirectives, type DrawnLots } from './drawn-store.ts'
export { lotsDrawn } from './advance-draw.ts'
export { interests } from './interests-register.ts'
export { publishDecisions } from './record-outcome.ts'
export { drawRoutes } from './routes.ts'
export { DrawFileSchema } from './views.ts'

/** Background work of draws: their clocks, and what waits for the ledger. */
export function drawJobs(parts: DrawParts): JobKinds {
  return { [advanceKind]: advanceJob(parts), [owedKind]: owedJob(parts) }
}
