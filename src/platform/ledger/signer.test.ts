import { chmod, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { freshSigner } from '../../../tests/support/ledger.ts'
import { instant } from '../../kernel/instant.ts'
import { verifierText } from './checkpoint.ts'
import { readSavedCheckpoints, saveCheckpoint, savedFolder } from './saved-checkpoint.ts'
import { knownVerifiers, ledgerFolder, openSigner } from './signer.ts'

let home: string
beforeEach(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'lianjian-signer-'))
})
afterEach(() => rm(home, { recursive: true }))

test('many processes that start at once in a new home sign with one key, which only the owner can read', async () => {
  const signers = await Promise.all(Array.from({ length: 8 }, () => openSigner(home)))
  expect(new Set(signers.map(verifierText)).size).toBe(1)
  expect((await stat(path.join(ledgerFolder(home), 'signer.pem'))).mode & 0o777).toBe(0o600)
  expect((await readdir(ledgerFolder(home))).sort()).toEqual(['signer.pem', 'verifiers'])
})

test('a key that others can read is not used', async () => {
  await openSigner(home)
  await chmod(path.join(ledgerFolder(home), 'signer.pem'), 0o644)
  await expect(openSigner(home)).rejects.toThrow(/chmod 600/)
})

test('keys that were ever used here stay known after a change of key, and given ones count', async () => {
  const first = await openSigner(home)
  await rm(path.join(ledgerFolder(home), 'signer.pem'))
  const second = await openSigner(home)
  const given = freshSigner()
  const file = path.join(ledgerFolder(home), 'verifiers')
  await writeFile(file, `${await readFile(file, 'utf8')}# from the second machine\n${verifierText(given)}\n`)
  expect((await knownVerifiers(home)).map(verifierText)).toEqual([first, second, given].map(verifierText))
  expect(await knownVerifiers(path.join(home, 'elsewhere'))).toEqual([])
})

test('a checkpoint is kept per port and database in place of the earlier one', async () => {
  const signer = freshSigner()
  const checkpoint = { port: '38/0101', size: 3, root: Buffer.alloc(32, 1), sealedAt: instant('2026-03-01T08:00:00Z') }
  const folder = savedFolder(home, 'postgres://user:first@db:5432/border')
  expect(folder).toBe(savedFolder(home, 'postgres://other:second@db:5432/border'))
  expect(folder).not.toBe(savedFolder(home, 'postgres://user:first@db:5432/another'))
  expect(folder).not.toBe(savedFolder(home, undefined))
  expect(await readSavedCheckpoints(folder)).toEqual([])
  for (const size of [3, 9]) await saveCheckpoint(folder, { ...checkpoint, size }, { ...signer, signature: Buffer.alloc(64) })
  await saveCheckpoint(folder, { ...checkpoint, port: '650302' }, { ...signer, signature: Buffer.alloc(64) })
  expect((await readSavedCheckpoints(folder)).map((note) => [note.checkpoint.port, note.checkpoint.size])).toEqual([['38/0101', 9], ['650302', 3]])
  await writeFile(path.join(folder, 'x.checkpoint'), 'nonsense')
  await expect(readSavedCheckpoints(folder)).rejects.toThrow('x.checkpoint is not a checkpoint')
})
