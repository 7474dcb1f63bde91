import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { afterEach, expect, test } from 'vitest'
import { homeForTests } from '../support/engine-for-tests.ts'
import { seededNumbers } from '../../src/kernel/seeded-numbers.ts'
import { auditJoint } from './joint-audit.ts'
import { startJointLoad, type JointLoad } from './joint-load.ts'
import { openJournal } from './journal.ts'
import { tokensFor } from './officer-tokens.ts'
import { allowUnregisteredCrews } from './unregistered-crews.ts'
import { serverUnderTest, type ServerUnderTest } from './server-under-test.ts'

// CRASH_SEED repeats a run.
const seed = Number(process.env['CRASH_SEED'] ?? Date.now() % 1_000_000)
const kept = { lost: [], twice: [], impossible: [], unexplained: [] }

let server: ServerUnderTest | undefined
afterEach(async () => {
  await server?.remove()
  server = undefined
})

async function underLoad(name: string, cases: number, defect: readonly string[] = []): Promise<{ subject: ServerUnderTest; load: JointLoad; journal: ReturnType<typeof openJournal> }> {
  const subject = await serverUnderTest(await homeForTests(name), { LIANJIAN_DEMO: '0' })
  server = subject
  await subject.start()
  const url = await subject.databaseUrl()
  const [CUS = '', CIQ = ''] = await tokensFor(url, (['CUS', 'CIQ'] as const).map((agency) => ({ roles: ['officer'], agency })))
  await asSuperuser(url, defect)
  await allowUnregisteredCrews(url)
  await subject.killServer()
  await subject.start()
  const journal = openJournal(path.join(subject.home, 'journal.ndjson'))
  return { subject, journal, load: startJointLoad({ baseUrl: subject.baseUrl, tokens: { CUS, CIQ }, journal, random: seededNumbers(seed), cases }) }
}

async function asSuperuser(url: string, statements: readonly string[]): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  for (const statement of statements) await client.query(statement)
  await client.end()
}

/** Resolves when so many commands have been acknowledged, or the load is over. */
async function acknowledged(load: JointLoad, commands: number): Promise<void> {
  let over = false
  void load.over.then(() => (over = true))
  while (load.count.acknowledged < commands && !over) await sleep(5)
}

test(`500 commands at once while server and database are killed: nothing lost, nothing twice, every inspection in a possible state (seed ${seed})`, async () => {
  const { subject, load, journal } = await underLoad('joint-chaos', 250)
  await acknowledged(load, 60)
  await subject.killServer()
  await subject.start()
  await acknowledged(load, 450)
  await subject.killDatabase()
  await acknowledged(load, 750)
  await Promise.all([subject.killDatabase(), subject.killServer()])
  await subject.start()
  await load.over
  const outcomes = journal.read()
  journal.close()
  console.log(JSON.stringify({ seed, ...load.count }))
  expect(load.faults).toEqual([])
  expect(await auditJoint(await subject.databaseUrl(), outcomes)).toEqual(kept)
  // Kills that met nothing under way would prove nothing.
  expect(load.count.most).toBeGreaterThanOrEqual(500)
  expect(load.count.unknown).toBeGreaterThan(20)
  expect(await subject.lianjian('verify')).toMatchObject({ code: 0 })
})

test('twin: where first answers are forgotten the same audit finds acts done twice; what is taken away afterwards it finds lost and impossible', async () => {
  const forget = [
    `create function public.forget() returns trigger language plpgsql security definer as 'begin delete from platform.command where actor_id = new.actor_id and key = new.key; return null; end'`,
    'create trigger forget after update on platform.command for each row execute function public.forget()',
  ]
  const { subject, load, journal } = await underLoad('joint-forgetful', 40, forget)
  await acknowledged(load, 60)
  await subject.killServer()
  await subject.start()
  await load.over
  const url = await subject.databaseUrl()
  const outcomes = journal.read()
  journal.close()
  const before = await auditJoint(url, outcomes)
  expect(before.twice.length).toBeGreaterThan(0)
  expect({ ...before, twice: [] }).toEqual(kept)
  await asSuperuser(url, [
    `delete from joint.handling where id = (select id from joint.handling limit 1)`,
    `delete from joint.directive where id = (select id from joint.directive where state = 'open' limit 1)`,
    `update joint.inspection set state = 'agreed', site = 'X' where id = (select id from joint.inspection where state = 'proposed' and kind = 'joint' limit 1)`,
  ])
  const after = await auditJoint(url, outcomes)
  expect(after.lost.map((line) => line.split('/')[2]).sort()).toEqual(['directive', 'open'])
  expect(new Set(after.impossible.map((line) => line.split(':')[0]))).toEqual(
    new Set(['done without its record', 'task of a directive that is elsewhere', 'agreed without everybody\'s yes', 'a joint inspection is one match']),
  )
  expect(after.unexplained.map((line) => line.split(':')[0])).toContain('InspectionAgreed')
})
