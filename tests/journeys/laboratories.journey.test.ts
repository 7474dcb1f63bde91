import { afterAll, beforeAll, expect, test } from 'vitest'
import { instant, toIso } from '../../src/kernel/instant.ts'
import { startApp, type Party, type TestApp } from '../support/app.ts'

let app: TestApp
let cus: Party
let ciq: Party
const port = '380101'

beforeAll(async () => {
  app = await startApp()
  cus = app.as({ role: 'officer', agency: 'CUS' })
  ciq = app.as({ role: 'officer', agency: 'CIQ' })
  const accreditation = (validTo = '2030-12-31') => ({ number: 'CNAS L0001', validFrom: '2020-01-01', validTo })
  const capability = (code: string, kind: string, to?: string) => ({ code, name: { zh: code }, class: kind, ...(to === 'none' ? {} : { accreditation: accreditation(to) }) })
  await record('capability-classes', { code: 'commodity-attribute', name: { zh: '商品属性认定', en: 'Commodity attribute' }, lead: 'CUS' })
  await record('capability-classes', { code: 'disease', name: { zh: '疫病疫情', en: 'Disease' }, lead: 'CIQ' })
  await record('laboratories', { code: 'LAB-CIQ-NB', name: { zh: '宁波检验检疫技术中心' }, agency: 'CIQ', port, serves: ['410001'], capabilities: [capability('pesticide-residue', 'disease'), capability('fibre', 'commodity-attribute'), capability('C-104', 'disease'), capability('dna', 'disease', '2025-12-31'), capability('toxins', 'disease', '2026-03-31')] })
  await record('laboratories', { code: 'LAB-CUS-NB', name: { zh: '宁波海关化验中心' }, agency: 'CUS', port, capabilities: [capability('fibre', 'commodity-attribute'), capability('pesticide-residue', 'disease', 'none')] })
})
afterAll(() => app.close())

async function record(register: string, data: unknown): Promise<void> {
  const reply = await app.as({ role: 'administrator' }).post(`/registers/${register}`, { validFrom: toIso(app.clock.now()), data })
  expect(reply.status, reply.text).toBe(201)
}
const ask = (party: Party, capability: string, at = port): ReturnType<Party['post']> => party.post('/laboratory-tests', { port: at, capability, sample: 'S-1' })

test('LB-04: customs ask for "pesticide residue", for which the laboratory of inspection-and-quarantine is accredited: it is routed there, and told', async () => {
  const routed = await ask(cus, 'pesticide-residue')
  expect([routed.status, routed.body]).toMatchObject([201, { laboratory: 'LAB-CIQ-NB', owner: 'CIQ', agency: 'CUS', because: 'only-accredited' }])
  await app.settle()
  expect((await ciq.get('/notices')).body.items.some((notice: { type: string; subjectId: string }) => notice.type === 'TestRouted' && notice.subjectId === routed.body.id)).toBe(true)
  expect((await ciq.get('/laboratory-tests')).body.items).toMatchObject([{ id: routed.body.id }])
  expect((await app.as({ role: 'officer', agency: 'BPI' }).get('/laboratory-tests')).body.items).toEqual([])
})

test('LB-04: an accreditation that has run out, a capability nobody has, a port nobody reaches and strangers are refused', async () => {
  expect((await ask(cus, 'dna')).body.code).toBe('laboratories/not-accredited')
  expect((await ask(cus, 'alchemy')).body.code).toBe('laboratories/nobody-can')
  expect((await ask(app.as({ role: 'officer', agency: 'CUS', ports: ['650302'] }), 'fibre', '650302')).body.code).toBe('laboratories/out-of-reach')
  expect((await ask(cus, 'fibre', '650302')).status).toBe(403)
  expect((await ask(app.as({ role: 'trader', enterprise: 'E-B' }), 'fibre')).status).toBe(403)
})

test('LB-05: inspection-and-quarantine holds C-104 at the port; customs\' plan to build it there is refused naming the laboratory', async () => {
  const coordinator = app.as({ role: 'coordinator', agency: 'CUS' })
  const refused = await coordinator.post('/capability-plans', { port, capability: 'C-104', purpose: 'own samples' })
  expect([refused.status, refused.body.code, refused.body.errors[0]]).toMatchObject([409, 'laboratories/capability-exists', { agency: 'CIQ', clause: 'LB-05', facts: { laboratory: 'LAB-CIQ-NB' } }])
  expect(refused.body.errors[0].message.zh).toContain('LAB-CIQ-NB')
})

test('LB-05: within reach counts as there; out of reach, unknown to the others, or one\'s own may be built; officers plan nothing', async () => {
  const plan = async (ports: string[], capability: string, agency = 'CUS'): Promise<string | number> => {
    const reply = await app.as({ role: 'coordinator', agency, ports }).post('/capability-plans', { port: ports[0], capability, purpose: 'own samples' })
    return reply.body.code ?? reply.status
  }
  expect(await plan(['410001'], 'C-104')).toBe('laboratories/capability-exists')
  expect(await plan(['650302'], 'C-104')).toBe(201)
  expect(await plan([port], 'isotopes')).toBe(201)
  expect(await plan([port], 'C-104', 'CIQ')).toBe(201)
  expect((await cus.post('/capability-plans', { port, capability: 'isotopes', purpose: 'x' })).status).toBe(403)
})

test('LB-06: "commodity attribute" goes to the customs laboratory, which leads in it', async () => {
  const routed = await ask(ciq, 'fibre')
  expect(routed.body).toMatchObject({ laboratory: 'LAB-CUS-NB', because: 'lead-side' })
})

test('LB-06: "disease" goes to the laboratory of inspection-and-quarantine although customs have one too', async () => {
  await record('laboratories', { code: 'LAB-CUS-2', name: { zh: '海关第二实验室' }, agency: 'CUS', port, capabilities: [{ code: 'pesticide-residue', name: { zh: '农残' }, class: 'disease', accreditation: { number: 'X', validFrom: '2020-01-01', validTo: '2030-12-31' } }] })
  // The register is read into memory a moment after it was recorded.
  await expect.poll(async () => (await ask(cus, 'pesticide-residue')).body).toMatchObject({ laboratory: 'LAB-CIQ-NB', because: 'lead-side' })
  const classes = await app.as({ role: 'administrator' }).get('/registers/capability-classes')
  expect(classes.body.items.map((one: { data: { code: string; lead: string } }) => `${one.data.code} ${one.data.lead}`)).toEqual(['commodity-attribute CUS', 'disease CIQ'])
})

// The last of this file: it moves the clock.
test('LB-04: an accreditation counts to the end of its last day as the port counts days, and not an hour longer', async () => {
  app.clock.advanceTo(instant('2026-03-31T23:30:00+08:00'))
  expect((await ask(cus, 'toxins')).body).toMatchObject({ laboratory: 'LAB-CIQ-NB' })
  // Past midnight at the port it is still the day before in UTC.
  app.clock.advanceTo(instant('2026-04-01T00:30:00+08:00'))
  expect((await ask(cus, 'toxins')).body.code).toBe('laboratories/not-accredited')
})
