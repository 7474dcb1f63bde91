import { readdir } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import { freshDatabase } from '../../../tests/support/database.ts'
import { root } from '../root.ts'
import { openDatabase } from './database.ts'
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
