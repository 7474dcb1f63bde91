import type { Row } from '../kernel/decision-table/table.ts'
import type { Instant } from '../kernel/instant.ts'
import type { Pack } from '../kernel/pack.ts'
import type { Queryable } from '../platform/database/database.ts'
import { findLowered, floorTable, type FloorVersion, type Lowered } from './domain/safety-floor.ts'
import { listActiveVersions, loadVersions } from './store.ts'

/** What a version is to do: come into force with these rows, or end. */
export type FloorChange = { readonly adds: FloorVersion } | { readonly ends: number; readonly at: Instant }

/**
 * Where a change of the versions of a table lowers the safety floor from now on (RR-22): nowhere, for every other table. Call `lockTable` first, so that
 * what is compared is what is in force.
 */
export async function loweredBy(q: Queryable, pack: Pack, table: string, change: FloorChange, now: Instant): Promise<readonly Lowered[]> {
  const definition = table === floorTable ? pack.tables.find((seed) => seed.definition.name === table)?.definition : undefined
  if (definition === undefined) return []
  const active = (await listActiveVersions(q)).filter((one) => one.table === table && (one.validTo === null || one.validTo > now))
  const before: readonly FloorVersion[] = await loadVersions(q, active)
  const after = 'adds' in change ? [...before, change.adds] : before.map((one) => (one.version === change.ends ? { ...one, validTo: change.at } : one))
  return findLowered(pack, definition, before, after, now)
}

/** A version as the floor is compared by. */
export function floorVersion(version: number, rows: readonly Row[], validFrom: Instant, validTo: Instant | null | undefined): FloorVersion {
  return { version, rows, validFrom, ...(validTo === null || validTo === undefined ? {} : { validTo }) }
}
