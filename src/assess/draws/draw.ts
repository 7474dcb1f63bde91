import type { Instant } from '../../kernel/instant.ts'
import type { RosterChange } from './domain/candidates.ts'
import type { DrawHead } from './domain/draw-list.ts'
import type { Selected } from './domain/draw-lots.ts'
import type { BeaconProof } from './domain/verify-draw.ts'

/** Where a draw stands: waiting for a second person; for commitments; for the ledger to seal them; for secrets; for the ledger again where one is missing; done; or the second person did not agree. */
export const drawStates = ['proposed', 'committing', 'sealing', 'revealing', 'settling', 'drawn', 'declined'] as const
export type DrawState = (typeof drawStates)[number]

/** Why a reason and a second person are needed (DR-05). */
export const drawCauses = ['redraw', 'roster', 'rules'] as const
export type DrawCause = (typeof drawCauses)[number]

/** A draw as it is stored. */
export interface Draw {
  readonly port: string
  readonly id: string
  readonly number: number
  readonly agency: string
  readonly state: DrawState
  readonly replaces: string | null
  readonly replacedBy: string | null
  readonly causes: readonly DrawCause[]
  readonly reason: string | null
  readonly orderedBy: string
  readonly orderedRole: string
  readonly orderedAt: Instant
  readonly approvedBy: string | null
  readonly approvedRole: string | null
  readonly approvedAt: Instant | null
  readonly head: DrawHead | null
  readonly root: string | null
  /** How many objects and officers are on the frozen list; how many objects were drawn. */
  readonly objects: number | null
  readonly officers: number | null
  readonly drawn: number | null
  readonly dutyTo: Instant | null
  readonly frozenAt: Instant | null
  /** Moment of acceptance up to which everything is on this list or one before it; null for a draw made again. */
  readonly gatheredTo: Instant | null
  readonly frozenEntry: string | null
  readonly commitBy: Instant | null
  readonly closedEntry: string | null
  readonly beacon: BeaconProof | null
  readonly revealBy: Instant | null
  readonly lateEntry: string | null
  readonly late: BeaconProof | null
  readonly seed: string | null
  readonly result: readonly Selected[] | null
  readonly roster: readonly RosterChange[] | null
  readonly drawnAt: Instant | null
}
