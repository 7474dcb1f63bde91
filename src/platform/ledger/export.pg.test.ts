import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { freshDatabase, type FreshDatabase } from '../../../tests/support/database.ts'
import { appendFacts, freshSigner, ledgerFact, ledgerStamp, sealFacts } from '../../../tests/support/ledger.ts'
import { instant } from '../../kernel/instant.ts'
import { root } from '../root.ts'
import { append } from './append.ts'
import { verifierText } from './checkpoint.ts'
import { openExport } from './export.ts'
import { leafHashOf, leafText } from './entry.ts'
import { verifyLedger } from './verify.ts'

const signer = freshSigner()
let database: FreshDatabase
let folder: string
let file: string
let lines: string[]

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'lianjian-export-'))
  file = path.join(folder, 'ledger.jsonl')
  database = await freshDatabase()
  const { db, ownerDb } = database
  const ids = await appendFacts(db, 2_300)
  await sealFacts(db, signer, 2_300)
  await db.transaction((tx) => append(tx, ledgerStamp(), [ledgerFact({ subjectKind: 'ledger-entry', subjectId: ids[5] ?? '', type: 'EntryRedacted' })]))
  await appendFacts(db, 40, { port: '650302', payload: { text: 'line\nbreak \u2028 "quoted" 小轿车' } })
  await sealFacts(db, signer, 41)
  await ownerDb.query('update ledger.entry set payload = null, salt = null, actor_name = null where id = $1', [ids[5]])
  const exporting = await openExport(file, [signer], instant('2026-03-01T08:00:00Z'))
  const report = await verifyLedger(db, { verifiers: [signer], saved: [], reader: exporting.reader })
  await exporting.close()
  expect(report.findings).toEqual([])
  lines = (await readFile(file, 'utf8')).trimEnd().split('\n')
})
afterAll(async () => {
  await database.drop()
  await rm(folder, { recursive: true })
})

/** Runs the separate verifier, as somebody would who has nothing but the file. */
async function verify(of: string, ...args: readonly string[]): Promise<{ code: number | null; output: string }> {
  const child = spawn(process.execPath, [path.join(root, 'tools', 'ledger-verify.mjs'), of, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  child.stdout.on('data', (part: Buffer) => (output += part.toString()))
  child.stderr.on('data', (part: Buffer) => (output += part.toString()))
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve))
  return { code, output }
}

async function verifyChanged(change: (lines: string[]) => string[], ...args: readonly string[]): Promise<{ code: number | null; output: string }> {
  const changed = path.join(folder, 'changed.jsonl')
  await writeFile(changed, `${change([...lines]).join('\n')}\n`)
  return verify(changed, '--key', verifierText(signer), ...args)
}

/** Index of the line of the n-th entry of the first port. */
const entryLine = (n: number): number => lines.flatMap((line, i) => (line.startsWith('{"leaf":') ? [i] : []))[n] ?? -1
const kept = (): string => (JSON.parse(lines.find((line) => line.includes('lianjian/380101\\n2301')) ?? '') as { checkpoint: string }).checkpoint

describe('the separate verifier', () => {
  test('is short enough to be read', async () => {
    const source = await readFile(path.join(root, 'tools', 'ledger-verify.mjs'), 'utf8')
    expect(source.split('\n').length).toBeLessThanOrEqual(150)
    expect([...source.matchAll(/from '([^']+)'/g)].map(([, name]) => name)).toEqual(['node:crypto', 'node:fs', 'node:readline'])
  })

  test('finds an untouched export in order, with the roots that the database gives', async () => {
    const { ports } = await verifyLedger(database.db, { verifiers: [signer], saved: [] })
    expect(await verify(file, '--key', verifierText(signer))).toEqual({
      code: 0,
      output: `ok  380101: 2301 entries, root ${ports[0]?.root}\nok  650302: 40 entries, root ${ports[1]?.root}\n`,
    })
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    await expect(openExport(file, [], instant('2026-03-01T08:00:00Z'))).rejects.toThrow('EEXIST')
  })

  test('says when the keys came from the export itself', async () => {
    expect((await verify(file)).output).toContain('proves nothing about who signed')
  })

  test.each<[string, (lines: string[]) => string[], RegExp]>([
    ['a payload', (all) => all.with(entryLine(1234), (all[entryLine(1234)] ?? '').replace('小轿车', '大米')), /position 1234\): payload or actor's name was changed/],
    ['a leaf', (all) => all.with(entryLine(7), (all[entryLine(7)] ?? '').replace('u-7', 'u-8')), /positions 0 to 2299/],
    ['an entry taken out', (all) => all.toSpliced(entryLine(7), 1), /stands behind entry 2299: entries are missing/],
    ['two entries swapped', (all) => all.with(entryLine(7), all[entryLine(8)] ?? '').with(entryLine(8), all[entryLine(7)] ?? ''), /does not come after the entry before it/],
    ['the reason of a redaction', (all) => all.filter((line) => !line.includes('EntryRedacted') && !line.includes('lianjian/380101\\n2301')), /position 5\): its payload is gone and no EntryRedacted/],
    ['the checkpoint over the end', (all) => all.filter((line) => !line.includes('lianjian/380101\\n2301')), /from position 2300 on are under no checkpoint/],
    ['a signature', (all) => all.map((line) => (line.includes('lianjian/380101\\n2301') ? line.replace(/(— lianjian .{20})(.)/, (_, start: string, char: string) => `${start}${char === 'A' ? 'B' : 'A'}`) : line)), /bears no valid signature/],
  ])('finds %s', async (_, change, message) => {
    const { code, output } = await verifyChanged(change)
    expect(output).toMatch(message)
    expect(output).toMatch(/^BAD 380101/m)
    expect(output).toMatch(/^ok {2}650302/m)
    expect(code).toBe(1)
  })

  test('finds an end cut off by a checkpoint that somebody kept', async () => {
    const note = path.join(folder, 'kept.checkpoint')
    await writeFile(note, `${kept()}\n${kept()}`)
    const { output } = await verifyChanged((all) => all.filter((line) => !line.includes('EntryRedacted') && !line.includes('lianjian/380101\\n2301')), '--checkpoint', note)
    expect(output).toContain('a saved checkpoint has 2301 entries, the export only 2300')
    expect((await verify(file, '--key', verifierText(signer), '--checkpoint', note)).code).toBe(0)
  })

  test('does not take another key for the signer\'s', async () => {
    expect((await verify(file, '--key', verifierText(freshSigner()))).output).toContain('bears no valid signature of a known key')
  })

  test('tells nonsense from damage', async () => {
    expect((await verify('/nowhere')).code).toBe(2)
    expect((await verify(file, '--key', 'nonsense')).code).toBe(2)
  })
})

test('the leaf of an entry has the bytes that docs/ledger.md shows', async () => {
  const documented = await readFile(path.join(root, 'docs', 'ledger.md'), 'utf8')
  const entry = {
    port: '380101', id: '019ca869-5000-7001-904a-45ca84049add', era: 1, xid: '835', seq: 32004, type: 'DeclarationAccepted', subjectKind: 'declaration',
    subjectId: '019ca869-5000-7000-8000-000000000001', related: ['conveyance:IMO9321483'], audience: ['enterprise:E-AA'], actorKind: 'person', actorId: 'u-1',
    actorOf: 'enterprise:E-AA', occurredAt: instant('2026-03-01T08:00:00Z'), recordedAt: instant('2026-03-01T08:00:00.417Z'), payloadHash: 'ab'.repeat(32),
  }
  expect(documented).toContain(leafText(entry))
  expect(documented).toContain(leafHashOf(entry).toString('hex'))
})
