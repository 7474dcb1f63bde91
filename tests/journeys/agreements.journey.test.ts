import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hours, instant, minutes, plus, toIso, type Instant } from '../../src/kernel/instant.ts'
import { startApp, type Party, type TestApp } from '../support/app.ts'
import { changeRule } from '../support/assessment.ts'
import { crews, newBox, spanFrom } from '../support/joint.ts'

let app: TestApp
let who: ReturnType<typeof crews>
const coordinatorOf = (agency: string): Party => app.as({ role: 'coordinator', agency, ports: ['380101'] })
const administrator = (): Party => app.as({ role: 'administrator', ports: ['*'] })

const record = async (register: string, data: Record<string, unknown>, by: Party = coordinatorOf('CUS'), more: Record<string, unknown> = {}): Promise<void> => {
  const reply = await by.post(`/registers/${register}`, { data, ...more })
  expect(reply.status, reply.text).toBe(201)
}
const step = (span: number): void => app.clock.advanceTo(plus(app.clock.now(), span))

/** Lets the registers be read again, and all work that is due by then be done, moment by moment. */
async function passTo(moment: Instant): Promise<void> {
  for (let at = app.clock.now(); at < moment; at = plus(at, minutes(5))) {
    app.clock.advanceTo(plus(at, minutes(5)))
    await app.settle()
  }
}

async function joint(changes: Record<string, unknown> = {}, box = newBox()): Promise<string> {
  const window = spanFrom(app.clock.now(), 0, 12)
  await who.direct('CUS', box, { window, ...changes })
  return (await who.direct('CIQ', box, { window, ...changes })).inspection.id as string
}
const agreed = async (): Promise<string> => {
  const id = await joint()
  await who.agree(id, ['CUS', 'CIQ'], spanFrom(app.clock.now(), 1, 2), `S-${id.slice(-6)}`)
  return id
}
const read = async (id: string): Promise<Record<string, never>> => (await who.CUS.get(`/joint-inspections/${id}`)).body
const ledgerOf = async (subject: string): Promise<string> => (await who.coordinator.get(`/ledger?subject=${subject}&limit=200`)).text

beforeAll(async () => {
  app = await startApp({ now: instant('2018-07-02T01:00:00Z') })
  who = crews(app)
})
afterAll(() => app.close())

describe('GV-09 operating procedures', () => {
  test('GV-09: of a procedure whose second edition holds from 2018-07-02 10:00, sessions record the one in force when they began', async () => {
    await record('operating-procedures', { code: 'SOP-J', edition: 'v1', title: { zh: '联合检查规程', en: 'Joint procedure' }, kinds: ['joint'] }, administrator())
    await record('operating-procedures', { code: 'SOP-J', edition: 'v2', title: { zh: '联合检查规程', en: 'Joint procedure' }, kinds: ['joint'] }, administrator(), { validFrom: '2018-07-02T10:00:00+08:00', expectedVersion: 1 })
    const [before, after] = [await agreed(), await agreed()]
    await who.act('CUS', before, 'start')
    expect((await read(before))['procedures']).toEqual([{ code: 'SOP-J', edition: 'v1' }])
    app.clock.advanceTo(instant('2018-07-02T02:05:00Z'))
    await who.act('CUS', after, 'start')
    expect((await read(after))['procedures']).toEqual([{ code: 'SOP-J', edition: 'v2' }])
    // What a session began under stays, whatever holds later.
    expect((await read(before))['procedures']).toEqual([{ code: 'SOP-J', edition: 'v1' }])
    expect(await ledgerOf(`joint-inspection:${after}`)).toContain('"edition":"v2"')
  })

  test('GV-09: a procedure for boardings is none of a goods session', async () => {
    await record('operating-procedures', { code: 'SOP-B', edition: 'v7', title: { zh: '登临规程', en: 'Boarding' }, kinds: ['boarding'] }, administrator())
    const id = await agreed()
    await who.act('CUS', id, 'start')
    expect((await read(id))['procedures']).toEqual([{ code: 'SOP-J', edition: 'v2' }])
  })
})

describe('LB-11 memoranda', () => {
  const parameter = { name: 'joint.memorandum', unit: 'count', owner: 'CUS', description: { zh: '备忘录', en: 'Memorandum' }, clause: 'LB-11' }

  test('LB-11: with none in force new sessions are warned, and by another policy of the port stopped', async () => {
    const [warned, stopped] = [await agreed(), await agreed()]
    expect((await read(warned))['warnings']).toMatchObject([{ code: 'agreements/no-memorandum', facts: { agencies: 'CIQ–CUS', ended: '–' } }])
    await who.act('CUS', warned, 'start')
    expect(await ledgerOf(`joint-inspection:${warned}`)).toContain('agreements/no-memorandum')
    step(minutes(5))
    await changeRule(app, 'parameters', { data: { ...parameter, value: 1, overrides: { '380101': 2 } } })
    await expect.poll(async () => (await who.CUS.post(`/joint-inspections/${stopped}/start`, {})).body.code).toBe('agreements/no-memorandum')

    await record('memoranda', { code: 'M-1', title: { zh: '关检合作备忘录', en: 'Memorandum' }, port: '380101', parties: ['CUS', 'CIQ'], scope: ['container', 'consignment'], signedOn: '2018-01-01', from: '2018-01-01', to: '2018-12-31' })
    await expect.poll(async () => (await read(stopped))['warnings']).toEqual([])
    await who.act('CUS', stopped, 'start')
  })

  test('LB-11: it names its parties, its scope and its days: a slot after 2018-12-31 has none', async () => {
    const lot = `LOT-${newBox()}`
    const outside = await joint({ object: { kind: 'lot', ref: lot } })
    await who.agree(outside, ['CUS', 'CIQ'], spanFrom(app.clock.now(), 1, 2), 'S-LOT')
    expect((await who.CUS.post(`/joint-inspections/${outside}/start`, {})).body.errors[0]).toMatchObject({ code: 'agreements/no-memorandum', facts: { kind: 'lot' } })
    const late = await joint()
    await who.agree(late, ['CUS', 'CIQ'], { from: '2019-01-01T09:00:00+08:00', to: '2019-01-01T10:00:00+08:00' }, 'S-LATE')
    expect((await who.CUS.post(`/joint-inspections/${late}/start`, {})).body.errors[0].facts).toMatchObject({ day: '2019-01-01', ended: '2018-12-31' })
    await record('memoranda', { code: 'M-2', title: { zh: '各方', en: 'All' }, parties: ['CUS', 'CIQ', 'BPI', 'MSA'], signedOn: '2018-01-01', from: '2018-01-01', to: '2030-12-31' }, administrator())
  })
})

describe('JI-16 consultation', () => {
  const train = async (number: string): Promise<string> => {
    for (const agency of ['BPI', 'CUS'] as const) await who.direct(agency, 'X', { object: { kind: 'train', ref: number }, methods: ['board'], power: `${agency}-CONVEYANCE` })
    const { inspection } = await who.direct('CIQ', 'X', { object: { kind: 'train', ref: number }, methods: ['board'], power: 'CIQ-HEALTH' })
    await who.agree(inspection.id, ['BPI', 'CUS', 'CIQ'], spanFrom(app.clock.now(), 1, 2), `T-${number}`)
    return inspection.id as string
  }

  test('JI-16: a train match without a consultation record cannot start', async () => {
    const id = await train('X8101')
    const refused = await who.CUS.post(`/joint-inspections/${id}/start`, {})
    expect([refused.status, refused.body.errors[0]]).toMatchObject([409, { code: 'agreements/no-consultation', clause: 'JI-16', facts: { agencies: 'BPI, CIQ, CUS' } }])
    const consulted = await who.CUS.post(`/joint-inspections/${id}/consultations`, { channel: 'telephone', agencies: ['CUS', 'CIQ', 'BPI'], outcome: 'first the crew, then the wagons' })
    expect(consulted.status, consulted.text).toBe(201)
    expect(await who.act('BPI', id, 'start')).toMatchObject({ state: 'started' })
    expect(await ledgerOf(`joint-inspection:${id}`)).toContain('ConsultationRecorded')
  })

  test('JI-16: a record without one of the parties is none, nor one of an agency with itself; outsiders record nothing', async () => {
    const id = await train('X8102')
    expect((await who.CUS.post(`/joint-inspections/${id}/consultations`, { channel: 'meeting', agencies: ['CUS'], outcome: 'x' })).body.code).toBe('agreements/consulted-nobody')
    expect((await who.CUS.post(`/joint-inspections/${id}/consultations`, { channel: 'meeting', agencies: ['CUS', 'XXX'], outcome: 'x' })).body.code).toBe('agreements/unknown-agency')
    expect((await who.MSA.post(`/joint-inspections/${id}/consultations`, { channel: 'meeting', agencies: ['CUS', 'CIQ'], outcome: 'x' })).status).toBe(404)
    expect((await who.CUS.post(`/joint-inspections/${id}/consultations`, { channel: 'meeting', agencies: ['CUS', 'CIQ'], outcome: 'without border police' })).status).toBe(201)
    expect((await who.CUS.post(`/joint-inspections/${id}/start`, {})).body.code).toBe('agreements/no-consultation')
  })
})

describe('JI-20 at the site', () => {
  test('JI-20: a party that has not come holds up the start until the grace time is over; then the others go on, and it is on record', async () => {
    const span = { from: plus(app.clock.now(), -hours(1)), to: plus(app.clock.now(), hours(1)) }
    const asked = `port=380101&from=${encodeURIComponent(toIso(span.from))}&to=${encodeURIComponent(toIso(span.to))}`
    const declined = async (): Promise<number[]> => [(await who.coordinator.get(`/collisions/rates?${asked}`)).body.items[0]?.declined ?? 0, (await who.coordinator.get(`/measures/joint?${asked}`)).body.answers.declined]
    const before = await declined()
    const id = await agreed()
    const slotFrom = plus(app.clock.now(), hours(1))
    app.clock.advanceTo(plus(slotFrom, minutes(5)))
    await who.act('CUS', id, 'arrive', { mode: 'on-site' })
    const waiting = await who.CUS.post(`/joint-inspections/${id}/start`, {})
    expect([waiting.status, waiting.body.errors[0]]).toMatchObject([409, { code: 'inspections/party-missing', facts: { agency: 'CIQ', until: toIso(plus(slotFrom, minutes(15))) } }])
    expect((await who.CUS.post(`/joint-inspections/${id}/no-show`, { agency: 'CIQ', then: 'proceed', reason: 'does not answer' })).body.code).toBe('inspections/grace-not-over')
    app.clock.advanceTo(plus(slotFrom, minutes(16)))
    const gone = await who.CUS.post(`/joint-inspections/${id}/no-show`, { agency: 'CIQ', then: 'proceed', reason: 'does not answer' })
    expect([gone.status, gone.body.state, gone.body.kind, gone.body.tasks.map((task: { agency: string }) => task.agency)]).toEqual([200, 'started', 'single', ['CUS']])
    // Nothing is let go by an absence: the missing party has its own inspection, still open.
    const own = (await who.CIQ.get(`/joint-inspections?object=${gone.body.object.ref}`)).body.items as { id: string; state: string; kind: string }[]
    expect(own.filter((each) => each.id !== id)).toMatchObject([{ kind: 'single', state: 'proposed' }])
    expect(await ledgerOf(`joint-inspection:${id}`)).toContain('PartyDidNotCome')
    // Nor has it declined (DC-07): it is a no-show, and counted as that.
    expect(await declined()).toEqual(before)
    expect((await who.coordinator.get(`/measures/joint?${asked}`)).body.answers.noShows).toBe(1)
    expect((await read(id))['presences']).toMatchObject([{ agency: 'CUS', mode: 'on-site' }, { agency: 'CIQ', mode: 'no-show', then: 'proceed' }, { agency: 'CUS', mode: 'on-site' }])
  })

  test('JI-20: of three one does not come: the two others go on together, it has its own inspection, and what it was to do is not done by them', async () => {
    const box = newBox()
    const window = spanFrom(app.clock.now(), 0, 12)
    await who.direct('CUS', box, { window })
    await who.direct('CIQ', box, { window })
    const id = (await who.direct('BPI', box, { window, legalBasis: '出境入境边防检查条例 第四条', checks: ['passports'] })).inspection.id as string
    await who.agree(id, ['CUS', 'CIQ', 'BPI'], spanFrom(app.clock.now(), 1, 2), `S-${box}`)
    app.clock.advanceTo(plus(app.clock.now(), hours(1) + minutes(16)))
    await who.act('CUS', id, 'arrive')
    // Of those who are there one alone speaks for nobody else: the third has not come either until it says so.
    expect((await who.CUS.post(`/joint-inspections/${id}/no-show`, { agency: 'BPI', then: 'proceed', reason: 'does not answer' })).body.code).toBe('inspections/party-missing')
    await who.act('CIQ', id, 'arrive')
    const gone = await who.act('CUS', id, 'no-show', { agency: 'BPI', then: 'proceed', reason: 'does not answer' })
    expect([gone.state, gone.kind, gone.tasks.map((task: { agency: string }) => task.agency)]).toEqual(['started', 'joint', ['CIQ', 'CUS']])
    await who.act('CUS', id, 'open', {})
    await who.act('CIQ', id, 'close')
    const own = ((await who.BPI.get(`/joint-inspections?object=${box}`)).body.items as { id: string; kind: string; state: string; tasks: { duties: { code: string; done?: object }[] }[] }[]).filter((each) => each.id !== id)
    expect(own).toMatchObject([{ kind: 'single', state: 'proposed', tasks: [{ duties: [{ code: 'open' }, { code: 'passports' }] }] }])
    expect(own[0]?.tasks[0]?.duties.every(({ done }) => done === undefined)).toBe(true)
  })

  test('JI-20: or it takes part by remote, or all plan anew; who has come is not missing', async () => {
    const [remote, anew] = [await agreed(), await agreed()]
    app.clock.advanceTo(plus(app.clock.now(), hours(1.5)))
    await who.act('CUS', remote, 'arrive')
    await who.act('CUS', remote, 'no-show', { agency: 'CIQ', then: 'remote', reason: 'by video' })
    // It is offered, not done for it: only its own crew says that it takes part.
    expect((await read(remote))['presences']).toMatchObject([{ agency: 'CUS' }, { agency: 'CIQ', mode: 'no-show', then: 'remote' }, { agency: 'CUS' }])
    expect((await who.CUS.post(`/joint-inspections/${remote}/start`, {})).body.code).toBe('inspections/party-missing')
    await who.act('CIQ', remote, 'arrive', { mode: 'remote', reason: 'by video' })
    expect(await who.act('CUS', remote, 'start')).toMatchObject({ state: 'started', kind: 'joint' })

    expect((await who.CUS.post(`/joint-inspections/${anew}/no-show`, { agency: 'CIQ', then: 'reschedule', reason: 'stuck' })).body.code).toBe('inspections/time-required')
    await who.act('CIQ', anew, 'arrive')
    expect((await who.CUS.post(`/joint-inspections/${anew}/no-show`, { agency: 'CIQ', then: 'proceed', reason: 'x' })).body.code).toBe('inspections/party-is-there')
    const slot = spanFrom(app.clock.now(), 2, 3)
    expect(await who.act('CIQ', anew, 'no-show', { agency: 'CUS', then: 'reschedule', reason: 'stuck at the gate', slot, site: 'S-NEW' })).toMatchObject({ state: 'coordinating', site: 'S-NEW' })
    // Arrivals for the former slot say nothing of the new one.
    await who.agree(anew, ['CUS', 'CIQ'], slot, 'S-NEW')
    expect(await who.act('CUS', anew, 'start')).toMatchObject({ state: 'started' })
  })

  test('JI-20: an answer nobody gives is asked for by e-mail, by short message where that fails, and at last by telephone', async () => {
    await record('site-protocols', { port: '380101', title: { zh: '现场协调机制', en: 'Protocol' }, channels: [{ channel: 'email', afterMinutes: 10 }, { channel: 'sms', afterMinutes: 20 }, { channel: 'phone', afterMinutes: 30 }], rules: ['one platform'] })
    await record('liaisons', { port: '380101', agency: 'CIQ', name: '王海波', phone: '0574-1', email: 'liaison@ciq.example' }, coordinatorOf('CIQ'))
    const start = app.clock.now()
    const id = await joint()
    await app.settle()
    await who.act('CUS', id, 'agree', { slot: spanFrom(start, 3, 4), site: 'P20', crew: ['C-20'] })
    await passTo(plus(start, minutes(35)))
    const { items } = (await who.coordinator.get(`/joint-inspections/${id}/contacts`)).body as { items: { id: string; agency: string; channel: string; state: string; detail?: string; at: string }[] }
    expect(items.map(({ agency, channel, state, detail, at }) => [agency, channel, state, detail, (Date.parse(at) - start) / 60_000])).toEqual([
      ['CIQ', 'email', 'sent', undefined, 10],
      ['CIQ', 'sms', 'failed', 'no address', 20],
      ['CIQ', 'phone', 'open', undefined, 20],
    ])
    const outbox = await readFile(path.join(app.machine.config.home, 'outbox/email.jsonl'), 'utf8')
    const mails = outbox.trim().split('\n').map((line) => JSON.parse(line) as { channel: string; to: string; text: string })
    const { object } = await read(id) as unknown as { object: { ref: string } }
    expect(mails.filter(({ text }) => text.includes(object.ref))).toMatchObject([{ channel: 'email', to: 'liaison@ciq.example' }])
    const calls = (await who.CUS.get('/calls?port=380101')).body.items as { id: string; inspection: string; address: string }[]
    expect(calls.filter((call) => call.inspection === id)).toMatchObject([{ address: '0574-1' }])
    const call = calls.find((each) => each.inspection === id)?.id
    expect((await who.CUS.post(`/calls/${call}/done`, { outcome: 'on the way' })).body).toMatchObject({ state: 'done', doneBy: 'officer.CUS' })
    expect((await who.CUS.post(`/calls/${call}/done`, { outcome: 'twice' })).body.code).toBe('agreements/not-open')
    // Who has answered is left alone.
    await who.act('CIQ', id, 'agree', { crew: ['Q-20'] })
    await passTo(plus(start, hours(3)))
    expect((await who.coordinator.get(`/joint-inspections/${id}/contacts`)).body).toMatchObject({ items: [{}, {}, {}], escalations: [] })
  })
})

describe('GV-06 liaison officers and joint meetings', () => {
  test('GV-06: an answer that is overdue goes to the liaison officer, then to the joint meeting; the goods stay', async () => {
    const start = app.clock.now()
    const id = await joint()
    await who.act('CUS', id, 'agree', { slot: spanFrom(start, 8, 9), site: 'P21', crew: ['C-21'] })
    await passTo(plus(start, hours(2)))
    await app.settle()
    const overdue = (await who.coordinator.get(`/joint-inspections/${id}/contacts`)).body.escalations
    expect(overdue).toMatchObject([{ level: 1, agencies: ['CIQ'] }])
    expect(await ledgerOf(`joint-inspection:${id}`)).toContain('王海波')
    await passTo(plus(start, hours(4)))
    expect((await who.coordinator.get(`/joint-inspections/${id}/contacts`)).body.escalations).toMatchObject([{ level: 1 }, { level: 2 }])
    const issues = (await who.CIQ.get('/issues?open=true')).body.items as { id: string; subject: { id: string }; state: string }[]
    expect(issues.filter((issue) => issue.subject.id === id)).toHaveLength(1)
    // Silence has decided nothing: the inspection is still being coordinated, and CIQ may still answer.
    expect((await read(id))['state']).toBe('coordinating')
    expect(await who.act('CIQ', id, 'agree', { crew: ['Q-21'] })).toMatchObject({ state: 'agreed' })
  })

  test('GV-06: a question between agencies goes to the liaison officers, and what they do not settle in time to the joint meeting, which decides', async () => {
    const raised = await who.CUS.post('/issues', { port: '380101', agencies: ['CIQ'], question: 'who keeps the key of platform 2?', subject: { kind: 'declaration', id: '1' } })
    expect([raised.status, raised.body.state, raised.body.data.liaisons]).toEqual([201, 'liaison', [{ agency: 'CIQ', name: '王海波' }]])
    expect((await who.MSA.get(`/issues/${raised.body.id}`)).status).toBe(404)
    app.clock.advanceTo(plus(app.clock.now(), hours(25)))
    await app.settle()
    expect((await who.CIQ.get(`/issues/${raised.body.id}`)).body.state).toBe('meeting')
    expect((await who.CIQ.post(`/issues/${raised.body.id}/decide`, { evidence: { meeting: 'JM-3', decision: 'CIQ' } })).status).toBe(403)
    expect((await coordinatorOf('CUS').post(`/issues/${raised.body.id}/decide`, { evidence: { meeting: 'JM-3', decision: 'CIQ' } })).body.code).toBe('agreements/unknown-meeting')
    await record('joint-meetings', { code: 'JM-2', port: '380101', heldOn: '2018-07-05', chair: 'Zhao', agencies: ['CUS', 'BPI'], agenda: 'other things', decisions: [] })
    await record('joint-meetings', { code: 'JM-3', port: '380101', heldOn: '2018-07-05', chair: 'Zhao', agencies: ['CUS', 'CIQ'], agenda: 'keys', decisions: [{ text: 'CIQ keeps it', owner: 'CIQ', issue: raised.body.id }] })
    const decide = async (meeting: string): Promise<{ code?: string; state?: string }> => (await coordinatorOf('CUS').post(`/issues/${raised.body.id}/decide`, { evidence: { meeting, decision: 'CIQ keeps it' } })).body
    await expect.poll(async () => (await decide('JM-3')).state).toBe('decided')
  })

  test('GV-06: what the liaison officers settle never reaches the meeting; nobody puts a question to itself', async () => {
    const raised = await who.CUS.post('/issues', { port: '380101', agencies: ['CIQ'], question: 'order of the wagons?', subject: { kind: 'declaration', id: '2' } })
    expect((await who.CIQ.post(`/issues/${raised.body.id}/settle`, { evidence: { settlement: 'from the front' } })).body.state).toBe('settled')
    expect((await who.CUS.post('/issues', { port: '380101', agencies: ['CUS'], question: 'x', subject: { kind: 'declaration', id: '2' } })).body.code).toBe('agreements/nobody-to-ask')
  })
})

describe('GV-05 groups', () => {
  /** The groups the port has, and what of it an agency lacks: read together, for registers are read again a moment after they change. */
  const profile = async (): Promise<{ groups: Record<string, unknown>[]; readiness: { agency: string; ready: boolean; missing: string[] }[] }> => (await who.coordinator.get('/ports/380101/profile')).body
  const of = async (agency: string): Promise<unknown[]> => {
    const { groups, readiness } = await profile()
    return [groups.map(({ code }) => code), readiness.find((each) => each.agency === agency)]
  }

  test('GV-05: an agency without a working group is not ready; with one and a liaison officer it is', async () => {
    await record('groups', { code: 'LG-CIQ', kind: 'leading', port: '380101', agency: 'CIQ', members: [{ name: 'Zhao', duty: 'head' }], tasks: [] }, coordinatorOf('CIQ'))
    await expect.poll(() => of('CIQ')).toEqual([['LG-CIQ'], { agency: 'CIQ', ready: false, missing: ['working-group'] }])
    await record('groups', { code: 'WG-CIQ', kind: 'working', port: '380101', agency: 'CIQ', members: [{ name: 'Qian', duty: 'secretary' }], tasks: ['one platform'] }, coordinatorOf('CIQ'))
    await expect.poll(() => of('CIQ')).toEqual([['LG-CIQ', 'WG-CIQ'], { agency: 'CIQ', ready: true, missing: [] }])
    expect((await profile()).groups).toMatchObject([{ kind: 'leading', members: [{ name: 'Zhao', duty: 'head' }] }, { kind: 'working', members: [{ name: 'Qian' }], tasks: ['one platform'] }])
    expect((await of('CUS'))[1]).toEqual({ agency: 'CUS', ready: false, missing: ['working-group', 'liaison'] })
  })

  test('GV-05: a group is kept by its own agency; a trader does not read the profile', async () => {
    const reply = await coordinatorOf('CUS').post('/registers/groups', { data: { code: 'WG-X', kind: 'working', port: '380101', agency: 'CIQ', members: [{ name: 'X', duty: 'x' }], tasks: [] } })
    expect(reply.status).toBe(403)
    expect((await app.as({ role: 'trader', enterprise: 'E-B' }).get('/ports/380101/profile')).status).toBe(404)
    expect((await who.coordinator.get('/ports/380101/profile')).body).toMatchObject({ status: 'active', answers: { answer: 7_200_000, afterwards: 'joint-meeting' }, memorandumPolicy: 'stop' })
  })
})

describe('conversation', () => {
  test('JI-20: the parties talk in the case; the trader reads and says what is for everybody; nothing said is changed, and the ledger knows its hash', async () => {
    const id = await joint()
    await app.database.ownerDb.query('update joint.inspection set parties = array[$2] where id = $1', [id, 'E-B'])
    const trader = app.as({ role: 'trader', enterprise: 'E-B' })
    expect((await who.CUS.post(`/joint-inspections/${id}/messages`, { text: 'second seal looks new' })).status).toBe(201)
    expect((await who.CIQ.post(`/joint-inspections/${id}/messages`, { text: 'please bring the phytosanitary original', audience: 'everyone' })).status).toBe(201)
    expect((await trader.post(`/joint-inspections/${id}/messages`, { text: 'will do', audience: 'agencies' })).body.audience).toBe('everyone')
    const said = (party: { get: Party['get'] }) => party.get(`/joint-inspections/${id}/messages`).then((reply) => (reply.body.items as { text: string; name: string }[]).map(({ text, name }) => `${name}: ${text}`))
    expect(await said(who.CUS)).toEqual(['officer.CUS: second seal looks new', 'officer.CIQ: please bring the phytosanitary original', 'trader.E-B: will do'])
    expect(await said(trader)).toEqual(['CIQ: please bring the phytosanitary original', 'trader.E-B: will do'])
    expect((await app.as({ role: 'trader', enterprise: 'E-C' }).get(`/joint-inspections/${id}/messages`)).status).toBe(404)
    const ledger = await ledgerOf(`joint-inspection:${id}`)
    expect(ledger).toContain('SaidInCase')
    expect(ledger).not.toContain('second seal')
    await expect(app.database.db.query(`update joint.message set text = 'other' where inspection_id = $1`, [id])).rejects.toThrow(/permission denied/)
  })
})
