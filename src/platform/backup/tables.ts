import pg from 'pg'
import { Bug } from '../../kernel/invariant.ts'
import type { Tx } from '../database/database.ts'
import type { TableHead } from './backup-format.ts'

/** Every table of the product with the columns that hold data, each after those it refers to, so that it can be filled in this order. */
export async function readTables(tx: Tx): Promise<TableHead[]> {
  const tables = await tx.query<{ table: string; columns: string[]; refersTo: string[] }>(
    // Partitions are read through the table they are part of; which migrations ran is a property of the schema, not of the data.
    `select format('%s.%s', n.nspname, c.relname) as "table",
            (select array_agg(a.attname::text order by a.attnum) from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '') as columns,
            array(select distinct format('%s.%s', fn.nspname, f.relname)
                  from pg_constraint k join pg_class f on f.oid = k.confrelid join pg_namespace fn on fn.oid = f.relnamespace
                  where k.conrelid = c.oid and k.contype = 'f' and k.confrelid <> c.oid) as "refersTo"
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'p') and not c.relispartition and c.relpersistence <> 't'
       and n.nspname not like 'pg\\_%' and n.nspname <> 'information_schema'
       and (n.nspname, c.relname) <> ('platform', 'migration')
     order by 1`,
  )
  return inOrderOfReference(tables).map(({ table, columns }) => ({ table, columns }))
}

/** Tables after those they refer to; otherwise as given. Throws when two refer to each other. */
function inOrderOfReference<T extends { readonly table: string; readonly refersTo: readonly string[] }>(tables: readonly T[]): T[] {
  const ordered: T[] = []
  const placed = new Set<string>()
  while (ordered.length < tables.length) {
    const next = tables.find(({ table, refersTo }) => !placed.has(table) && refersTo.every((other) => placed.has(other)))
    if (next === undefined) throw new Bug(`tables refer to each other: ${tables.filter(({ table }) => !placed.has(table)).map(({ table }) => table).join(', ')}`)
    ordered.push(next)
    placed.add(next.table)
  }
  return ordered
}

/** Last values of the sequences that were used. */
export async function readSequences(tx: Tx): Promise<Record<string, number>> {
  const rows = await tx.query<{ name: string; last: number }>(
    `select format('%s.%s', schemaname, sequencename) as name, last_value as last from pg_sequences where last_value is not null`,
  )
  return Object.fromEntries(rows.map((row) => [row.name, row.last]))
}

/** Numbers of the migrations of this database. */
export async function readMigrationNumbers(tx: Tx): Promise<number[]> {
  return (await tx.query<{ number: number }>('select number from platform.migration order by number')).map((row) => row.number)
}

/** The name `schema.table` as SQL. */
export function quoted(table: string): string {
  return table.split('.').map(pg.escapeIdentifier).join('.')
}
