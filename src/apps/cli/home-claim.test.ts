import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { must } from '../../kernel/invariant.ts'
import { claimHome, readServerRecord, type HomeClaim, type ServerRecord } from './home-claim.ts'

let home: string
beforeAll(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'lianjian-claim-'))
})
afterAll(() => rm(home, { recursive: true }))

function claimed(outcome: HomeClaim | ServerRecord): HomeClaim {
  if (!('announce' in outcome)) throw new Error('the home is taken')
  return outcome
}

test('one home has one server, which says what it has become; nobody else reads its record', async () => {
  const claim = claimed(await claimHome(home))
  expect(await claimHome(home)).toMatchObject({ pid: process.pid })
  await claim.announce({ address: 'http://127.0.0.1:8080', port: 8080, databaseUrl: 'postgres://user:secret@127.0.0.1/lianjian' })
  expect(await readServerRecord(home)).toMatchObject({ pid: process.pid, address: 'http://127.0.0.1:8080', port: 8080 })
  expect((await stat(path.join(home, 'server.json'))).mode & 0o077).toBe(0)
  await claim.release()
  expect(await readServerRecord(home)).toBeUndefined()
  expect(await readdir(home)).toEqual([])
})

test('of two that come at the same moment one gets it', async () => {
  const outcomes = await Promise.all([claimHome(home), claimHome(home)])
  const claims = outcomes.filter((outcome) => 'announce' in outcome)
  expect(claims).toHaveLength(1)
  await claimed(must(claims[0], 'one of them')).release()
})

test.each([
  ['whose process is gone', { pid: 999_999_999, identity: '1' }],
  ['whose number another process bears now', { pid: process.pid, identity: 'another moment' }],
])('the record of a killed server %s is taken over', async (_case, record) => {
  await writeFile(path.join(home, 'server.json'), JSON.stringify(record))
  expect(await readServerRecord(home)).toBeUndefined()
  await claimed(await claimHome(home)).release()
})
