import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hours, instant, plus } from '../../src/kernel/instant.ts'
import { startApp, type Party, type Reply, type TestApp } from '../support/app.ts'
import { declare, granted, waste } from '../support/assessment.ts'
import { gradeEnterprises } from '../support/enterprises.ts'
import { spanFrom } from '../support/joint.ts'
import { chicken, sampleContainer, veterinaryCertificate } from '../support/sample-declarations.ts'

let app: TestApp
beforeAll(async () => {
  app = await startApp({ now: instant('2026-03-02T09:00:00+08:00') })
  await gradeEnterprises(app)
})
afterAll(() => app.close())

const by = (agency: string, role: 'officer' | 'coordinator' = 'officer'): Party => app.as({ role, agency })
const headquarters = (): Party => app.as({ role: 'headquarters' })
const statusOf = async (id: string): Promise<string> => granted(await by('CUS').get(`/declarations/${id}`)).body.status as string

interface Directive {
  readonly id: string
  readonly agency: string
  readonly methods: readonly string[]
  readonly inspection: string
}
interface Inspection {
  readonly id: string
  readonly tasks: readonly { readonly agency: string; readonly duties: readonly { readonly code: string; readonly done?: object }[] }[]
}

/** Goods in a box of their own, with the directives their assessment wants. */
async function goods(n: number, kind: 'waste' | 'chicken'): Promise<{ id: string; box: string; directives: readonly Directive[] }> {
  const box = sampleContainer(n)
  const { enterprise, item, papers } = kind === 'waste' ? { enterprise: 'E-AA', item: waste, papers: {} } : { enterprise: 'E-D', item: chicken, papers: { documents: [veterinaryCertificate] } }
  const { id, releaseMode } = await declare(app, enterprise, [{ ...item, containers: [box] }], { ...papers, containers: [{ number: box }] })
  expect(releaseMode).toBe('supervised')
  await app.settle()
  const directives = granted(await headquarters().get(`/directives?declaration=${id}`)).body.items as Directive[]
  expect(directives.length).toBeGreaterThan(1)
  return { id, box, directives }
}

const directiveOf = (directives: readonly Directive[], agency: string): Directive => directives.find((each) => each.agency === agency) ?? directives[0] as Directive
const change = (party: Party, directive: Directive, how: 'withdraw' | 'amend', body: object): Promise<Reply> => party.post(`/directives/${directive.id}/${how}`, body)
/** What the party is offered to do with a directive, one by one and in the list. */
async function offered({ id }: { readonly id: string }, party: Party): Promise<readonly string[]> {
  const one = await party.get(`/directives/${id}`)
  const listed = (granted(await party.get('/directives?limit=200')).body.items as { id: string; acts: string[] }[]).find((each) => each.id === id)?.acts ?? []
  expect(listed).toEqual(one.status === 200 ? one.body.acts : [])
  return listed
}
const inspectionsOf = async (id: string): Promise<readonly Inspection[]> => granted(await headquarters().get(`/joint-inspections?declaration=${id}&limit=50`)).body.items as Inspection[]

/** Every inspection of the goods that can be is agreed, begun, looked at and closed; `outcome` says how an agency answers a line of its checklist. */
async function examine(id: string, box: string, outcome: (agency: string, code: string) => string = () => 'ok'): Promise<void> {
  for (const { id: inspection, tasks } of await inspectionsOf(id)) {
    const act = async (agency: string, name: string, body: object = {}): Promise<void> => void granted(await by(agency).post(`/joint-inspections/${inspection}/${name}`, body))
    const state = granted(await headquarters().get(`/joint-inspections/${inspection}`)).body.state as string
    const [first] = tasks
    if (first === undefined || !['proposed', 'coordinating'].includes(state)) continue
    const slot = spanFrom(app.clock.now(), 1, 2)
    for (const { agency } of tasks) await act(agency, 'agree', { slot, site: `P-${box}`, crew: [`${agency}-${box}`] })
    app.clock.advanceTo(plus(app.clock.now(), hours(1)))
    await act(first.agency, 'start')
    const codes = new Set(tasks.flatMap(({ agency, duties }) => duties.flatMap(({ code }) => (outcome(agency, code) === 'omitted' ? [] : [code]))))
    const object = { kind: 'container', ref: box }
    const handled = ['scan', 'open', 'weigh'] as const
    for (const name of handled) if (codes.has(name)) await act(first.agency, name, { object, reason: 'once more', ...(name === 'weigh' ? { grossKg: 26000 } : {}) })
    for (const { agency, duties } of tasks) {
      await act(agency, 'findings', { checks: duties.map(({ code }) => ({ code, outcome: outcome(agency, code), ...(outcome(agency, code) === 'omitted' ? { note: 'no time' } : {}) })) })
    }
  }
}

/** Agencies pass what they may; gives what they were told otherwise. */
async function pass(id: string, ...agencies: readonly string[]): Promise<string[]> {
  const refused: string[] = []
  for (const { id: inspection, tasks } of await inspectionsOf(id)) {
    for (const { agency } of tasks.filter((task) => agencies.includes(task.agency))) {
      const reply = await by(agency).post(`/joint-inspections/${inspection}/dispositions`, { disposition: `${agency}-PASS` })
      if (reply.status !== 200) refused.push(String(reply.body.code))
    }
    const [first] = tasks
    if (first !== undefined) await by(first.agency).post(`/joint-inspections/${inspection}/close`)
  }
  return refused
}

describe('what the safety floor wants is looked at', () => {
  test('RR-22: nobody withdraws it or cuts it down to papers, and another agency\'s pass does not let the goods go', async () => {
    const { id, box, directives } = await goods(221, 'waste')
    const floor = directiveOf(directives, 'CIQ')
    for (const role of ['officer', 'coordinator'] as const) {
      const withdrawn = await change(by('CIQ', role), floor, 'withdraw', { reason: 'known importer' })
      expect([withdrawn.status, withdrawn.body.code, withdrawn.body.errors[0].clause]).toEqual([422, 'directives/safety-floor', 'RR-22'])
      expect((await change(by('CIQ', role), floor, 'amend', { methods: ['documents'], reason: 'the papers will do' })).body.code).toBe('directives/safety-floor')
    }
    expect((await change(by('CIQ'), floor, 'withdraw', { reason: 'x' })).body.errors[0].message.zh).toContain('安全底线')
    expect([await offered(floor, by('CIQ')), await offered(floor, by('CIQ', 'coordinator'))]).toEqual([[], []])
    // More of it, or at another time, is nobody's loss.
    granted(await change(by('CIQ'), floor, 'amend', { window: spanFrom(app.clock.now(), 0, 8), reason: 'tide' }))
    await examine(id, box)
    expect(await pass(id, 'CUS')).toEqual([])
    expect(await statusOf(id)).toBe('accepted')
    expect(await pass(id, 'CIQ')).toEqual([])
    expect(await statusOf(id)).toBe('released')
  })

  test('RR-22: owned up to as left out, it keeps its agency from passing the goods, and the goods from going', async () => {
    const { id, box } = await goods(222, 'waste')
    await examine(id, box, (agency, code) => (agency === 'CIQ' && code === 'radiation' ? 'omitted' : 'ok'))
    expect(await pass(id, 'CUS', 'CIQ')).toEqual(['inspections/floor-omitted'])
    expect(await statusOf(id)).toBe('accepted')
  })
})

describe('what a rule wants is not one officer\'s to leave out', () => {
  test('DC-12: it takes the coordinator, and the goods wait for the agency all the same, until it looks in another way', async () => {
    const { id, box, directives } = await goods(223, 'chicken')
    const wanted = directiveOf(directives, 'CIQ')
    // What a screen offers is what the desk would take.
    expect([await offered(wanted, by('CIQ')), await offered(wanted, by('CIQ', 'coordinator')), await offered(wanted, by('CUS', 'coordinator'))]).toEqual([[], ['withdraw'], []])
    const refused = await change(by('CIQ'), wanted, 'withdraw', { reason: 'no room' })
    expect([refused.status, refused.body.code]).toEqual([422, 'directives/needs-coordinator'])
    expect((await change(by('CIQ'), wanted, 'amend', { methods: ['documents'], reason: 'no room' })).body.code).toBe('directives/needs-coordinator')
    for (const directive of directives.filter(({ agency }) => agency === 'CIQ')) granted(await change(by('CIQ', 'coordinator'), directive, 'withdraw', { reason: 'the cold store is full' }))
    await examine(id, box)
    expect(await pass(id, 'CUS')).toEqual([])
    expect(await statusOf(id)).toBe('accepted')
    // A directive of its own on the same box takes the place of what was withdrawn.
    const methods = [...new Set(directives.filter(({ agency }) => agency === 'CIQ').flatMap((directive) => directive.methods))]
    const own = { port: '380101', object: { kind: 'container', ref: box }, methods, window: spanFrom(app.clock.now(), 0, 6), power: 'CIQ-QUARANTINE', reason: 'room again', reopening: 'only customs has looked' }
    const sent = granted(await by('CIQ').post('/directives', own), 201).body as { id: string }
    expect([await offered(sent, by('CIQ')), await offered(sent, by('CUS'))]).toEqual([['withdraw'], []])
    await examine(id, box)
    expect(await pass(id, 'CIQ')).toEqual([])
    expect(await statusOf(id)).toBe('released')
  })

  test('LB-08: who left out everything can neither pass the goods nor be relied on: its result says that it has not looked', async () => {
    const { id, box } = await goods(224, 'chicken')
    await examine(id, box, (agency) => (agency === 'CIQ' ? 'omitted' : 'ok'))
    // An opening that another made is there all the same; what is left out is what the agency says.
    expect(await pass(id, 'CUS', 'CIQ')).toEqual(['inspections/nothing-looked-at'])
    expect(await statusOf(id)).toBe('accepted')
    const results = granted(await by('CUS').get(`/results?declaration=${id}`)).body.items as { id: string; agency: string; outcome: string }[]
    expect(results.map(({ agency, outcome }) => [agency, outcome]).sort()).toEqual([['CIQ', 'not-looked'], ['CUS', 'clear']])
    const adopted = await by('CUS').post(`/results/${results.find(({ agency }) => agency === 'CIQ')?.id}/adopt`, { purpose: 'same goods' })
    expect([adopted.status, adopted.body.code]).toEqual([409, 'results/not-looked'])
  })
})
