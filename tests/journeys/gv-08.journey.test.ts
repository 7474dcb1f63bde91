import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { days, hours, instant, plus, seconds, toIso } from '../../src/kernel/instant.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { changeTable, granted, modeRows } from '../support/assessment.ts'
import { crews, newBox, spanFrom } from '../support/joint.ts'

let app: TestApp
let who: ReturnType<typeof crews>
beforeAll(async () => {
  app = await startApp({ now: instant('2018-07-02T01:00:00Z') })
  who = crews(app)
})
afterAll(() => app.close())

interface Published {
  readonly code: string
  readonly day: string
  readonly parts: readonly { readonly agency: string; readonly outcome: string | null; readonly basis: readonly { readonly power: string; readonly clause: string; readonly law: { readonly zh: string; readonly en: string } }[] }[]
}
const results = async (query = ''): Promise<{ readonly items: readonly Published[]; readonly next?: string }> => granted(await app.nobody.get(`/public/results?${query}`)).body as never

/** A joint inspection that two agencies run to its end, or leave open. */
async function inspected(box: string, close = true): Promise<string> {
  const window = spanFrom(app.clock.now(), 0, 12)
  await who.direct('CUS', box, { window })
  const { inspection } = await who.direct('CIQ', box, { window, checks: ['pests'] })
  const { id } = inspection
  await who.agree(id, ['CUS', 'CIQ'], spanFrom(app.clock.now(), 1, 2), 'S-1')
  app.clock.advanceTo(plus(app.clock.now(), hours(1)))
  await who.act('CUS', id, 'start')
  await who.act('CUS', id, 'open', {})
  await who.act('CIQ', id, 'findings', { checks: [{ code: 'pests', outcome: 'problem', note: 'bark beetle' }] })
  if (close) await who.act('CIQ', id, 'close')
  return id
}

describe('rules for everybody', () => {
  test('GV-08: the basis and the flow of a rule are public: every row with its clause, the step it belongs to, the powers of the agencies', async () => {
    const rules = granted(await app.nobody.get('/public/rules'))
    expect(rules.headers['cache-control']).toBe('public, max-age=60')
    expect(rules.body.flow.map((step: { step: string }) => step.step)).toEqual(expect.arrayContaining(['declare', 'credit', 'goods-risk', 'release-mode', 'safety-floor', 'measures', 'inspection', 'release']))
    expect(rules.body.flow.find((step: { step: string }) => step.step === 'release-mode').tables).toEqual(['release-mode', 'release-mode-repair', 'release-mode-display'])
    expect(rules.body.powers).toContainEqual(expect.objectContaining({ code: 'CIQ-FOOD', agency: 'CIQ', clause: expect.any(String) }))
    const floor = granted(await app.nobody.get('/public/rules/safety-floor')).body
    expect(floor.version.rows).toContainEqual(expect.objectContaining({ id: 'waste', clause: 'RR-22', then: { mode: 'supervised' } }))
  })

  test('GV-08: earlier versions stay readable by their day, and what serves targeting is not published, only that there is some', async () => {
    const before = toIso(app.clock.now())
    await changeTable(app, 'release-mode', modeRows([['declaration', 2], ['verification', 6], ['sampling', 9], ['supervised']]))
    app.clock.advanceTo(plus(app.clock.now(), seconds(3)))
    const today = granted(await app.nobody.get('/public/rules/release-mode')).body
    expect([today.version.version, today.versions.map((one: { version: number }) => one.version)]).toEqual([2, [2, 1]])
    const then = granted(await app.nobody.get(`/public/rules/release-mode?at=${encodeURIComponent(before)}`)).body
    expect(then.version.version).toBe(1)
    expect(granted(await app.nobody.get('/public/rules/release-mode?at=2010-01-01T00:00:00Z')).body.version).toBeUndefined()
    const risk = granted(await who.CUS.get('/tables/goods-risk/versions/1')).body.rows as { id: string; when: object; then: object; clause: string; targeting?: true }[]
    const secret = { id: 'secret-row', when: { hs: { op: 'prefix', values: ['8888'] } }, then: { level: 'high' }, clause: 'RR-15', targeting: true }
    await changeTable(app, 'goods-risk', [secret, ...risk])
    app.clock.advanceTo(plus(app.clock.now(), seconds(3)))
    const cut = granted(await app.nobody.get('/public/rules/goods-risk'))
    expect(cut.body.version.withheld).toBe(true)
    expect(cut.text).not.toContain('secret-row')
    expect(cut.text).not.toContain('8888')
    const checks = granted(await app.nobody.get('/public/rules/checks'))
    expect([checks.body.table.columns, checks.body.version.rows.some((row: { when: object }) => Object.keys(row.when).length > 0)]).toEqual([[], false])
    expect((await app.nobody.get('/public/rules/unheard-of')).status).toBe(404)
  })
})

describe('results for everybody', () => {
  test('GV-08: a result is public once the inspection is closed, with agencies, basis and outcome, and names nobody and nothing', async () => {
    const [box, open] = [newBox(), newBox()]
    const id = await inspected(box)
    await inspected(open, false)
    const { items } = await results()
    expect(items).toHaveLength(1)
    expect(items[0]).toMatchObject({ day: '2018-07-02', port: '380101', kind: 'joint', objectKind: 'container', parts: [{ agency: 'CIQ', outcome: 'problem' }, { agency: 'CUS', outcome: 'clear' }] })
    for (const part of items[0]?.parts ?? []) {
      expect(part.basis.length).toBeGreaterThan(0)
      for (const { law } of part.basis) expect([/\p{Script=Han}/u.test(law.zh), /\p{Script=Han}/u.test(law.en), law.en.length > 5]).toEqual([true, false, true])
    }
    const text = (await app.nobody.get('/public/results')).text
    for (const secret of [id, box, open, 'bark beetle', 'officer', 'S-1']) expect(text).not.toContain(secret)
    expect(granted(await app.nobody.get(`/public/results?code=${items[0]?.code}`)).body.items).toHaveLength(1)
  })

  test('GV-08: the list goes on by key without gap or repeat, also where inspections close in the same instant; by port, agency and day', async () => {
    await app.database.ownerDb.query(
      `insert into joint.inspection (port, id, kind, state, object_kind, object_ref, object_key, agencies, desk, window_from, window_to, proposed_at, closed_at)
       select '380101', gen_random_uuid(), 'single', 'closed', 'container', 'PAST' || n, 'container:PAST' || n, array['CUS'], false, $1, $1, $1, $1::timestamptz + (n / 4) * interval '1 hour' from generate_series(1, 20) as n`,
      [toIso(instant('2018-06-10T00:00:00Z'))],
    )
    const seen: string[] = []
    let after: string | undefined
    do {
      const page = await results(`limit=3${after === undefined ? '' : `&after=${after}`}`)
      seen.push(...page.items.map(({ code }) => code))
      after = page.next
    } while (after !== undefined)
    expect([seen.length, new Set(seen).size]).toEqual([21, 21])
    expect((await results('agency=CIQ')).items).toHaveLength(1)
    expect((await results('port=650302')).items).toEqual([])
    const june = `from=${encodeURIComponent('2018-06-10T00:00:00+08:00')}&to=${encodeURIComponent(toIso(plus(instant('2018-06-10T00:00:00Z'), days(1))))}`
    expect((await results(june)).items).toHaveLength(20)
    expect((await app.nobody.get('/public/results?after=nonsense')).status).toBe(400)
    expect((await app.nobody.get('/public/results')).headers['cache-control']).toBe('public, max-age=60')
  })
})
