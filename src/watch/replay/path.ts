import type { Instant, Interval } from '../../kernel/instant.ts'
import type { Refusal } from '../../kernel/refusal.ts'
import type { Context, Machine } from '../../platform/context.ts'
import type { Tx } from '../../platform/database/database.ts'
import type { TariffView } from './domain/map-declaration.ts'
import type { Submitted } from './import-declarations.ts'

/** What came of something a simulated party did. */
export type Done = { readonly ok: true } | { readonly ok: false; readonly refusals: readonly Refusal[] }

/** An act on an inspection, as its party does it over the API. */
export type InspectionAct =
  | { readonly act: 'agree'; readonly slot: Interval; readonly site: string; readonly crew: readonly string[] }
  | { readonly act: 'decline'; readonly reason: string }
  | { readonly act: 'start' }
  | { readonly act: 'open' | 'weigh' | 'scan'; readonly object?: { readonly kind: 'container'; readonly ref: string }; readonly grossKg?: number }
  | { readonly act: 'findings'; readonly checks: readonly { readonly code: string; readonly outcome: 'ok' | 'problem'; readonly note?: string }[] }
  | { readonly act: 'dispositions'; readonly disposition: string; readonly reason?: string }
  | { readonly act: 'close' }

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
  submit(context: Context, declaration: unknown): Promise<Submitted>
  /** Does every job that is due at the clock. */
  runJobs(): Promise<void>
  sendDirective(context: Context, directive: unknown): Promise<Done>
  /** In the caller's transaction, so that the acts of one stretch of time share one. */
  act(tx: Tx, context: Context, inspection: string, act: InspectionAct): Promise<Done>
  close(): Promise<void>
}
