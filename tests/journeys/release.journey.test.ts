import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { cn } from '../../packs/cn/pack.ts'
import { hours, plus, toIso } from '../../src/kernel/instant.ts'
import { startApp } from '../support/app.ts'
import { crews, spanFrom } from '../support/joint.ts'
import { chicken, sampleContainer, sampleDeclaration, tee, veterinaryCertificate } from '../support/sample-declarations.ts'

let boxes = 3000
/** The product where everybody has one credit grade, and what its journeys do most. */
async function graded(grade: string) {
  const app = await startApp({ pack: { ...cn, defaultCreditGrade: grade } })
  const who = crews(app)
  const trader = app.as({ role: 'trader', enterprise: 'E-X' })
  return {
    app,
    who,
    trader,
    async declare(goods: 'tee' | 'chicken') {
      const box = sampleContainer(++boxes)
      const items = [{ ...(goods === 'tee' ? tee : chicken), containers: [box] }]
      const reply = await trader.post('/declarations', sampleDeclaration({ declarant: 'E-X', items, containers: [{ number: box }], ...(goods === 'tee' ? {} : { documents: [veterinaryCertificate] }) }))
      expect(reply.status, reply.text).toBe(201)
      await app.settle()
      return { ...(reply.body as { id: string; releaseMode: string; status: string }), box }
    },
    async standing(id: string): Promise<{ status: string; releasedAt?: string }> {
      return (await trader.get(`/declarations/${id}`)).body
    },
    async inspections(id: string): Promise<{ id: string; desk: boolean; kind: string; tasks: { agency: 'CUS' | 'CIQ'; duties: { code: string }[] }[] }[]> {
      return ((await who.coordinator.get(`/joint-inspections?declaration=${id}`)).body.items as { state: string }[]).filter((each) => each.state !== 'superseded') as never
    },
  }
}
type Graded = Awaited<ReturnType<typeof graded>>

describe('release on verification', () => {
  let port: Graded
  beforeAll(async () => {
    port = await graded('C')
  })
  afterAll(() => port.app.close())

  test('RR-04: the report is judged qualified three hours later: released then, and by whom is known', async () => {
    const declared = await port.declare('tee')
    expect(declared).toMatchObject({ releaseMode: 'verification', status: 'accepted' })
    const [desk, none] = await port.inspections(declared.id)
    expect(none).toBeUndefined()
    expect(desk).toMatchObject({ desk: true, kind: 'single', tasks: [{ duties: [{ code: 'documents' }] }] })
    port.app.clock.advanceTo(plus(port.app.clock.now(), hours(3)))
    const { agency } = desk?.tasks[0] ?? { agency: 'CIQ' as const }
    const judged = await port.who.act(agency, desk?.id ?? '', 'dispositions', { disposition: `${agency}-PASS` })
    expect(judged.state).toBe('closed')
    expect(await port.standing(declared.id)).toMatchObject({ status: 'released', releasedAt: toIso(port.app.clock.now()) })
    expect((await port.who.coordinator.get(`/directives?declaration=${declared.id}`)).body.items).toMatchObject([{ state: 'closed' }])
  })

  test('RR-04: judged not qualified: not released, and the declarant is told', async () => {
    const declared = await port.declare('tee')
    const [desk] = await port.inspections(declared.id)
    const { agency } = desk?.tasks[0] ?? { agency: 'CIQ' as const }
    const refusal = agency === 'CIQ' ? 'CIQ-RETURN' : 'CUS-DETAIN'
    await port.who.act(agency, desk?.id ?? '', 'dispositions', { disposition: refusal, reason: 'report is not genuine' })
    expect(await port.standing(declared.id)).toMatchObject({ status: 'refused' })
    expect(((await port.trader.get('/notices')).body.items as { type: string }[]).some((notice) => notice.type === 'GoodsRefused')).toBe(true)
  })

  test('RR-04: another agency\'s directive keeps the goods until it is answered or withdrawn', async () => {
    const declared = await port.declare('tee')
    const [desk] = await port.inspections(declared.id)
    const { agency } = desk?.tasks[0] ?? { agency: 'CIQ' as const }
    const other = agency === 'CIQ' ? 'CUS' : 'CIQ'
    const directive = await port.who.direct(other, declared.box)
    await port.who.act(agency, desk?.id ?? '', 'dispositions', { disposition: `${agency}-PASS` })
    expect(await port.standing(declared.id)).toMatchObject({ status: 'accepted' })
    await port.who[other].post(`/directives/${directive.id}/withdraw`, { reason: 'cleared by phone' })
    expect(await port.standing(declared.id)).toMatchObject({ status: 'released' })
  })
})

describe('a directive that came before the declaration', () => {
  test('RR-06: keeps the goods of the declaration that comes later, far apart in time though it is', async () => {
    const port = await graded('C')
    const box = sampleContainer(boxes + 1)
    const early = await port.who.direct('CUS', box, { window: spanFrom(port.app.clock.now(), 100, 101) })
    const declared = await port.declare('tee')
    expect(declared.box).toBe(box)
    const all = await port.inspections(declared.id)
    expect(all.map((each) => each.id)).toContain(early.inspection.id)
    const desk = all.find((each) => each.desk)
    const { agency } = desk?.tasks[0] ?? { agency: 'CIQ' as const }
    await port.who.act(agency, desk?.id ?? '', 'dispositions', { disposition: `${agency}-PASS` })
    expect(await port.standing(declared.id)).toMatchObject({ status: 'accepted' })
    expect((await port.trader.get(`/joint-inspections/${early.inspection.id}`)).status).toBe(200)
    await port.app.close()
  })
})

describe('release on sampling', () => {
  let port: Graded
  beforeAll(async () => {
    port = await graded('B')
  })
  afterAll(() => port.app.close())

  test('RR-05: released when the sample is taken, not when its result is known', async () => {
    const declared = await port.declare('chicken')
    expect(declared.releaseMode).toBe('sampling')
    const all = await port.inspections(declared.id)
    const sampling = all.find((each) => each.tasks.some((task) => task.duties.some((duty) => duty.code === 'sample')))
    const rest = all.filter((each) => each.id !== sampling?.id)
    // Whatever else was wanted of the goods is done first.
    for (const each of rest) {
      const { agency } = each.tasks[0] ?? { agency: 'CUS' as const }
      await port.who.act(agency, each.id, 'agree', { site: 'P1', crew: [`${agency}-5`] })
      await port.who.act(agency, each.id, 'start')
      await port.who.act(agency, each.id, 'scan', { image: 'S-5' })
      await port.who.act(agency, each.id, 'close')
      await port.who.act(agency, each.id, 'dispositions', { disposition: `${agency}-PASS` })
    }
    const id = sampling?.id ?? ''
    await port.who.act('CIQ', id, 'agree', { site: 'P2', crew: ['Q-5'] })
    await port.who.act('CIQ', id, 'start')
    expect(await port.standing(declared.id)).toMatchObject({ status: 'accepted' })
    port.app.clock.advanceTo(plus(port.app.clock.now(), hours(1)))
    await port.who.act('CIQ', id, 'findings', { checks: [{ code: 'sample', outcome: 'ok' }] })
    expect(await port.standing(declared.id)).toMatchObject({ status: 'released', releasedAt: toIso(port.app.clock.now()) })
  })
})

describe('release under supervision', () => {
  let port: Graded
  beforeAll(async () => {
    port = await graded('D')
  })
  afterAll(() => port.app.close())

  async function examined(): Promise<{ declaration: string; inspection: string }> {
    const declared = await port.declare('chicken')
    const [joint] = await port.inspections(declared.id)
    const inspection = joint?.id ?? ''
    await port.who.agree(inspection, ['CUS', 'CIQ'], spanFrom(port.app.clock.now(), 1, 2), `S-${declared.box}`)
    await port.who.act('CUS', inspection, 'start')
    await port.who.act('CUS', inspection, 'open', {})
    await port.who.act('CUS', inspection, 'weigh', { grossKg: 24100 })
    await port.who.act('CUS', inspection, 'scan', { image: 'S-6' })
    await port.who.act('CIQ', inspection, 'findings', { checks: [{ code: 'sample', outcome: 'ok' }, { code: 'quarantine', outcome: 'ok' }] })
    await port.who.act('CUS', inspection, 'close')
    return { declaration: declared.id, inspection }
  }

  test('RR-06: examined and sampled, but not released until every report is judged qualified', async () => {
    const { declaration, inspection } = await examined()
    expect(await port.standing(declaration)).toMatchObject({ status: 'accepted' })
    await port.who.act('CUS', inspection, 'dispositions', { disposition: 'CUS-PASS' })
    expect(await port.standing(declaration)).toMatchObject({ status: 'accepted' })
    await port.who.act('CIQ', inspection, 'dispositions', { disposition: 'CIQ-PASS' })
    expect(await port.standing(declaration)).toMatchObject({ status: 'released' })
  })

  test('RR-06, SW-03: a hold for the laboratory keeps the goods, and declarant and customs are told, border police is not', async () => {
    const { declaration, inspection } = await examined()
    await port.who.act('CUS', inspection, 'dispositions', { disposition: 'CUS-PASS' })
    await port.who.act('CIQ', inspection, 'dispositions', { disposition: 'CIQ-HOLD', reason: 'hold for sampling' })
    expect(await port.standing(declaration)).toMatchObject({ status: 'held' })
    const told = async (party: (typeof port)['trader']): Promise<string[]> =>
      ((await party.get('/notices')).body.items as { type: string; message: { en: string } }[]).filter((notice) => ['DispositionRecorded', 'GoodsHeld'].includes(notice.type)).map((notice) => notice.message.en)
    expect((await told(port.trader)).join()).toContain('hold for sampling')
    expect((await told(port.who.CUS)).join()).toContain('CIQ-HOLD')
    expect(await told(port.who.BPI)).toEqual([])
    await port.who.act('CIQ', inspection, 'dispositions', { disposition: 'CIQ-PASS' })
    expect(await port.standing(declaration)).toMatchObject({ status: 'released' })
  })

  test('RR-06: two agencies that decide at the same instant release the goods, once', async () => {
    const { declaration, inspection } = await examined()
    const decide = (agency: 'CUS' | 'CIQ') => port.who[agency].post(`/joint-inspections/${inspection}/dispositions`, { disposition: `${agency}-PASS` })
    const answers = await Promise.all([decide('CUS'), decide('CIQ')])
    expect(answers.map((answer) => answer.status)).toEqual([200, 200])
    expect(await port.standing(declaration)).toMatchObject({ status: 'released' })
    const facts = (await port.who.coordinator.get(`/ledger?subject=declaration:${declaration}`)).body.items as { type: string }[]
    expect(facts.filter((fact) => fact.type === 'GoodsReleased')).toHaveLength(1)
  })

  test('RR-06: one agency refuses: refused, whatever the other says', async () => {
    const { declaration, inspection } = await examined()
    await port.who.act('CIQ', inspection, 'dispositions', { disposition: 'CIQ-DESTROY', reason: 'salmonella' })
    await port.who.act('CUS', inspection, 'dispositions', { disposition: 'CUS-PASS' })
    expect(await port.standing(declaration)).toMatchObject({ status: 'refused' })
  })
})
