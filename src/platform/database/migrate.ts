import { readFile, readdir } from 'node:fs/promises'
import path from 'node:path'
import { Bug } from '../../kernel/invariant.ts'
import type { Database } from './database.ts'

/** The highest schema version this program knows; an older program refuses to run on a newer schema. */
export interface Migration {
  readonly number: number
  readonly name: string
  readonly sql: string
}

/** Reads `NNNN_name.sql` files in order. Throws when two bear the same number. */
export async function readMigrations(folder: string): Promise<Migration[]> {
  const files = (await readdir(folder)).filter((file) => /^\d{4}_[a-z0-9_]+\.sql$/.test(file)).sort()
  const migrations = await Promise.all(
    files.map(async (file) => ({ number: Number(file.slice(0, 4)), name: file.slice(5, -4), sql: await readFile(path.join(folder, file), 'utf8') })),
  )
  const numbers = new Set(migrations.map((migration) => migration.number))
  if (numbers.size !== migrations.length) throw new Bug('two migrations bear the same number')
  return migrations
}

/**
 * Brings the schema to the newest version, forward only; all missing files in one transaction, so that a failure leaves the old version.
 * Two starters at once are safe: the advisory lock lets one in, the other finds nothing to do.
 * Returns the names applied now.
 */
export async function migrate(db: Database, migrations: readonly Migration[]): Promise<string[]> {
  const applied: string[] = []
  await db.query('create schema if not exists platform').catch((error: { code?: string }) => {
    // Two starters may race to create the very first schema.
    if (error.code !== '23505' && error.code !== '42P06') throw error
  })
  await db.transaction(async (tx) => {
    await tx.query(`select pg_advisory_xact_lock(hashtext('lianjian.migrate'))`)
    await tx.query(`create table if not exists platform.migration (number int primary key, name text not null, applied_at timestamptz not null default now())`)
    const known = new Set((await tx.query<{ number: number }>('select number from platform.migration')).map((row) => row.number))
    const newest = Math.max(0, ...known)
    const newestHere = Math.max(0, ...migrations.map((migration) => migration.number))
    if (newest > newestHere) throw new Bug(`the database is at schema ${newest}, this program only knows ${newestHere}: update the program`)
    for (const migration of migrations) {
      if (known.has(migration.number)) continue
      await tx.query('insert into platform.migration (number, name) values ($1, $2)', [migration.number, migration.name])
      await tx.query(migration.sql).catch((error: Error) => {
        error.message = `migration ${migration.number} ${migration.name}: ${error.message}`
        throw error
      })
      applied.push(migration.name)
    }
  })
  return applied
}
