import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { greyPng } from '../../seed/grey-png.ts'
import { hours, instant, minutes, plus, type Instant } from '../../src/kernel/instant.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { crews, newBox, powers, spanFrom } from '../support/joint.ts'

let app: TestApp
let who: ReturnType<typeof crews>
beforeAll(async () => {
  app = await startApp({ now: instant('2026-03-02T01:00:00Z') })
  who = crews(app)
})
afterAll(() => app.close())

/** Lets all work that is due by then be done, moment by moment. */
async function passTo(moment: Instant): Promise<void> {
  for (let at = app.clock.now(); at < moment; at = plus(at, minutes(15))) {
    app.clock.advanceTo(plus(at, minutes(15)))
    await app.settle()
  }
}
const pass = (span: number): Promise<void> => passTo(plus(app.clock.now(), span))

async function arranged(changes: { readonly CUS?: Record<string, unknown>; readonly CIQ?: Record<string, unknown> } = {}): Promise<string> {
  const box = newBox()
  const window = spanFrom(app.clock.now(), 0, 48)
  await who.direct('CUS', box, { window, ...changes.CUS })
  return (await who.direct('CIQ', box, { window, ...changes.CIQ })).inspection.id as string
}
async function agreed(changes: Parameters<typeof arranged>[0] = {}): Promise<string> {
  const id = await arranged(changes)
  await who.agree(id, ['CUS', 'CIQ'], spanFrom(app.clock.now(), 1, 2), `S-${id.slice(-6)}`)
  return id
}
async function session(changes: Parameters<typeof arranged>[0] = {}): Promise<string> {
  const id = await agreed(changes)
  await who.act('CUS', id, 'start')
  return id
}
let pictures = 0
async function image(id: string): Promise<string> {
  const shift = ++pictures
  const put = await who.CUS.send('POST', `/joint-inspections/${id}/images`, greyPng(16, 16, (x, y) => x + y + shift), { 'content-type': 'image/png' })
  expect(put.status, put.text).toBe(201)
  return put.body.id as string
}
type Escalation = { readonly level: number; readonly owes: string; readonly agencies: readonly string[] }
const escalationsOf = async (id: string): Promise<string[]> => ((await who.coordinator.get(`/joint-inspections/${id}/contacts`)).body.escalations as Escalation[]).map(({ level, owes, agencies }) => `${owes} ${level} ${agencies.join('+')}`)
const proceed = (id: string, agency: string, party = who.coordinator): ReturnType<typeof who.coordinator.post> => party.post(`/joint-inspections/${id}/proceed`, { agency, reason: 'reached by nobody' })
const codeOf = async (sent: ReturnType<typeof who.coordinator.post>): Promise<string> => (await sent).body.code
/** What quarantine has left of an object it was let go without at. */
async function ownOf(id: string): Promise<{ state: string; kind: string; tasks: { duties: { code: string; done?: object }[] }[] }[]> {
  const { object } = (await who.CUS.get(`/joint-inspections/${id}`)).body
  const items = (await who.CIQ.get(`/joint-inspections?object=${object.ref}`)).body.items as { id: string; state: string; kind: string; tasks: { duties: { code: string; done?: object }[] }[] }[]
  return items.filter((each) => each.id !== id)
}

describe('JI-13 and JI-14: silence about an image', () => {
  test('JI-13: a verdict nobody gives calls the liaison officers, then a coordinator lets the others go on; the silent party decides by itself later', async () => {
    const id = await session()
    const shown = await image(id)
    await who.CUS.post(`/joint-inspections/${id}/images/${shown}/verdict`, { verdict: 'open' })
    expect(await codeOf(who.CUS.post(`/joint-inspections/${id}/open`, {}))).toBe('inspections/verdicts-awaited')
    await pass(minutes(45))
    expect(await escalationsOf(id)).toEqual(['verdict 1 CIQ'])
    expect(await codeOf(proceed(id, 'CIQ'))).toBe('inspections/not-overdue')
    await pass(hours(2))
    expect(await escalationsOf(id)).toEqual(['verdict 1 CIQ', 'verdict 2 CIQ'])
    expect([await codeOf(proceed(id, 'CIQ', who.CUS)), await codeOf(proceed(id, 'CUS'))]).toEqual(['common/not-permitted', 'inspections/not-overdue'])
    const gone = await proceed(id, 'CIQ')
    expect([gone.status, gone.body.state, gone.body.kind]).toEqual([200, 'started', 'single'])
    await who.act('CUS', id, 'open', {})
    expect(await who.act('CUS', id, 'close')).toMatchObject({ state: 'closed' })
    // Nothing was read, opened or decided in its name.
    expect(await ownOf(id)).toMatchObject([{ state: 'proposed', kind: 'single', tasks: [{ duties: [{ code: 'open' }] }] }])
    expect((await ownOf(id))[0]?.tasks[0]?.duties[0]?.done).toBeUndefined()
    expect((await who.coordinator.get(`/ledger?subject=joint-inspection:${id}&limit=200`)).text).toMatch(/PartyOverdue[\s\S]*CoordinatorAsked[\s\S]*ProceededWithout[\s\S]*reached by nobody/)
  })

  test('JI-14: an offer nobody answers has a clock of its own from the last verdict on; who answers meanwhile is not gone on without', async () => {
    const [silent, late] = [await session(), await session()]
    for (const id of [silent, late]) {
      const shown = await image(id)
      await who.CUS.post(`/joint-inspections/${id}/images/${shown}/verdict`, { verdict: 'open' })
      await who.CIQ.post(`/joint-inspections/${id}/images/${shown}/verdict`, { verdict: 'clear' })
    }
    await pass(hours(2.75))
    expect(await escalationsOf(silent)).toEqual(['offer 1 CIQ', 'offer 2 CIQ'])
    const shown = (await who.CIQ.get(`/joint-inspections/${late}/images`)).body.items[0].id
    await who.CIQ.post(`/joint-inspections/${late}/images/${shown}/join`, { join: false })
    expect(await codeOf(proceed(late, 'CIQ'))).toBe('inspections/not-overdue')
    expect(await codeOf(who.CUS.post(`/joint-inspections/${silent}/open`, {}))).toBe('inspections/offer-unanswered')
    expect((await proceed(silent, 'CIQ')).status).toBe(200)
    await who.act('CUS', silent, 'open', {})
  })
})

describe('JI-20: nobody comes, nobody finishes', () => {
  test('JI-20: an agreed time that passes calls the liaison officers of whoever has not come; then the others go on', async () => {
    const id = await agreed()
    const start = app.clock.now()
    await passTo(plus(start, hours(2)))
    expect(await escalationsOf(id)).toEqual(['begin 1 CIQ+CUS'])
    await who.act('CUS', id, 'arrive')
    await passTo(plus(start, hours(4)))
    expect(await escalationsOf(id)).toEqual(['begin 1 CIQ+CUS', 'begin 2 CIQ'])
    expect(await codeOf(proceed(id, 'CUS'))).toBe('inspections/not-overdue')
    expect((await proceed(id, 'CIQ')).body).toMatchObject({ state: 'agreed', kind: 'single', tasks: [{ agency: 'CUS' }] })
    expect(await who.act('CUS', id, 'start')).toMatchObject({ state: 'started' })
    expect(await ownOf(id)).toMatchObject([{ state: 'proposed', kind: 'single' }])
  })

  test('JI-09: a checklist that stays open after the agreed end keeps the session open only until a coordinator lets the others close', async () => {
    const id = await session({ CUS: { checks: ['count'] }, CIQ: { checks: ['pests'] } })
    await who.act('CUS', id, 'open', {})
    await who.act('CUS', id, 'findings', { checks: [{ code: 'count', outcome: 'ok' }] })
    expect(await codeOf(who.CUS.post(`/joint-inspections/${id}/close`, {}))).toBe('inspections/checklist-open')
    await pass(hours(4.25))
    expect(await escalationsOf(id)).toEqual(['work 1 CIQ'])
    await pass(hours(2))
    expect(await escalationsOf(id)).toEqual(['work 1 CIQ', 'work 2 CIQ'])
    await proceed(id, 'CIQ')
    expect(await who.act('CUS', id, 'close')).toMatchObject({ state: 'closed' })
    // What was opened for both stays on record; what quarantine alone has to look at is left to it.
    const [own] = await ownOf(id)
    expect(own?.tasks[0]?.duties.filter(({ done }) => done === undefined).map(({ code }) => code)).toEqual(['pests'])
  })

  test('GV-06: an answer that neither liaison officers nor anybody gave lets the others keep their time', async () => {
    const id = await arranged()
    await who.act('CUS', id, 'agree', { slot: spanFrom(app.clock.now(), 8, 9), site: `S-${id.slice(-6)}`, crew: [`CUS-${id.slice(-6)}`] })
    await pass(hours(4.25))
    expect(await escalationsOf(id)).toEqual(['answer 1 CIQ', 'answer 2 CIQ'])
    expect((await proceed(id, 'CIQ')).body).toMatchObject({ state: 'agreed', kind: 'single', tasks: [{ agency: 'CUS' }] })
  })
})

describe('DC-09: a session that has to stop', () => {
  test('DC-09: it is interrupted with a reason, what was done stays done, all agree anew and it goes on', async () => {
    const id = await session({ CUS: { methods: ['open', 'weigh'], checks: ['count'] }, CIQ: { checks: ['pests'] } })
    await who.act('CIQ', id, 'weigh', { grossKg: 900 })
    expect((await who.CUS.post(`/joint-inspections/${id}/interrupt`, {})).status).toBe(422)
    const stopped = await who.act('CUS', id, 'interrupt', { reason: 'gas in the container' })
    expect([stopped.state, stopped.slot, stopped.tasks.every((task: { confirmed?: object }) => task.confirmed === undefined)]).toEqual(['coordinating', undefined, true])
    expect(await codeOf(who.CUS.post(`/joint-inspections/${id}/interrupt`, { reason: 'again' }))).toBe('inspections/not-in-this-state')
    await app.settle()
    const told = (await who.CIQ.get('/notices')).body.items as { type: string; subjectId: string; facts: { reason?: string } }[]
    expect(told.filter((notice) => notice.type === 'SessionInterrupted' && notice.subjectId === id)).toMatchObject([{ facts: { reason: 'gas in the container' } }])
    await who.agree(id, ['CUS', 'CIQ'], spanFrom(app.clock.now(), 5, 6), `S-${id.slice(-6)}`)
    await who.act('CIQ', id, 'start')
    expect(await codeOf(who.CUS.post(`/joint-inspections/${id}/weigh`, { grossKg: 900 }))).toBe('inspections/already-weighed')
    await who.act('CUS', id, 'open', {})
    await who.act('CUS', id, 'findings', { checks: [{ code: 'count', outcome: 'ok' }] })
    await who.act('CIQ', id, 'findings', { checks: [{ code: 'pests', outcome: 'ok' }] })
    expect(await who.act('CIQ', id, 'close')).toMatchObject({ state: 'closed' })
  })

  test('DC-09: or a party leaves it: what it had done goes with it, and its directive meets nobody any more', async () => {
    const id = await session({ CUS: { checks: ['count'] } })
    await who.act('CUS', id, 'open', {})
    const stopped = await who.coordinator.post(`/joint-inspections/${id}/interrupt`, { reason: 'storm' })
    expect(stopped.status, stopped.text).toBe(200)
    expect(await who.act('CIQ', id, 'decline', { reason: 'live animals elsewhere' })).toMatchObject({ state: 'declined' })
    const [own] = (await ownOf(id)).filter(({ tasks }) => tasks.length > 0)
    expect(own).toMatchObject({ state: 'proposed', kind: 'single', tasks: [{ duties: [{ code: 'open', done: { outcome: 'ok' } }] }] })
    // A further directive of the other agency does not drag what has begun into a new joint one.
    const { object } = (await who.CUS.get(`/joint-inspections/${id}`)).body
    const further = await who.CUS.post('/directives', { port: '380101', object: { kind: 'container', ref: object.ref }, methods: ['scan'], window: spanFrom(app.clock.now(), 0, 48), power: powers['CUS']?.goods, reason: 'x', reopening: 'the scanner works again' })
    expect([further.status, further.body.inspection?.kind]).toEqual([201, 'single'])
  })
})
