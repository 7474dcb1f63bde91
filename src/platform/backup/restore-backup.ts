import { createHash, type Hash } from 'node:crypto'
import { once } from 'node:events'
import { finished } from 'node:stream/promises'
import { from } from 'pg-copy-streams'
import pg from 'pg'
import type { Database, Tx } from '../database/database.ts'
import { raiseEra } from '../ledger/era-store.ts'
import { countLines, UnusableBackup, type BackupEnd, type BackupPart, type TableCount, type TableHead } from './backup-format.ts'
import { quoted, readMigrationNumbers, readTables } from './tables.ts'

/**
 * Fills a database, whose schema is that of the backup, in one transaction: all of the backup or nothing. Everything read is held against the
 * counts and hashes at its end. Refuses a database that has a ledger of its own. Begins a new era of the ledger, because transaction
 * numbers of this cluster are not those of the one the backup comes from. Connected as the owner of the schema.
 */
export async function restoreBackup(db: Database, parts: AsyncGenerator<BackupPart>): Promise<BackupEnd> {
  return db.transaction(async (tx) => {
    const [state] = await tx.query<{ used: boolean }>('select exists (select from ledger.entry) as used')
    if (state?.used === true) throw new UnusableBackup('this database has a ledger already; restore into an empty one')
    const known = new Set((await readTables(tx)).map(({ table }) => table))
    await tx.query(`truncate ${[...known].map(quoted).join(', ')}`)
    const counted: Record<string, TableCount> = {}
    for await (const part of parts) {
      if (part.kind === 'header') await checkMigrations(tx, part.header.migrations)
      else if (part.kind === 'table') {
        if (!known.has(part.head.table)) throw new UnusableBackup(`there is no table ${part.head.table}`)
        counted[part.head.table] = await fill(tx, part.head, parts)
      } else if (part.kind === 'end') {
        checkCounts(counted, part.end.tables)
        for (const [name, last] of Object.entries(part.end.sequences)) await tx.query('select setval($1::regclass, $2)', [quoted(name), last])
        await beginEra(tx)
        return part.end
      }
    }
    throw new UnusableBackup('the backup is cut short')
  })
}

async function fill(tx: Tx, { table, columns }: TableHead, parts: AsyncGenerator<BackupPart>): Promise<TableCount> {
  const hash = createHash('sha256')
  let rows = 0
  const stream = tx.client.query(from(`copy ${quoted(table)} (${columns.map(pg.escapeIdentifier).join(', ')}) from stdin`))
  const written = finished(stream)
  // Awaited below; a failure between two rows must not count as unhandled until then.
  written.catch(() => undefined)
  try {
    for (let next = await parts.next(); next.done !== true && next.value.kind === 'rows'; next = await parts.next()) {
      rows += take(next.value.bytes, hash)
      if (!stream.write(next.value.bytes)) await Promise.race([once(stream, 'drain'), written])
    }
  } catch (error) {
    // Tells the database that no more rows come; it would wait for them for ever.
    stream.destroy(error as Error)
    await written.catch(() => undefined)
    throw error
  }
  stream.end()
  await written
  return { rows, sha256: hash.digest('hex') }
}

function take(bytes: Buffer, hash: Hash): number {
  hash.update(bytes)
  return countLines(bytes)
}

async function checkMigrations(tx: Tx, wanted: readonly number[]): Promise<void> {
  const own = await readMigrationNumbers(tx)
  if (own.join() !== wanted.join()) throw new UnusableBackup('the schema of this database is not that of the backup')
}

function checkCounts(counted: Readonly<Record<string, TableCount>>, told: Readonly<Record<string, TableCount>>): void {
  for (const table of new Set([...Object.keys(counted), ...Object.keys(told)])) {
    if (counted[table]?.rows !== told[table]?.rows || counted[table]?.sha256 !== told[table]?.sha256) throw new UnusableBackup(`the rows of ${table} are not those that were backed up`)
  }
}

async function beginEra(tx: Tx): Promise<void> {
  const [row] = await tx.query<{ newest: number }>('select max(number) as newest from ledger.era')
  await raiseEra(tx, (row?.newest ?? 0) + 1, 'restored from a backup')
}
