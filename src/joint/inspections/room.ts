import type { LedgerFact } from '../../platform/ledger/append.ts'
import type { NewNotice } from '../../platform/notices/public.ts'
import type { Decided } from './domain/event.ts'

/** Inspections that give way, and who is told of it. */
export interface Room {
  readonly changed: readonly Decided[]
  readonly notices: readonly NewNotice[]
  /** Of things that moved along with inspections. */
  readonly facts?: readonly LedgerFact[]
}
