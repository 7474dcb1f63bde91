import type { Command } from '../../joint/inspections/public.ts'
import type { Instant } from '../../kernel/instant.ts'
import type { Refusal } from '../../kernel/refusal.ts'
import type { Context, Machine } from '../../platform/context.ts'
import type { Tx } from '../../platform/database/database.ts'
import type { MappedDeclaration, TariffView } from './domain/map-declaration.ts'
import type { Submitted } from './import-declarations.ts'

/** What came of something a simulated party did. */
export type Done = { readonly ok: true; readonly value?: unknown } | { readonly ok: false; readonly refusals: readonly Refusal[] }

/**
 * The product on the database of a replay, with a clock that is moved: the same intake, jobs, desk and acts as everybody's. Given by apps.
 */
export interface ReplayPath {
  readonly machine: Machine
  /** Ids of a stretch of time begin from its end and the seed, so that a stopped run goes on with the same ones. */
  beginTick(until: Instant): void
  advanceTo(moment: Instant): void
  /** The tariff of the rules in force at a moment. */
  tariffAt(at: Instant): TariffView
  submit(context: Context, declaration: MappedDeclaration): Promise<Submitted>
  /** Does every job that is due at the clock. */
  runJobs(): Promise<void>
  sendDirective(context: Context, directive: unknown): Promise<Done>
  /** In the caller's transaction, so that the acts of one stretch of time share one. */
  act(tx: Tx, context: Context, inspection: string, command: Command): Promise<Done>
  /** Books a piece of equipment for the actor's agency, as everybody does. */
  book(tx: Tx, context: Context, wanted: { readonly id: string; readonly equipment: string; readonly from: string; readonly to: string; readonly purpose: string; readonly inspection: string }): Promise<Done>
  /** Gives a booking back. */
  returnBooking(tx: Tx, context: Context, id: string, reason: string): Promise<Done>
  close(): Promise<void>
}
