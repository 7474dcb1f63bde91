import { createHash } from 'node:crypto'
import { to } from 'pg-copy-streams'
import pg from 'pg'
import { toIso, type Instant } from '../../kernel/instant.ts'
import type { Database, Tx } from '../database/database.ts'
import { countLines, endOfRows, type BackupEnd, type BackupHeader, type TableCount, type TableHead } from './backup-format.ts'
import { quoted, readMigrationNumbers, readSequences, readTables } from './tables.ts'

/** What the home keeps outside of the database and a backup must carry, or the restored ledger could not be checked. */
export type KeptOutside = Pick<BackupHeader, 'verifiers' | 'checkpoints'>

/**
 * Hands the whole database, as it is at one moment, to `consume` as the bytes of a backup; returns what was in it. The server may go on
 * writing meanwhile. Connected as the owner of the schema.
 */
export async function writeBackup(db: Database, now: Instant, kept: KeptOutside, consume: (bytes: AsyncIterable<Buffer>) => Promise<void>): Promise<BackupEnd> {
  return db.transaction(async (tx) => {
    await tx.query('set transaction isolation level repeatable read, read only')
    const tables: Record<string, TableCount> = {}
    const finished: { end?: BackupEnd } = {}
    await consume(
      (async function* () {
        const header: BackupHeader = { format: 'lianjian-backup', version: 1, takenAt: toIso(now), migrations: await readMigrationNumbers(tx), ...kept }
        yield line(header)
        for (const head of await readTables(tx)) {
          yield line(head)
          tables[head.table] = yield* rowsOf(tx, head)
          yield Buffer.from(endOfRows)
        }
        // After the tables: a sequence may only be ahead of the rows, never behind.
        finished.end = { end: true, tables, sequences: await readSequences(tx) }
        yield line(finished.end)
      })(),
    )
    return finished.end ?? { end: true, tables, sequences: {} }
  })
}

async function* rowsOf(tx: Tx, { table, columns }: TableHead): AsyncGenerator<Buffer, TableCount> {
  const hash = createHash('sha256')
  let rows = 0
  const stream = tx.client.query(to(`copy (select ${columns.map(pg.escapeIdentifier).join(', ')} from ${quoted(table)}) to stdout`))
  try {
    for await (const chunk of stream.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      hash.update(chunk)
      rows += countLines(chunk)
      yield chunk
    }
  } finally {
    // When the taker has given up, the database still sends the rest of the table, and answers nothing else before.
    stream.resume()
  }
  return { rows, sha256: hash.digest('hex') }
}

function line(value: object): Buffer {
  return Buffer.from(`${JSON.stringify(value)}\n`)
}
