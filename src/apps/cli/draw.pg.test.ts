import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { inspector, startDraws, type DrawRoom } from '../../../tests/support/draws.ts'
import { readConfig, type Config } from '../../platform/config.ts'
import { verifierText } from '../../platform/ledger/checkpoint.ts'
import { freshSigner } from '../../../tests/support/ledger.ts'
import { verifyLedger } from '../../platform/ledger/verify.ts'
import { stateChecks } from '../state-checks.ts'
import { run } from './draw.ts'
import { UsageError } from './usage-error.ts'

let room: DrawRoom
let home: string
let config: Config
let file: string
let published: Record<string, unknown>

beforeAll(async () => {
  room = await startDraws({ 'draws.rate.low': 0.5 }, [1, 2, 3].map((n) => inspector(`C-${n}`)))
  home = await mkdtemp(path.join(tmpdir(), 'lianjian-draw-'))
  config = readConfig({ LIANJIAN_HOME: home })
  await room.declare(4)
  const { id } = (await room.order()).body
  await room.finish(id)
  published = await room.published(id)
  file = await save(published)
})
afterAll(async () => {
  await room.app.close()
  await rm(home, { recursive: true })
})

let files = 0
async function save(content: object): Promise<string> {
  const name = path.join(home, `draw-${++files}.json`)
  await writeFile(name, JSON.stringify(content))
  return name
}

async function draw(...args: readonly string[]): Promise<{ code: number; output: string }> {
  const lines: string[] = []
  const spy = vi.spyOn(console, 'log').mockImplementation((line: string) => void lines.push(line))
  const code = await run(args, config)
  spy.mockRestore()
  return { code, output: lines.join('\n') }
}

test('a published draw: exit 0 without a database; who signed is said to be unknown, and checked with the key', async () => {
  const { code, output } = await draw('verify', file)
  expect(output).toContain('no public key is known')
  expect(output).toMatch(/2 of 4 objects, all 10 checks hold/)
  expect(code).toBe(0)
  expect((await draw('verify', file, '--key', verifierText(room.signer))).output).toContain('ok  signature')
  expect((await draw('verify', file, '--key', verifierText(freshSigner()))).output).toContain('no public key is known')
})

test('a result that somebody made fit: exit 1 and the first false thing', async () => {
  const { code, output } = await draw('verify', await save({ ...published, seed: 'ab'.repeat(32) }))
  expect(output).toContain('BAD seed: the seed does not follow from its parts')
  expect(output).not.toContain('result')
  expect(code).toBe(1)
  const beacon = published['beacon'] as { note: string }
  const forged = { ...published, beacon: { ...beacon, note: beacon.note.replace(/.{3}=?=?\n$/, 'AAA=\n') } }
  expect((await draw('verify', await save(forged), '--key', verifierText(room.signer))).code).toBe(1)
  expect(JSON.parse((await draw('verify', file, '--json')).output)).toMatchObject({ holds: true, signature: 'no-key' })
})

test('a draw that nobody drew is found when the ledger is verified', async () => {
  await room.seal()
  const kinds = async (): Promise<string[]> => (await verifyLedger(room.app.machine.db, { verifiers: [room.signer], saved: [], orphanChecks: stateChecks })).findings.map((finding) => finding.kind)
  expect(await kinds()).toEqual([])
  await room.app.database.ownerDb.query(
    `insert into selection.draw (port, id, number, agency, state, causes, ordered_by, ordered_role, ordered_at, head, root, seed, result, objects, officers, drawn)
     select d.port, gen_random_uuid(), 99, d.agency, d.state, d.causes, d.ordered_by, d.ordered_role, d.ordered_at, d.head, d.root, d.seed, d.result, d.objects, d.officers, d.drawn from selection.draw d`,
  )
  expect(await kinds()).toContain('state-unexplained')
})

test.each([[[]], [['check', 'x']], [['verify']], [['verify', '/nowhere']], [['verify', import.meta.filename]], [['verify', 'a', 'b']], [['verify', 'a', '--key', 'nonsense']]])('%j is not understood', async (args) => {
  await expect(draw(...args)).rejects.toThrow(UsageError)
})
