import type { Instant } from '../../kernel/instant.ts'
import type { Refusal } from '../../kernel/refusal.ts'
import type { Queryable } from '../../platform/database/database.ts'
import type { Inspection } from './domain/inspection.ts'

/** An operating procedure by its edition (操作规程, GV-09). */
export interface ProcedureEdition {
  readonly code: string
  readonly edition: string
}

/** What a session began under, as it is kept. */
export interface KeptTerms {
  readonly procedures: readonly ProcedureEdition[]
  readonly warnings: readonly Refusal[]
}

/** What the agencies have agreed on that bears on a session: what stops it, what it is only warned of, the procedures it goes by. */
export interface Terms extends KeptTerms {
  readonly stops: readonly Refusal[]
}

/** Finds the terms of an inspection at a moment. Given by the module that keeps agreements, so that inspections do not know it. */
export type TermsOf = (db: Queryable, inspection: Inspection, now: Instant) => Promise<Terms>
