import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { hours, instant, plus, toIso } from '../../src/kernel/instant.ts'
import { liaisons } from '../../src/joint/agreements/public.ts'
import { systemContext } from '../../src/platform/context.ts'
import { loadRegister } from '../../src/registry/register/public.ts'
import { startApp, type Party, type TestApp } from '../support/app.ts'
import { granted } from '../support/assessment.ts'

let app: TestApp
let author: Party
let second: Party
let third: Party
beforeAll(async () => {
  app = await startApp()
  author = app.as({ role: 'officer', agency: 'CIQ', id: 'author' })
  second = app.as({ role: 'officer', agency: 'CUS', id: 'second' })
  third = app.as({ role: 'headquarters', id: 'third' })
  const validFrom = instant('2020-01-01T00:00:00+08:00')
  const rows = [
    { port: '380101', agency: 'CUS', name: 'Zhao Min', phone: '0574-1', email: 'zhao.min@example.org' },
    { port: '650302', agency: 'CUS', name: 'Ma Lin', phone: '0483-2' },
    { port: '380101', agency: 'CIQ', name: 'Sun Yu', phone: '0574-3', email: 'sun.yu@example.org' },
  ].map((data) => ({ data, validFrom }))
  await app.database.db.transaction((tx) => loadRegister(tx, systemContext(app.machine), liaisons, rows, { source: 'test', keepOthers: true }))
})
afterAll(() => app.close())

const told = async (party: Party): Promise<{ message: { en: string } }[]> => (granted(await party.get('/notices?limit=200')).body.items as { type: string; message: { en: string } }[]).filter(({ type }) => type === 'ReviewOverdue')
const mails = async (): Promise<{ to: string; subject: string }[]> =>
  (await readFile(path.join(app.machine.config.home, 'outbox', 'email.jsonl'), 'utf8').catch(() => '')).split('\n').filter((line) => line !== '').map((line) => JSON.parse(line) as { to: string; subject: string })
const overdue = (): Promise<{ payload: object }[]> => app.database.ownerDb.query(`select payload::jsonb as payload from ledger.entry where subject_kind = 'table' and type = 'EmergencyReviewOverdue' order by id`)

/** Puts a version into force in an emergency; its number. */
async function inAnEmergency(mode: string): Promise<number> {
  const { number } = granted(await author.post('/tables/release-mode/versions', { note: 'all of it', rows: [{ id: 'all', when: {}, then: { mode }, clause: 'RR-06' }] }), 201).body as { number: number }
  granted(await second.post(`/tables/release-mode/versions/${number}/activate`, { emergency: { reason: 'contaminated lots on their way' } }))
  return number
}

test('GV-12: a review nobody made in time is told to headquarters, to the agency and to its liaison officers, again after as long, until somebody makes it; nothing ends by time', async () => {
  const version = await inAnEmergency('supervised')
  const due = plus(app.clock.now(), hours(72))
  app.clock.advanceTo(plus(due, -1))
  await app.settle()
  expect([await told(third), await mails(), await overdue()]).toEqual([[], [], []])

  app.clock.advanceTo(due)
  await app.settle()
  for (const party of [third, second]) expect((await told(party)).map(({ message }) => message.en)).toEqual([expect.stringMatching(/release-mode version \d+ by officer\.CUS\.second should have been reviewed/)])
  // Not an agency that has nothing to do with it, nor its liaison officer.
  expect(await told(author)).toEqual([])
  expect((await mails()).map(({ to }) => to)).toEqual(['zhao.min@example.org'])
  expect(await overdue()).toMatchObject([{ payload: { table: 'release-mode', version, agency: 'CUS', due: toIso(due), liaisons: [{ name: 'Zhao Min', ok: true }, { name: 'Ma Lin', ok: false }] } }])
  const [notice] = granted(await third.get('/notices')).body.items as { id: string; recipient: object }[]
  expect(notice?.recipient).toEqual({ kind: 'headquarters', code: 'headquarters' })
  expect((await app.as({ role: 'auditor' }).post(`/notices/${notice?.id}/acknowledge`)).status).toBe(404)
  granted(await third.post(`/notices/${notice?.id}/acknowledge`))

  app.clock.advanceTo(plus(due, hours(72)))
  await app.settle()
  expect([(await told(third)).length, (await overdue()).length]).toEqual([2, 2])
  expect((granted(await author.get('/tables/release-mode/acts')).body.acts as { kind: string }[])[0]?.kind).toBe('emergency')
  granted(await third.post(`/tables/release-mode/versions/${version}/review`, { upheld: true, note: 'late, but justified' }))
  app.clock.advanceTo(plus(due, hours(72 * 3)))
  await app.settle()
  expect((await overdue()).length).toBe(2)
})

test('GV-12: what was reviewed in time alerts nobody; whoever activated without an agency leaves it with the agency the span belongs to', async () => {
  const before = (await overdue()).length
  const reviewed = await inAnEmergency('sampling')
  granted(await third.post(`/tables/release-mode/versions/${reviewed}/review`, { upheld: true, note: 'justified' }))
  const { number } = granted(await author.post('/tables/release-mode/versions', { note: 'once more', rows: [{ id: 'all', when: {}, then: { mode: 'verification' }, clause: 'RR-06' }] }), 201).body as { number: number }
  granted(await third.post(`/tables/release-mode/versions/${number}/activate`, { emergency: { reason: 'the flood' } }))
  app.clock.advanceTo(plus(app.clock.now(), hours(72)))
  await app.settle()
  const facts = await overdue()
  expect(facts.length).toBe(before + 1)
  expect(facts.at(-1)).toMatchObject({ payload: { version: number, agency: 'CUS', by: 'headquarters.third' } })
})
