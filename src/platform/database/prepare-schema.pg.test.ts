import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import { freshDatabase } from '../../../tests/support/database.ts'
import { root } from '../root.ts'
import { openDatabase, type Database } from './database.ts'
import { prepareSchema, UnusableDatabase } from './prepare-schema.ts'

test('servers that start at the same moment on an empty database apply every migration once', async () => {
  const fresh = await freshDatabase({ from: 'nothing' })
  const applied = await Promise.all([prepareSchema(fresh.url), prepareSchema(fresh.url), prepareSchema(fresh.url)])
  const files = (await readdir(path.join(root, 'migrations'))).filter((file) => file.endsWith('.sql'))
  expect(applied.map((names) => names.length).sort()).toEqual([0, 0, files.length].sort())
  expect(await prepareSchema(fresh.url)).toEqual([])
  await fresh.drop()
})

test('a database that cannot hold Chinese is refused before anything is written', async () => {
  const fresh = await freshDatabase({ from: 'nothing' })
  await fresh.ownerDb.query(`create database not_utf8 template template0 encoding 'LATIN1' locale 'C'`)
  const url = new URL(fresh.url)
  url.pathname = '/not_utf8'
  await expect(prepareSchema(url.href)).rejects.toThrow(UnusableDatabase)
  const db = openDatabase({ url: url.href, connections: 1 })
  expect(await db.query(`select nspname from pg_namespace where nspname = 'platform'`)).toEqual([])
  await db.close()
  await fresh.ownerDb.query('drop database not_utf8')
  await fresh.drop()
})

/** The shape of the database: its tables, columns, constraints and rights. */
const shapeOf = (db: Database): Promise<unknown[]> =>
  db.query(`select c.oid::regclass::text as name, a.attname, format_type(a.atttypid, a.atttypmod) as type, a.attnotnull, c.relacl::text as rights,
      (select string_agg(pg_get_constraintdef(k.oid), ' ' order by k.conname) from pg_constraint k where k.conrelid = c.oid) as checks
    from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    where n.nspname not like 'pg\\_%' and n.nspname <> 'information_schema' and c.relkind in ('r', 'p', 'v', 'S') order by 1, a.attnum`)

test('whoever is cut off in the middle of migrating leaves all or nothing, and the next start brings the whole schema', async () => {
  const [whole, fresh] = [await freshDatabase(), await freshDatabase({ from: 'nothing' })]
  let cut = 0
  try {
    // Each time a little later, until one comes through between two looks.
    for (let after = 0; after < 60 && cut < 6; after += 10) {
      const migrating = prepareSchema(fresh.url).then(() => true, () => false)
      const busy = `select pid from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and state = 'active' and query ilike '%create table%'`
      for (let looks = 0; looks < after * 20 + 200; looks++) {
        const [found] = await fresh.ownerDb.query<{ pid: number }>(busy)
        if (found !== undefined && looks >= after) {
          if ((await fresh.ownerDb.query<{ done: boolean }>('select pg_terminate_backend($1) as done', [found.pid]))[0]?.done === true) cut++
          break
        }
      }
      const done = await migrating
      const there = (await fresh.ownerDb.query<{ there: boolean }>(`select to_regclass('platform.migration') is not null as there`))[0]?.there
      expect(there).toBe(done)
      if (done) break
    }
    expect(cut).toBeGreaterThan(0)
    await prepareSchema(fresh.url)
    expect(await prepareSchema(fresh.url)).toEqual([])
    expect(await shapeOf(fresh.ownerDb)).toEqual(await shapeOf(whole.ownerDb))
    expect(await fresh.ownerDb.query(`select 1 from pg_locks where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())`)).toEqual([])
  } finally {
    await Promise.all([whole.drop(), fresh.drop()])
  }
})

test('no migration ends the transaction it is a part of', async () => {
  const folder = path.join(root, 'migrations')
  const files = (await readdir(folder)).filter((file) => file.endsWith('.sql'))
  const ends = /^\s*(commit|rollback|begin|start transaction|end)\s*;|\bconcurrently\b/im
  const texts = await Promise.all(files.map(async (file) => ({ file, sql: (await readFile(path.join(folder, file), 'utf8')).replace(/--.*$/gm, '').replace(/\$\$[\s\S]*?\$\$/g, '') })))
  expect(texts.filter(({ sql }) => ends.test(sql)).map(({ file }) => file)).toEqual([])
  expect(ends.test('create table a (b int);\ncommit;\n')).toBe(true)
})
