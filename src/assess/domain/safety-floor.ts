import { findRelaxed, type Relaxed } from '../../kernel/decision-table/find-relaxed.ts'
import type { Row, TableDefinition } from '../../kernel/decision-table/table.ts'
import { inForce, type Instant } from '../../kernel/instant.ts'
import type { Pack } from '../../kernel/pack.ts'
import type { Refusal } from '../../kernel/refusal.ts'
import { severityAt } from './release-scale.ts'

/** The table of the modes nothing may fall below (RR-22). */
export const floorTable = 'safety-floor'

/** A version of the floor and when it is in force. */
export interface FloorVersion {
  readonly version: number
  readonly validFrom: Instant
  readonly validTo?: Instant
  readonly rows: readonly Row[]
}

/** Where the floor falls: a row that no longer holds, and from when. */
export interface Lowered extends Relaxed {
  readonly at: Instant
}

/** Rows of `before` that `after` no longer asks at a moment: the floor is lowered where there are some. A mode the pack does not know asks nothing. */
export function relaxedFloor(law: Pick<Pack, 'releaseModes'>, definition: TableDefinition, before: readonly Row[], after: readonly Row[], at: Instant): readonly Relaxed[] {
  const asked = (row: Row): number => {
    const mode = String(row.then['mode'])
    return law.releaseModes.some(({ code }) => code === mode) ? severityAt(law, mode, at) : -1
  }
  return findRelaxed(definition, before, after, (one, other) => asked(one) >= asked(other))
}

/** The rows in force at a moment: of the version valid then that began last (GV-12). */
function rowsAt(versions: readonly FloorVersion[], at: Instant): readonly Row[] {
  const valid = versions.filter((one) => inForce(one, at))
  return valid.reduce<FloorVersion | undefined>((last, one) => (last === undefined || one.validFrom > last.validFrom || (one.validFrom === last.validFrom && one.version > last.version) ? one : last), undefined)?.rows ?? []
}

/**
 * Where a change of the versions lowers the floor at any moment from `now` on: each stretch between two beginnings or ends is compared, so that neither an end
 * nor a beginning to come lets goods under what would have held without the change (RR-22).
 */
export function findLowered(law: Pick<Pack, 'releaseModes'>, definition: TableDefinition, before: readonly FloorVersion[], after: readonly FloorVersion[], now: Instant): readonly Lowered[] {
  const ends = [...before, ...after].flatMap(({ validFrom, validTo }) => (validTo === undefined ? [validFrom] : [validFrom, validTo]))
  const moments = [...new Set([now, ...ends.filter((moment) => moment > now)])].sort((a, b) => a - b)
  return moments.flatMap((at) => {
    const [was, would] = [rowsAt(before, at), rowsAt(after, at)]
    return was === would ? [] : relaxedFloor(law, definition, was, would, at).map((one) => ({ ...one, at }))
  })
}

/** What is said of each row of the floor that falls, once. */
export function sayLowered(lowered: readonly Relaxed[]): readonly Refusal[] {
  const rows = new Map(lowered.map((one) => [one.before.id, one]))
  return [...rows.values()].map(({ before, labels }) => {
    const values = Object.entries(labels).map(([column, label]) => `${column} = ${label}`).join(', ')
    return { code: 'tables/floor-lowered', pointer: '/rows', facts: { row: before.id, mode: String(before.then['mode']), values: values === '' ? before.id : values }, clause: 'RR-22' }
  })
}
