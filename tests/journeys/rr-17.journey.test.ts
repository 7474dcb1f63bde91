import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { importNotifications } from '../../src/assess/risk/public.ts'
import { days, plus, seconds, toIso } from '../../src/kernel/instant.ts'
import { systemContext } from '../../src/platform/context.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { granted, whatIf } from '../support/assessment.ts'
import { gradeEnterprises } from '../support/enterprises.ts'
import { tee } from '../support/sample-declarations.ts'

let app: TestApp
beforeAll(async () => {
  app = await startApp()
  await gradeEnterprises(app)
})
afterAll(() => app.close())

const header = 'Date of Case,Reference,Notification From,Country Origin,Product,Product Category,Hazard Substance,Hazard Category'
const row = (date: string, reference: string, origin: string): string => `"${date}",${reference},Germany,${origin},Melamine bowls,Food contact materials,Formaldehyde - migration,Migration`

test('RR-17: what a foreign network notifies again and again raises the next declaration; what is fresh or rarer waits for an officer, who sees what is behind it and holds it by one action', async () => {
  const cus = app.as({ role: 'officer', agency: 'CUS' })
  const bowls = (origin: string): object => ({ ...tee, hs: '3924100000', description: '密胺碗 melamine bowls', origin })
  const levelOf = async (origin: string): Promise<string> => granted(await whatIf(cus, 'E-AA', [bowls(origin)])).body.assessment.riskLevel
  const modeOf = async (origin: string): Promise<string> => granted(await whatIf(cus, 'E-AA', [bowls(origin)])).body.assessment.releaseMode
  const usual = await levelOf('BR')
  expect(usual).not.toBe('high')
  const file = path.join(app.machine.config.home, 'notified.csv')
  // The clock of the test stands at 2 March 2026: what is of the day before is fresh.
  const rows = [...Array.from({ length: 12 }, (_, n) => row(`Feb ${n + 1}, 2026`, `2026.0${100 + n}`, 'Brazil')), ...Array.from({ length: 5 }, (_, n) => row(`Jan ${n + 1}, 2026`, `2026.0${200 + n}`, 'Argentina')), row('Mar 1, 2026', '2026.0300', 'Chile')]
  await writeFile(file, [header, ...rows].join('\n'))
  const done = await importNotifications(systemContext(app.machine), app.modules.risk.parts.law(), file, { sender: 'RASFF' })
  expect(done).toMatchObject({ added: 18, patterns: 2, alerts: 2, records: 1 })
  app.clock.advanceTo(plus(app.clock.now(), seconds(2)))
  expect([await levelOf('BR'), await levelOf('AR'), await levelOf('CL')]).toEqual(['high', usual, usual])

  const waiting = granted(await cus.get('/alerts?state=new')).body.items as { id: string; reference: string; source: string; scope: object }[]
  expect(waiting.map(({ reference, source }) => [reference, source]).sort()).toEqual([['2026 3924 AR migration', 'import'], ['2026.0300 CL', 'import']])
  const argentine = waiting.find(({ reference }) => reference.includes(' AR '))
  expect(granted(await cus.get(`/alerts/${argentine?.id}/notifications`)).body.items).toHaveLength(5)
  expect(granted(await cus.get(`/alerts/${argentine?.id}/notifications`)).body.items[0]).toEqual({ reference: '2026.0204', on: '2026-01-05', notifier: 'Germany', product: 'Melamine bowls', category: 'Food contact materials', hazards: [{ family: 'migration', substance: 'Formaldehyde' }] })
  // Narrowed to a port it needs no second person.
  granted(await cus.post(`/alerts/${argentine?.id}/hold`, { measure: 'hold', scope: { ...argentine?.scope, port: '380101' }, validTo: toIso(plus(app.clock.now(), days(30))), reason: 'Notified five times in January' }), 201)
  app.clock.advanceTo(plus(app.clock.now(), seconds(2)))
  expect(await modeOf('AR')).toBe('supervised')
  expect(await modeOf('CL')).not.toBe('supervised')
  // It is targeting: nobody outside the risk centre reads it.
  for (const party of [app.as({ role: 'trader', enterprise: 'E-AA' }), app.as({ role: 'operator', site: 'S1' })]) expect((await party.get(`/alerts/${argentine?.id}/notifications`)).status).toBe(404)
  expect((await cus.get('/alerts/01890000-0000-7000-8000-000000000000/notifications')).status).toBe(404)
})
