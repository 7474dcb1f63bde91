import type { TableDefinition, TableVersion } from '../../kernel/decision-table/table.ts'
import type { Instant } from '../../kernel/instant.ts'
import type { Pack, TariffEntry } from '../../kernel/pack.ts'

/** Grade of an enterprise at a moment; undefined when nobody graded it. */
export type GradeLookup = (enterprise: string, at: Instant) => string | undefined

/** What the tariff says of a commodity code; undefined when the code is unknown. */
export type TariffLookup = (hs: string, at: Instant) => TariffEntry | undefined

/**
 * Every rule assessment needs, in memory: the pack and all active table versions with their times of validity.
 * One snapshot serves intake, what-if and replay; it never changes, a change of rules makes a new one with a higher `revision`.
 */
export interface RuleSnapshot {
  readonly revision: number
  readonly pack: Pack
  readonly grades: GradeLookup
  readonly tariff: TariffLookup
  readonly tables: ReadonlyMap<string, { readonly definition: TableDefinition; readonly versions: readonly TableVersion[] }>
}
