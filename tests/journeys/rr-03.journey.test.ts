import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { cn } from '../../packs/cn/pack.ts'
import { openRules } from '../../src/assess/public.ts'
import { findAskedKeys } from '../../src/joint/directives/public.ts'
import { hours, instant, plus, toIso } from '../../src/kernel/instant.ts'
import { systemContext } from '../../src/platform/context.ts'
import { createIntake } from '../../src/window/declarations/public.ts'
import { startApp, type Party, type TestApp } from '../support/app.ts'
import { declare, granted } from '../support/assessment.ts'
import { gradeEnterprises } from '../support/enterprises.ts'
import { sampleContainer, sampleDeclaration, tee } from '../support/sample-declarations.ts'

let app: TestApp
let cus: Party
let headquarters: Party
beforeAll(async () => {
  app = await startApp({ now: instant('2026-03-02T09:00:00+08:00') })
  await gradeEnterprises(app)
  cus = app.as({ role: 'officer', agency: 'CUS' })
  headquarters = app.as({ role: 'headquarters' })
})
afterAll(() => app.close())

const tick = (span: number): void => app.clock.advanceTo(plus(app.clock.now(), span))
/** Customs wants to see a box. */
async function want(box: string): Promise<string> {
  const now = app.clock.now()
  const body = { port: '380101', object: { kind: 'container', ref: box }, methods: ['open'], window: { from: toIso(now), to: toIso(plus(now, hours(4))) }, power: 'CUS-GOODS', reason: 'tip' }
  return granted(await cus.post('/directives', body), 201).body.id as string
}
const inBox = (box: string): Parameters<typeof declare>[3] => ({ containers: [{ number: box }] })
const declared = (box: string): ReturnType<typeof declare> => declare(app, 'E-AA', [{ ...tee, containers: [box] }], inBox(box))
const statusOf = async (id: string): Promise<string> => granted(await cus.get(`/declarations/${id}`)).body.status as string
const declarationsOf = async (directive: string): Promise<readonly string[]> => granted(await cus.get(`/directives/${directive}`)).body.declarations as readonly string[]
const factsOf = async (id: string): Promise<string[]> => (granted(await headquarters.get(`/ledger?subject=declaration:${id}`)).body.items as { type: string }[]).map(({ type }) => type)

describe('released at acceptance, unless somebody has asked for its box', () => {
  test('RR-03: goods in a box with an open directive are kept, stand in the directive, and go when it is answered', async () => {
    const box = sampleContainer(301)
    const directive = await want(box)
    const { id, status, releaseMode } = await declared(box)
    expect([status, releaseMode]).toEqual(['accepted', 'declaration'])
    await app.settle()
    expect(await declarationsOf(directive)).toEqual([id])
    expect(await factsOf(id)).toEqual(expect.arrayContaining(['ReleaseAwaitsDirective', 'DirectiveLinkedToDeclaration']))
    expect(await factsOf(id)).not.toContain('GoodsReleased')
    const [inspection] = granted(await headquarters.get(`/joint-inspections?declaration=${id}`)).body.items as { id: string }[]
    const act = async (name: string, body: object = {}): Promise<void> => void granted(await cus.post(`/joint-inspections/${inspection?.id}/${name}`, body))
    const now = app.clock.now()
    await act('agree', { slot: { from: toIso(plus(now, hours(1))), to: toIso(plus(now, hours(2))) }, site: 'P2', crew: ['I-1'] })
    tick(hours(1))
    await act('start')
    await act('open', { seal: 'CN1' })
    await act('findings', { checks: [{ code: 'open', outcome: 'ok' }] })
    await act('dispositions', { disposition: 'CUS-PASS' })
    expect(await statusOf(id)).toBe('accepted')
    await act('close')
    expect(await statusOf(id)).toBe('released')
  })

  test('RR-03: goods in another box, or in this one when its directive is withdrawn, go at once', async () => {
    const [box, other] = [sampleContainer(302), sampleContainer(303)]
    const directive = await want(box)
    expect((await declared(other)).status).toBe('released')
    const kept = await declared(box)
    expect(kept.status).toBe('accepted')
    await app.settle()
    granted(await cus.post(`/directives/${directive}/withdraw`, { reason: 'tip was wrong' }))
    expect(await statusOf(kept.id)).toBe('released')
    expect((await declared(sampleContainer(304))).status).toBe('released')
  })

  test('RR-03: answered before anybody could tell the directive of the goods, they go all the same', async () => {
    const box = sampleContainer(305)
    const directive = await want(box)
    const { id, status } = await declared(box)
    expect(status).toBe('accepted')
    granted(await cus.post(`/directives/${directive}/withdraw`, { reason: 'tip was wrong' }))
    await app.settle()
    expect(await statusOf(id)).toBe('released')
  })

  test('RR-03: a directive written between the look and the acceptance is told of the goods, and its agency that they are gone', async () => {
    const box = sampleContainer(306)
    // A box that somebody has heard of: no look is needed for any other.
    granted(await cus.post(`/directives/${await want(box)}/withdraw`, { reason: 'another box was meant' }))
    const rules = openRules(app.machine, cn, { pack: () => cn, grades: () => 'AA' })
    let directive = ''
    const intake = createIntake(app.machine.db, rules, {
      async askedOf(db, objects) {
        const asked = await findAskedKeys(db, objects)
        directive = await want(box)
        return asked
      },
    })
    const declaration = sampleDeclaration({ declarant: 'E-AA', consignee: 'E-AA', reference: 'RACE-306', items: [{ ...tee, containers: [box] }], containers: [{ number: box }] })
    const outcome = await intake.submit({ ...systemContext(app.machine), actor: app.as({ role: 'trader', enterprise: 'E-AA' }).actor }, declaration)
    if (outcome.kind !== 'accepted') throw new Error(JSON.stringify(outcome))
    expect(outcome.receipt.status).toBe('released')
    expect(await declarationsOf(directive)).toEqual([])
    await app.settle()
    expect(await declarationsOf(directive)).toEqual([outcome.receipt.id])
    expect(await factsOf(outcome.receipt.id)).toContain('GoodsGoneBeforeDirective')
    const notices = granted(await cus.get('/notices?limit=200')).body.items as { subjectId: string; type: string }[]
    expect(notices).toContainEqual(expect.objectContaining({ subjectId: directive, type: 'GoodsGoneBeforeDirective' }))
  })

  test('RR-03: directive and declaration at the same instant, in both orders: never released with an open directive that does not know of it', async () => {
    const boxes = Array.from({ length: 40 }, (_, n) => sampleContainer(400 + n))
    const pairs = await Promise.all(
      boxes.map(async (box, n) => {
        const [first, second] = n % 2 === 0 ? [want(box), declared(box)] : [declared(box), want(box)]
        const [one, other] = await Promise.all([first, second])
        return typeof one === 'string' ? { directive: one, declaration: other as Awaited<ReturnType<typeof declared>> } : { directive: other as string, declaration: one }
      }),
    )
    await app.settle()
    for (const { directive, declaration } of pairs) {
      expect(await declarationsOf(directive)).toEqual([declaration.id])
      expect(await statusOf(declaration.id)).toBe(declaration.status)
    }
  })
})
