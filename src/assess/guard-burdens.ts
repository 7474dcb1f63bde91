import type { Row } from '../kernel/decision-table/table.ts'
import { inForce, type Instant } from '../kernel/instant.ts'
import type { Pack } from '../kernel/pack.ts'
import type { Refusal } from '../kernel/refusal.ts'
import type { Queryable } from '../platform/database/database.ts'
import { againstBurdens, type TableRows } from './domain/against-burdens.ts'
import { modeTables } from './modes/domain/category.ts'
import { listActiveVersions, loadVersions } from './store.ts'

const matrix = 'combined-risk'

/** Rows of a matrix or a table of modes that promise a grade what its burdens do not leave it, beside the other tables in force when they begin (RR-12); none of any other table. */
export async function contradictions(q: Queryable, pack: Pack, table: string, rows: readonly Row[], at: Instant): Promise<readonly Refusal[]> {
  const scales = modeTables(pack)
  if (table !== matrix && !scales.includes(table)) return []
  const beside = table === matrix ? scales : [matrix]
  const valid = (await listActiveVersions(q)).filter((one) => beside.includes(one.table) && inForce({ validFrom: one.validFrom, ...(one.validTo === null ? {} : { validTo: one.validTo }) }, at))
  const newest = beside.flatMap((name) => valid.filter((one) => one.table === name).sort((a, b) => b.validFrom - a.validFrom || b.version - a.version).slice(0, 1))
  const others = (await loadVersions(q, newest)).flatMap((one) => asked(pack, one.table, one.rows))
  const found = asked(pack, table, rows).flatMap((tried) => others.flatMap((other) => (table === matrix ? againstBurdens(pack, tried, other, tried, at) : againstBurdens(pack, other, tried, tried, at))))
  return [...new Map(found.map((one) => [one.pointer, one])).values()]
}

function asked(pack: Pack, name: string, rows: readonly Row[]): readonly TableRows[] {
  const definition = pack.tables.find((seed) => seed.definition.name === name)?.definition
  return definition === undefined ? [] : [{ definition, rows }]
}
