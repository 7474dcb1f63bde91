import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { evolve, type InspectionEvent } from '../../src/joint/inspections/domain/event.ts'
import type { Inspection } from '../../src/joint/inspections/domain/inspection.ts'
import { findInspection } from '../../src/joint/inspections/store.ts'
import { days, hours, minutes, plus, toIso } from '../../src/kernel/instant.ts'
import { timeline } from '../../src/platform/ledger/public.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { crews, directiveBody, newBox, spanFrom } from '../support/joint.ts'
import { sampleContainer, sampleDeclaration, tee } from '../support/sample-declarations.ts'

let app: TestApp
let who: ReturnType<typeof crews>
beforeAll(async () => {
  app = await startApp()
  who = crews(app)
})
afterAll(() => app.close())

/** A joint inspection of customs and inspection-and-quarantine on a new container; both windows are the next twelve hours. */
async function joint(changes: { readonly CUS?: Record<string, unknown>; readonly CIQ?: Record<string, unknown> } = {}, box = newBox()): Promise<{ id: string; box: string }> {
  const window = spanFrom(app.clock.now(), 0, 12)
  await who.direct('CUS', box, { window, ...changes.CUS })
  const { inspection } = await who.direct('CIQ', box, { window, ...changes.CIQ })
  return { id: inspection.id, box }
}

/** As `joint`, begun at a site of its own. */
async function session(changes: Parameters<typeof joint>[0] = {}, box = newBox()): Promise<{ id: string; box: string }> {
  const made = await joint(changes, box)
  await who.agree(made.id, ['CUS', 'CIQ'], spanFrom(app.clock.now(), 1, 2), `S-${made.box}`)
  await who.act('CUS', made.id, 'start')
  return made
}

describe('JI-01 goods', () => {
  test('JI-01: participants of a goods match are customs and inspection-and-quarantine; border police joins only with a legal basis', async () => {
    const { id, box } = await joint()
    expect((await who.CUS.get(`/joint-inspections/${id}`)).body.tasks.map((task: { agency: string }) => task.agency)).toEqual(['CIQ', 'CUS'])
    const refused = await who.BPI.post('/directives', directiveBody(app, 'BPI', box))
    expect([refused.status, refused.body.code, refused.body.errors[0].clause]).toEqual([422, 'directives/legal-basis-required', 'JI-01'])
    const joined = await who.direct('BPI', box, { legalBasis: '出境入境边防检查条例 第四条' })
    expect(joined.inspection.id).toBe(id)
    expect((await who.BPI.get(`/joint-inspections/${id}`)).body.tasks.map((task: { agency: string }) => task.agency)).toEqual(['BPI', 'CIQ', 'CUS'])
  })
})

describe('JI-01 beyond the example', () => {
  test('JI-01: maritime too has no part in goods by default, whatever the container\'s match already is', async () => {
    const { id, box } = await joint()
    const refused = await who.MSA.post('/directives', directiveBody(app, 'MSA', box))
    expect([refused.status, refused.body.errors.map((error: { code: string }) => error.code)]).toEqual([422, expect.arrayContaining(['directives/legal-basis-required'])])
    expect((await who.CUS.get(`/joint-inspections/${id}`)).body.tasks.map((task: { agency: string }) => task.agency)).toEqual(['CIQ', 'CUS'])
  })
})

describe('JI-03 and JI-04 conveyances', () => {
  const train = (number: string): Record<string, unknown> => ({ object: { kind: 'train', ref: number }, methods: ['board'] })

  test('JI-03: a train is inspected by border police, customs and inspection-and-quarantine; a maritime directive on it is refused', async () => {
    await who.direct('BPI', 'X', { ...train('X8044'), power: 'BPI-CONVEYANCE' })
    await who.direct('CUS', 'X', { ...train('X8044'), power: 'CUS-CONVEYANCE' })
    const { inspection, collision } = await who.direct('CIQ', 'X', { ...train('X8044'), power: 'CIQ-HEALTH' })
    expect(collision.agencies).toEqual(['BPI', 'CIQ', 'CUS'])
    expect((await who.BPI.get(`/joint-inspections/${inspection.id}`)).body.tasks).toHaveLength(3)
    const refused = await who.MSA.post('/directives', directiveBody(app, 'MSA', 'X', { ...train('X8044'), power: 'MSA-VESSEL' }))
    expect([refused.status, refused.body.code]).toEqual([422, 'directives/agency-not-participant'])
    expect(refused.body.errors[0].facts.participants).toBe('BPI, CUS, CIQ')
  })

  test('JI-03: not even with a legal basis, and a lorry and an aircraft have the same three', async () => {
    const withNote = directiveBody(app, 'MSA', 'X', { ...train('X8045'), power: 'MSA-VESSEL', legalBasis: '海上交通安全法' })
    expect((await who.MSA.post('/directives', withNote)).body.code).toBe('directives/agency-not-participant')
    for (const kind of ['vehicle', 'aircraft']) {
      expect((await who.MSA.post('/directives', directiveBody(app, 'MSA', 'X', { object: { kind, ref: 'N1234' }, methods: ['board'], power: 'MSA-VESSEL' }))).body.code).toBe('directives/agency-not-participant')
    }
  })

  test('JI-04: a vessel is boarded with four tasks, apart from its cargo, which is matched as goods', async () => {
    const vessel = { object: { kind: 'vessel', ref: 'IMO 9321483' }, methods: ['board'] }
    const first = await who.direct('MSA', 'X', { ...vessel, power: 'MSA-VESSEL' })
    expect(first.inspection.kind).toBe('boarding')
    const boarding = (await who.MSA.get(`/joint-inspections/${first.inspection.id}`)).body
    expect(boarding.tasks.map((task: { agency: string }) => task.agency)).toEqual(['BPI', 'CIQ', 'CUS', 'MSA'])
    expect((await who.coordinator.get('/collisions?object=9321483')).body.items).toEqual([])
    const cargo = newBox()
    await who.direct('CUS', cargo)
    expect((await who.direct('CIQ', cargo)).inspection.kind).toBe('joint')
    await who.agree(boarding.id, ['MSA', 'BPI', 'CUS', 'CIQ'], spanFrom(app.clock.now(), 1, 2), 'BERTH-3')
    expect(await who.act('BPI', boarding.id, 'start')).toMatchObject({ kind: 'boarding', state: 'started' })
  })
})

describe('JI-17 no platform is chosen silently', () => {
  test('JI-17: directives that name P1 and P2 of one supervised area leave the place open, with a warning until one platform is chosen', async () => {
    const platform = (code: string, area: string): object => ({ code, name: { zh: code }, port: '380101', kind: 'platform', platforms: 1, area, calendar: { weekdays: [1, 2, 3, 4, 5, 6, 7], from: '00:00', to: '23:59' } })
    for (const [code, area] of [['P1-J17', 'A-17'], ['P2-J17', 'A-17'], ['P3-J17', 'A-17'], ['P4-J17', 'B-17']] as const) expect((await who.coordinator.post('/registers/sites', { data: platform(code, area) })).status).toBeLessThan(300)
    const { id } = await joint({ CUS: { site: 'P1-J17' }, CIQ: { site: 'P2-J17' } })
    const read = async (): Promise<{ site?: string; warnings: { code: string; facts: object }[]; proposals: { site: string }[] }> => (await who.CUS.get(`/joint-inspections/${id}`)).body
    await expect.poll(async () => new Set((await read()).proposals.map(({ site }) => site))).toEqual(new Set(['P1-J17', 'P2-J17', 'P3-J17']))
    expect((await read()).site).toBeUndefined()
    expect((await read()).warnings.filter(({ code }) => code === 'inspections/choose-platform')).toMatchObject([{ facts: { sites: 'P1-J17, P2-J17', areas: 'A-17' } }])
    expect((await who.coordinator.get(`/ledger?subject=joint-inspection:${id}`)).text).toContain('"platforms":["P1-J17","P2-J17"]')
    const slot = spanFrom(app.clock.now(), 3, 4)
    await who.act('CUS', id, 'agree', { slot, site: 'P1-J17', crew: ['C-J17'] })
    expect((await who.CIQ.post(`/joint-inspections/${id}/agree`, { slot, site: 'P2-J17', crew: ['Q-J17'] })).body.code).toBe('inspections/one-platform')
    expect((await read()).warnings.map(({ code }) => code)).not.toContain('inspections/choose-platform')
    expect(await who.act('CIQ', id, 'agree', { crew: ['Q-J17'] })).toMatchObject({ state: 'agreed', site: 'P1-J17' })
  })

  test('JI-17: nor the place of the first directive when a second one names another, whatever came first; one named by one alone stands', async () => {
    const { id } = await joint({ CIQ: { site: 'P2-J17' } })
    expect((await who.CUS.get(`/joint-inspections/${id}`)).body.site).toBe('P2-J17')
    const box = newBox()
    const first = await who.direct('CUS', box, { site: 'P1-J17' })
    expect((await who.CUS.get(`/joint-inspections/${first.inspection.id}`)).body.site).toBe('P1-J17')
    const second = await who.direct('CIQ', box, { site: 'P2-J17' })
    expect((await who.CUS.get(`/joint-inspections/${second.inspection.id}`)).body.site).toBeUndefined()
  })
})

describe('JI-07 time and place', () => {
  test('JI-07: free 14–16 and 15–17 and a site free 15–16 give the proposal 15:00–16:00 at the site', async () => {
    const site = { code: 'P2-JI07', name: { zh: '二号平台' }, port: '380101', kind: 'platform', platforms: 1, calendar: { weekdays: [1, 2, 3, 4, 5, 6, 7], from: '15:00', to: '16:00' } }
    const recorded = await who.coordinator.post('/registers/sites', { data: site })
    expect(recorded.status, recorded.text).toBeLessThan(300)
    const day = (hour: number): string => `2026-03-02T${hour}:00:00+08:00`
    const box = newBox()
    await who.direct('CUS', box, { window: { from: day(14), to: day(16) }, site: 'P2-JI07' })
    const { inspection } = await who.direct('CIQ', box, { window: { from: day(15), to: day(17) } })
    const { proposals } = (await who.CIQ.get(`/joint-inspections/${inspection.id}`)).body
    expect(proposals).toEqual([{ from: toIso(plus(app.clock.now(), hours(6))), to: toIso(plus(app.clock.now(), hours(7))), site: 'P2-JI07' }])
    expect(proposals[0].from).toBe('2026-03-02T07:00:00.000Z')

    // Each side's answer is kept.
    await who.act('CUS', inspection.id, 'agree', { slot: { from: proposals[0].from, to: proposals[0].to }, site: 'P2-JI07', crew: ['C-1'] })
    const agreed = await who.act('CIQ', inspection.id, 'agree', { crew: ['Q-1'] })
    expect(agreed.tasks.map((task: { agency: string; confirmed: { name: string } }) => `${task.agency} ${task.confirmed.name}`)).toEqual(['CIQ officer.CIQ', 'CUS officer.CUS'])
    const ledger = (await who.coordinator.get(`/ledger?subject=joint-inspection:${inspection.id}`)).text
    expect(ledger.match(/InspectionSlotConfirmed/g)).toHaveLength(2)

    // The one place of the site is taken now: the next joint inspection is offered nothing there.
    const next = newBox()
    await who.direct('CUS', next, { window: { from: day(14), to: day(16) }, site: 'P2-JI07' })
    const later = await who.direct('CIQ', next, { window: { from: day(15), to: day(17) } })
    expect((await who.CIQ.get(`/joint-inspections/${later.inspection.id}`)).body.proposals).toEqual([])
    expect((await who.CUS.post(`/joint-inspections/${later.inspection.id}/agree`, { slot: { from: proposals[0].from, to: proposals[0].to }, site: 'P2-JI07', crew: ['C-2'] })).body.code).toBe('inspections/site-full')
  })

  test('JI-07: no common time gives no proposal, and the parties say one themselves', async () => {
    const { id } = await joint({ CUS: { window: spanFrom(app.clock.now(), 1, 2) }, CIQ: { window: spanFrom(app.clock.now(), 5, 6) } })
    const { proposals, slot } = (await who.CUS.get(`/joint-inspections/${id}`)).body
    expect([proposals, slot]).toEqual([[], undefined])
    expect((await who.CUS.post(`/joint-inspections/${id}/agree`, { site: 'P1', crew: ['C-3'] })).body.code).toBe('inspections/time-required')
  })
})

describe('JI-17 one platform', () => {
  test('JI-17: customs picks P1, inspection-and-quarantine P2: a conflict until one is chosen', async () => {
    const { id } = await joint()
    const slot = spanFrom(app.clock.now(), 2, 3)
    await who.act('CUS', id, 'agree', { slot, site: 'P1-JI17', crew: ['C-17'] })
    const conflict = await who.CIQ.post(`/joint-inspections/${id}/agree`, { slot, site: 'P2-JI17', crew: ['Q-17'] })
    expect([conflict.status, conflict.body.code, conflict.body.errors[0].facts.site]).toEqual([409, 'inspections/one-platform', 'P1-JI17'])
    expect((await who.CIQ.get(`/joint-inspections/${id}`)).body.state).toBe('coordinating')
    await who.act('CIQ', id, 'reschedule', { slot, site: 'P2-JI17', reason: 'only P2 has a reefer plug' })
    await who.act('CUS', id, 'agree', { crew: ['C-17'] })
    expect(await who.act('CIQ', id, 'agree', { crew: ['Q-17'] })).toMatchObject({ state: 'agreed', site: 'P2-JI17' })
  })
})

describe('JI-17 beyond the example', () => {
  test('JI-17: another time at the same platform is a question of time; of two parties that pick platforms at the same instant one is asked to choose', async () => {
    const slot = spanFrom(app.clock.now(), 2, 3)
    const first = await joint()
    await who.act('CUS', first.id, 'agree', { slot, site: 'P1-JI17B', crew: ['C-18'] })
    expect((await who.CIQ.post(`/joint-inspections/${first.id}/agree`, { slot: spanFrom(app.clock.now(), 3, 4), site: 'P1-JI17B', crew: ['Q-18'] })).body.code).toBe('inspections/proposal-differs')
    const second = await joint()
    const replies = await Promise.all([
      who.CUS.post(`/joint-inspections/${second.id}/agree`, { slot, site: 'P3-JI17', crew: ['C-19'] }),
      who.CIQ.post(`/joint-inspections/${second.id}/agree`, { slot, site: 'P4-JI17', crew: ['Q-19'] }),
    ])
    expect(replies.map((reply) => reply.body.code ?? reply.body.state).sort()).toEqual(['coordinating', 'inspections/one-platform'])
  })
})

describe('JI-08 joint before single', () => {
  const slot = (from: number): { from: string; to: string } => spanFrom(app.clock.now(), from, from + 1)
  async function single(crew: string, from: number, changes: Record<string, unknown> = {}): Promise<string> {
    const { inspection } = await who.direct('CUS', newBox(), { window: spanFrom(app.clock.now(), 0, 12) })
    await who.act('CUS', inspection.id, 'agree', { slot: slot(from), site: 'P8', crew: [crew], ...changes })
    return inspection.id
  }

  test('JI-08: a joint inspection gets the slot of a single one of the same crew, which is moved and told', async () => {
    const queued = await single('C-80', 2)
    const { id } = await joint()
    await who.act('CUS', id, 'agree', { slot: slot(2), site: 'P9', crew: ['C-80'] })
    // It is planned anew by itself: the next hour, at the place it had.
    expect((await who.CUS.get(`/joint-inspections/${queued}`)).body).toMatchObject({ state: 'proposed', tasks: [{ agency: 'CUS' }], slot: slot(3), site: 'P8' })
    expect(await who.act('CIQ', id, 'agree', { crew: ['Q-80'] })).toMatchObject({ state: 'agreed', slot: { from: slot(2).from } })
    await app.settle()
    const told = (await who.CUS.get('/notices')).body.items as { type: string }[]
    expect(told.some((notice) => notice.type === 'InspectionMovedTo')).toBe(true)
    const moved = ((await who.coordinator.get(`/ledger?subject=joint-inspection:${queued}`)).body.items as { type: string; payload: object }[]).find((fact) => fact.type === 'InspectionMovedForJoint')
    expect(moved?.payload).toMatchObject({ from: slot(2), to: slot(3), site: 'P8', madeRoomFor: id, reason: 'joint-before-single' })
    expect(await who.act('CUS', queued, 'agree', { crew: ['C-80'] })).toMatchObject({ state: 'agreed', slot: slot(3) })
  })

  test('JI-08: of two that are moved each gets a time its own crew has; one that nothing suits any more is told so', async () => {
    const [first, second] = [await single('C-84', 7), await single('C-85', 7)]
    await single('C-85', 8, { specialCircumstance: 'reefer' })
    const { inspection: tight } = await who.direct('CUS', newBox(), { window: spanFrom(app.clock.now(), 7, 8) })
    await who.act('CUS', tight.id, 'agree', { slot: slot(7), site: 'P8', crew: ['C-86'] })
    const { id } = await joint()
    await who.act('CUS', id, 'agree', { slot: slot(7), site: 'P9', crew: ['C-84', 'C-85', 'C-86'] })
    const slotOf = async (inspection: string): Promise<unknown> => (await who.CUS.get(`/joint-inspections/${inspection}`)).body.slot
    expect([await slotOf(first), await slotOf(second), await slotOf(tight.id)]).toEqual([slot(8), slot(9), undefined])
    await app.settle()
    const told = (await who.CUS.get('/notices')).body.items as { type: string }[]
    expect(told.filter((notice) => notice.type === 'InspectionMoved').length).toBe(1)
  })

  test('JI-08: live animals keep the single one first, and that is in the ledger', async () => {
    const first = await single('C-81', 3, { specialCircumstance: 'live animals' })
    const { id } = await joint()
    const refused = await who.CUS.post(`/joint-inspections/${id}/agree`, { slot: slot(3), site: 'P9', crew: ['C-81'] })
    expect([refused.status, refused.body.code, refused.body.errors[0].facts.because]).toEqual([409, 'inspections/crew-taken', 'live animals'])
    expect((await who.CUS.get(`/joint-inspections/${first}`)).body).toMatchObject({ state: 'agreed', specialCircumstance: 'live animals' })
    expect((await who.coordinator.get(`/ledger?subject=joint-inspection:${first}`)).text).toContain('live animals')
  })

  test('JI-08: a single inspection takes no slot from a joint one, nor a joint one from another', async () => {
    const { id } = await joint()
    await who.act('CUS', id, 'agree', { slot: slot(5), site: 'P9', crew: ['C-82'] })
    const { inspection } = await who.direct('CUS', newBox())
    expect((await who.CUS.post(`/joint-inspections/${inspection.id}/agree`, { slot: slot(5), site: 'P8', crew: ['C-82'] })).body.code).toBe('inspections/crew-taken')
    const other = await joint()
    expect((await who.CUS.post(`/joint-inspections/${other.id}/agree`, { slot: slot(5), site: 'P8', crew: ['C-82'] })).body.code).toBe('inspections/crew-taken')
    expect((await who.CUS.post(`/joint-inspections/${other.id}/agree`, { slot: slot(6), site: 'P8', crew: ['C-82'] })).status).toBe(200)
  })
})

describe('JI-09 separate checklists', () => {
  test('JI-09: count and classify here, quarantine and sampling there: both checklists are closed before the session ends', async () => {
    const { id } = await session({
      CUS: { methods: ['open'], checks: ['count', 'classify'] },
      CIQ: { methods: ['quarantine', 'sample'], power: 'CIQ-QUARANTINE' },
    })
    const { tasks } = (await who.CUS.get(`/joint-inspections/${id}`)).body as { tasks: { agency: string; duties: { code: string }[] }[] }
    expect(tasks.map((task) => `${task.agency}: ${task.duties.map((duty) => duty.code).join(' ')}`)).toEqual(['CIQ: quarantine sample', 'CUS: open classify count'])
    await who.act('CUS', id, 'open', {})
    await who.act('CUS', id, 'findings', { checks: [{ code: 'count', outcome: 'ok' }, { code: 'classify', outcome: 'problem', note: 'another heading' }] })
    const open = await who.CUS.post(`/joint-inspections/${id}/close`)
    expect([open.status, open.body.code, open.body.errors]).toMatchObject([409, 'inspections/checklist-open', [{ agency: 'CIQ', facts: { open: 'quarantine, sample' } }]])
    await who.act('CIQ', id, 'findings', { checks: [{ code: 'quarantine', outcome: 'ok' }] })
    expect((await who.CIQ.post(`/joint-inspections/${id}/close`)).status).toBe(409)
    await who.act('CIQ', id, 'findings', { checks: [{ code: 'sample', outcome: 'ok' }] })
    expect(await who.act('CIQ', id, 'close')).toMatchObject({ state: 'closed' })
  })

  test('JI-09: nobody answers what is not on the own list, nor ticks an opening nobody has made', async () => {
    const { id } = await session({ CUS: { checks: ['count'] }, CIQ: { methods: ['sample'] } })
    expect((await who.CIQ.post(`/joint-inspections/${id}/findings`, { checks: [{ code: 'count', outcome: 'ok' }] })).body).toMatchObject({ code: 'inspections/unknown-check', errors: [{ pointer: '/checks/0/code' }] })
    expect((await who.CUS.post(`/joint-inspections/${id}/findings`, { checks: [{ code: 'open', outcome: 'ok' }] })).body.code).toBe('inspections/no-record-yet')
  })
})

describe('the state and the ledger', () => {
  const known = new Set<string>([
    'InspectionSlotConfirmed', 'InspectionAgreed', 'InspectionRescheduled', 'InspectionMovedForJoint', 'SlotAnswered', 'CrewArrived', 'PartyDidNotCome', 'AgencyInvited', 'JointInspectionDeclined',
    'JointInspectionJudged', 'InspectionStarted', 'SessionInterrupted', 'ProceededWithout', 'ContainerOpened', 'GoodsWeighed', 'GoodsScanned', 'FindingsRecorded', 'SampleTaken', 'DispositionRecorded', 'InspectionClosed',
  ])

  test('LB-12: what the ledger says of a whole session, told to the inspection as it was proposed, is the inspection in the table', async () => {
    const { id } = await joint({ CUS: { methods: ['open', 'weigh'], checks: ['count'] }, CIQ: { methods: ['open', 'sample'], checks: ['pests'] } })
    const stored = async (): Promise<Inspection> => {
      const inspection = await findInspection(app.machine.db, ['380101'], id)
      if (inspection === undefined) throw new Error('the inspection is there')
      return inspection
    }
    const proposed = await stored()
    await who.act('CUS', id, 'reschedule', { slot: spanFrom(app.clock.now(), 2, 3), site: 'P-L', reason: 'crew late' })
    await who.agree(id, ['CUS', 'CIQ'], spanFrom(app.clock.now(), 2, 3), 'P-L')
    await who.act('CUS', id, 'start')
    await who.act('CUS', id, 'open', { seal: 'CN1' })
    await who.act('CUS', id, 'weigh', { grossKg: 24180 })
    await who.act('CIQ', id, 'interrupt', { reason: 'storm' })
    await who.agree(id, ['CUS', 'CIQ'], spanFrom(app.clock.now(), 4, 5), 'P-L')
    await who.act('CIQ', id, 'start')
    await who.act('CUS', id, 'findings', { checks: [{ code: 'count', outcome: 'ok', note: 'as declared', evidence: ['photo 1'] }] })
    await who.act('CIQ', id, 'findings', { checks: [{ code: 'sample', outcome: 'ok' }, { code: 'pests', outcome: 'problem', note: 'two' }] })
    await who.act('CIQ', id, 'dispositions', { disposition: 'CIQ-HOLD', reason: 'laboratory' })
    await who.act('CUS', id, 'dispositions', { disposition: 'CUS-PASS' })
    await who.act('CUS', id, 'close')
    const entries = (await timeline(app.machine.db, '380101', 'joint-inspection', id, undefined, 200)).items.filter((entry) => entry.subject.id === id && known.has(entry.type))
    const folded = entries.reduce(
      (state, entry) => evolve(state, { type: entry.type, payload: entry.payload } as unknown as InspectionEvent, { by: { id: entry.actor.id, name: entry.actor.name ?? '' }, at: entry.at }),
      proposed,
    )
    const now = await stored()
    expect(now.state).toBe('closed')
    expect({ ...folded, version: 0 }).toEqual({ ...now, version: 0 })
  })
})

describe('JI-10 one opening', () => {
  test('JI-10: a container opened once counts one; reopening it the next day without reason is refused', async () => {
    const { id, box } = await session()
    const opened = await who.act('CUS', id, 'open', { object: { kind: 'container', ref: box } })
    expect(opened.tasks.every((task: { duties: { code: string; done?: unknown }[] }) => task.duties.every((duty) => duty.done !== undefined))).toBe(true)
    await who.act('CUS', id, 'close')
    const records = async (): Promise<unknown[]> => (await who.CUS.get(`/joint-inspections/${id}`)).body.handlings
    expect(await records()).toMatchObject([{ action: 'open', n: 1, agency: 'CUS', object: { ref: box } }])

    app.clock.advanceTo(plus(app.clock.now(), days(1)))
    const { inspection } = await who.direct('CIQ', box, { reason: 'pests reported', reopening: 'nobody looked for pests' })
    await who.act('CIQ', inspection.id, 'agree', { site: 'P1', crew: ['Q-10'] })
    await who.act('CIQ', inspection.id, 'start')
    const refused = await who.CIQ.post(`/joint-inspections/${inspection.id}/open`, {})
    expect([refused.status, refused.body.code, refused.body.errors[0].facts]).toMatchObject([409, 'inspections/already-opened', { object: box, agency: 'CUS', times: 1 }])
    await who.act('CIQ', inspection.id, 'open', { reason: 'pests reported after release of the berth' })
    expect(await records()).toMatchObject([{ n: 1 }, { n: 2, agency: 'CIQ', reason: 'pests reported after release of the berth' }])
    expect((await who.coordinator.get(`/ledger?subject=joint-inspection:${inspection.id}`)).text).toMatch(/"repeat": ?true/)
  })

  test('JI-10: of two agencies that open at the same instant one is counted', async () => {
    const { id } = await session()
    const [one, two] = await Promise.all([who.CUS.post(`/joint-inspections/${id}/open`, {}), who.CIQ.post(`/joint-inspections/${id}/open`, {})])
    expect([one.status, two.status].sort()).toEqual([200, 409])
    expect((await who.CUS.get(`/joint-inspections/${id}`)).body.handlings).toHaveLength(1)
  })

  test('JI-10: each container of a consignment is counted by itself, and one of them has to be named', async () => {
    const boxes = [sampleContainer(1001), sampleContainer(1002)]
    const items = [{ ...tee, containers: boxes }]
    const declared = await app.as({ role: 'trader', enterprise: 'E-B' }).post('/declarations', sampleDeclaration({ containers: boxes.map((number) => ({ number })), items }))
    const { inspection } = await who.direct('CUS', 'X', { object: { kind: 'consignment', ref: declared.body.number } })
    await who.act('CUS', inspection.id, 'agree', { site: 'P6', crew: ['C-11'] })
    await who.act('CUS', inspection.id, 'start')
    expect((await who.CUS.post(`/joint-inspections/${inspection.id}/open`, {})).body.code).toBe('inspections/object-required')
    for (const ref of boxes) await who.act('CUS', inspection.id, 'open', { object: { kind: 'container', ref } })
    expect((await who.CUS.post(`/joint-inspections/${inspection.id}/open`, { object: { kind: 'container', ref: newBox() } })).body.code).toBe('inspections/object-not-here')
    expect((await who.CUS.get(`/joint-inspections/${inspection.id}`)).body.handlings.map((record: { n: number }) => record.n)).toEqual([1, 1])
  })
})

describe('JI-11 one weighing, one scan', () => {
  test('JI-11: who books a second weighing of the container is offered the record, and may answer its own duty by it', async () => {
    const { id, box } = await session({ CUS: { methods: ['weigh', 'scan'] }, CIQ: { methods: ['weigh'] } })
    await who.act('CUS', id, 'weigh', { grossKg: 24180, device: 'WB-1' })
    const weighedAt = toIso(app.clock.now())
    await who.act('CUS', id, 'scan', { image: 'S-9' })
    app.clock.advanceTo(plus(app.clock.now(), minutes(5)))
    const shared = (await who.CIQ.get(`/joint-inspections/${id}`)).body
    expect(shared.handlings).toMatchObject([{ action: 'weigh', grossKg: 24180, agency: 'CUS' }, { action: 'scan', image: 'S-9' }])
    expect(shared.tasks[0]).toMatchObject({ agency: 'CIQ', duties: [{ code: 'weigh', done: { agency: 'CUS', handling: shared.handlings[0].id } }] })
    const again = await who.CIQ.post(`/joint-inspections/${id}/weigh`, { grossKg: 24200 })
    expect([again.status, again.body.code, again.body.errors[0].facts]).toMatchObject([409, 'inspections/already-weighed', { record: shared.handlings[0].id, at: weighedAt, grossKg: 24180, device: 'WB-1', agency: 'CUS' }])
    expect(again.body.errors[0].message.zh).toContain('24180')
    expect((await who.CIQ.post(`/joint-inspections/${id}/scan`, {})).body.errors[0].facts.image).toBe('S-9')
    await who.act('CUS', id, 'close')

    const { inspection } = await who.direct('CIQ', box, { methods: ['weigh'], reopening: 'net weight is needed' })
    await who.act('CIQ', inspection.id, 'agree', { site: 'P7', crew: ['Q-12'] })
    await who.act('CIQ', inspection.id, 'start')
    expect((await who.CIQ.post(`/joint-inspections/${inspection.id}/weigh`, {})).body.code).toBe('inspections/already-weighed')
    const answered = await who.act('CIQ', inspection.id, 'findings', { checks: [{ code: 'weigh', outcome: 'ok' }] })
    expect(answered.tasks[0].duties[0].done.handling).toBe(shared.handlings[0].id)
    expect(await who.act('CIQ', inspection.id, 'close')).toMatchObject({ state: 'closed' })
  })

  test('JI-11: a weighing has a weight, and only parties weigh, during the session', async () => {
    const { id } = await joint({ CUS: { methods: ['weigh'] } })
    expect((await who.CUS.post(`/joint-inspections/${id}/weigh`, { grossKg: 1 })).body.code).toBe('inspections/not-in-this-state')
    await who.agree(id, ['CUS', 'CIQ'], spanFrom(app.clock.now(), 1, 2), 'S-JI11')
    await who.act('CUS', id, 'start')
    expect((await who.CUS.post(`/joint-inspections/${id}/weigh`, {})).body.code).toBe('inspections/weight-required')
    expect((await who.BPI.post(`/joint-inspections/${id}/weigh`, { grossKg: 5 })).status).toBe(404)
    expect((await who.CUS.post(`/joint-inspections/${id}/weigh`, { grossKg: -5 })).status).toBe(422)
  })
})
