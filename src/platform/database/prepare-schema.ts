import path from 'node:path'
import { beginEraAfterRestore } from '../ledger/era.ts'
import { root } from '../root.ts'
import { openDatabase } from './database.ts'
import { migrate, readMigrations } from './migrate.ts'
import { ensureRoles } from './roles.ts'

/** The database that was named cannot carry the product; the message says why. */
export class UnusableDatabase extends Error {
  override readonly name = 'UnusableDatabase'
}

const oldestMajor = 15

/**
 * Brings the database behind `url` to this program's schema: roles first, because migrations grant to them, then every missing migration, then a new
 * era of the ledger where the database was restored from elsewhere. Any number of starters may do it at once. Returns the names of the migrations applied now.
 * With `only`, the schema is brought to exactly these migrations, for data of an older program.
 */
export async function prepareSchema(url: string, only?: ReadonlySet<number>): Promise<string[]> {
  const db = openDatabase({ url, connections: 2 })
  try {
    const [facts] = await db.query<{ version: number; encoding: string }>(
      `select current_setting('server_version_num')::int as version, current_setting('server_encoding') as encoding`,
    )
    if (facts === undefined || facts.version < oldestMajor * 10_000) throw new UnusableDatabase(`PostgreSQL ${oldestMajor} or newer is needed`)
    if (facts.encoding !== 'UTF8') throw new UnusableDatabase(`the database must be in UTF8, it is in ${facts.encoding}`)
    await ensureRoles(db)
    const migrations = await readMigrations(path.join(root, 'migrations'))
    const applied = await migrate(db, only === undefined ? migrations : migrations.filter(({ number }) => only.has(number)))
    await beginEraAfterRestore(db)
    return applied
  } finally {
    await db.close()
  }
}
