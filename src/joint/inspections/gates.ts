import type { Pack } from '../../kernel/pack.ts'
import type { Refusal } from '../../kernel/refusal.ts'
import type { Context } from '../../platform/context.ts'
import type { Queryable, Tx } from '../../platform/database/database.ts'
import type { Inspection } from './domain/inspection.ts'
import type { HandlingAction } from './domain/session.ts'

/** What other modules add to the acts of an inspection. Wired in apps, so that inspections know none of them. */
export interface Gates {
  /** Why the object may not be opened, weighed or scanned yet. */
  readonly beforeHandling: (db: Queryable, inspection: Inspection, action: HandlingAction) => Promise<readonly Refusal[]>
  /** Why the session may not end yet. */
  readonly beforeClosing: (db: Queryable, inspection: Inspection) => Promise<readonly Refusal[]>
  /** Checks that several parties list: the agency that does one for all of them, or none named yet (LB-03). */
  readonly sharedChecks: (db: Queryable, inspection: Inspection) => Promise<ReadonlyMap<string, { readonly agency?: string; readonly apart?: string }>>
  /** An agency has decided; in the transaction of its decision. */
  readonly onDecided?: (acting: { readonly tx: Tx; readonly context: Context; readonly pack: Pack }, inspection: Inspection, agency: string) => Promise<void>
  /** Somebody reads what the agencies ask for and found (LB-09). */
  readonly onRead: (context: Context, inspection: Inspection) => Promise<void>
}

/** Nothing is added. */
export const noGates: Gates = {
  beforeHandling: () => Promise.resolve([]),
  beforeClosing: () => Promise.resolve([]),
  sharedChecks: () => Promise.resolve(new Map()),
  onRead: () => Promise.resolve(),
}
