import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { freshDatabase, type FreshDatabase } from '../../../tests/support/database.ts'
import { appendFacts, freshSigner, sealFacts } from '../../../tests/support/ledger.ts'
import { readConfig, type Config } from '../../platform/config.ts'
import { verifierText } from '../../platform/ledger/checkpoint.ts'
import { openSigner, type Signer } from '../../platform/ledger/signer.ts'
import { UsageError } from './usage-error.ts'
import { run } from './verify.ts'

let database: FreshDatabase
let home: string
let config: Config
let signer: Signer

beforeEach(async () => {
  database = await freshDatabase()
  home = await mkdtemp(path.join(tmpdir(), 'lianjian-verify-'))
  config = readConfig({ DATABASE_URL: database.url, LIANJIAN_HOME: home })
  signer = await openSigner(home)
  await appendFacts(database.db, 30)
  await sealFacts(database.db, signer, 30)
})
afterEach(async () => {
  vi.restoreAllMocks()
  await database.drop()
  await rm(home, { recursive: true })
})

/** Runs the verb; its exit code and what it printed. */
async function verify(...args: readonly string[]): Promise<{ code: number; output: string }> {
  const lines: string[] = []
  const spy = vi.spyOn(console, 'log').mockImplementation((line: string) => void lines.push(line))
  const code = await run(args, config)
  spy.mockRestore()
  return { code, output: lines.join('\n') }
}

test('an intact ledger: exit 0, size and root of each port', async () => {
  const { code, output } = await verify()
  expect(output).toMatch(/^ok {2}380101 {3}30 entries, root [0-9a-f]{16}, 1 checkpoints, 0 kept outside, 0 not sealed yet, 0 redacted\nThe ledger is intact\.$/)
  expect(code).toBe(0)
  expect(JSON.parse((await verify('--json')).output)).toMatchObject({ ports: [{ port: '380101', size: 30 }], findings: [], keysFromOutside: true })
})

test('a changed entry: exit 1, the entry named', async () => {
  await database.ownerDb.query(`update ledger.entry set payload = '{}' where subject_id = 'd-17'`)
  const { code, output } = await verify()
  expect(code).toBe(1)
  expect(output).toMatch(/^BAD 380101/m)
  expect(output).toMatch(/^payload-changed at 380101, position 17: Entry [0-9a-f-]{36} \(position 17\)/m)
})

test('checkpoints kept for somebody else find the end cut off', async () => {
  const kept = path.join(home, 'kept')
  expect((await verify('--keep', kept)).code).toBe(0)
  await database.ownerDb.query('delete from ledger.checkpoint; delete from ledger.leaf; delete from ledger.entry')
  expect((await verify()).code).toBe(0)
  const { code, output } = await verify('--checkpoint', kept)
  expect(code).toBe(1)
  expect(output).toContain('rolled-back at 380101, position 0')
})

test('nothing is kept of a ledger that is damaged', async () => {
  await database.ownerDb.query(`update ledger.leaf set leaf_hash = sha256('x') where position = 3`)
  const kept = path.join(home, 'kept')
  expect((await verify('--keep', kept)).code).toBe(1)
  await expect(readFile(kept)).rejects.toThrow('ENOENT')
})

test('another machine\'s key is told, and trusted once it is given', async () => {
  const other = freshSigner()
  await appendFacts(database.db, 1)
  await sealFacts(database.db, other, 1)
  expect((await verify()).output).toContain(`signed with key ${other.keyId.toString('hex')}, which is not among the known ones`)
  expect((await verify('--key', verifierText(other))).code).toBe(0)
})

test('an export bears the keys it was verified with', async () => {
  const file = path.join(home, 'export')
  expect((await verify('--export', file)).code).toBe(0)
  const [first, ...rest] = (await readFile(file, 'utf8')).trimEnd().split('\n')
  expect(JSON.parse(first ?? '')).toMatchObject({ lianjianLedger: 1, verifiers: [verifierText(signer)] })
  expect(rest).toHaveLength(31)
})

test.each([[['--nonsense']], [['--key', 'nonsense']], [['--checkpoint']], [['--checkpoint', import.meta.filename]]])('%j is not understood', async (args) => {
  await expect(run(args, config)).rejects.toThrow(UsageError)
})
