import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { days, hours, instant, plus, seconds } from '../../src/kernel/instant.ts'
import { startApp, type Party, type TestApp } from '../support/app.ts'
import { asIfTried, changeTable, declare, granted, modeRows, packModes, press, waste, whatIf } from '../support/assessment.ts'
import { gradeEnterprises } from '../support/enterprises.ts'
import { goods } from '../support/rules.ts'
import { chicken, tee, veterinaryCertificate } from '../support/sample-declarations.ts'

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

const trader = (enterprise: string): Party => app.as({ role: 'trader', enterprise })
interface Step {
  readonly factor: string
  readonly rule?: { readonly version?: number }
}
interface Assessed {
  readonly releaseMode: string
  readonly explanation: { readonly steps: readonly Step[] }
}
/** The version of the table of release modes that a decision rests on. */
const versionOf = (steps: readonly Step[]): number | undefined => steps.find((step) => step.factor === 'release-mode')?.rule?.version
const tick = (span: number): void => app.clock.advanceTo(plus(app.clock.now(), span))

describe('explanations', () => {
  test('RR-15: a declaration graded high lists the factors with their values, the row that fired, its version and clause', async () => {
    const { id } = await declare(app, 'E-B', [chicken], { documents: [veterinaryCertificate] })
    const steps = granted(await cus.get(`/declarations/${id}/explanation`)).body.steps as { factor: string }[]
    expect(steps.map((step) => step.factor)).toEqual(['credit', 'goods-risk', 'combined-risk', 'release-mode', 'check', 'check', 'check'])
    expect(steps[0]).toMatchObject({ outcome: { grade: 'B' }, parameters: [{ name: 'enterprise', value: 'E-B' }] })
    expect(steps[1]).toMatchObject({
      lines: [1],
      outcome: { level: 'high' },
      parameters: [{ name: 'hs', value: '0207120000', condition: { op: 'prefix' } }],
      rule: { table: 'goods-risk', version: 1, row: 'meat', clause: 'RR-15' },
    })
    expect(steps[2]).toMatchObject({ outcome: { value: 8 }, rule: { table: 'combined-risk', row: 'B-high', clause: 'RR-01' } })
    expect(steps[3]).toMatchObject({ outcome: { mode: 'sampling' }, rule: { table: 'release-mode', row: 'higher', clause: 'RR-05' } })
    expect(steps[4]).toMatchObject({
      outcome: { agency: 'CIQ', methods: ['sample'], power: 'CIQ-QUARANTINE' },
      rule: { table: 'checks', row: 'sample-biological' },
    })
  })

  test('RR-15: the trader is told what was decided and by which public rule, and nothing of a targeting rule; a question does not draw it out', async () => {
    const rows = granted(await cus.get('/tables/goods-risk/versions/1')).body.rows as object[]
    const target = {
      id: 'T-9',
      when: { hs: { op: 'prefix', values: ['6109'] }, origin: { op: 'equals', value: 'BD' }, valuePerKg: { op: 'range', below: 20 } },
      then: { level: 'high' },
      clause: 'RR-16',
      note: { zh: '低报价格', en: 'Undervalued' },
      targeting: true,
    }
    await changeTable(app, 'goods-risk', [target, ...rows])
    tick(seconds(2))
    const { id, releaseMode } = await declare(app, 'E-B', [tee])
    expect(releaseMode).toBe('sampling')
    expect(granted(await cus.get(`/declarations/${id}/explanation`)).text).toContain('"T-9"')
    const seen = granted(await trader('E-B').get(`/declarations/${id}/explanation`))
    expect(seen.body.audience).toBe('trader')
    for (const secret of ['T-9', 'valuePerKg', 'origin', 'B-high']) expect(seen.text).not.toContain(secret)
    const asked = granted(await whatIf(trader('E-B'), 'E-B', [tee]))
    expect(asked.body).toMatchObject({ basis: 'published-rules', assessment: { releaseMode: 'declaration', checks: [] } })
    for (const secret of ['T-9', 'valuePerKg']) expect(asked.text).not.toContain(secret)
    const published = granted(await app.nobody.get('/public/rules'))
    expect(published.text).toContain('"meat"')
    for (const secret of ['T-9', 'valuePerKg', 'supervise-customs']) expect(published.text).not.toContain(secret)
    expect((await trader('E-B').get('/tables/goods-risk/versions')).status).toBe(403)
    expect((await whatIf(trader('E-B'), 'E-D', [tee])).body.code).toBe('assess/foreign-declarant')
    await changeTable(app, 'goods-risk', rows)
    tick(seconds(2))
    expect((await declare(app, 'E-B', [tee])).releaseMode).toBe('declaration')
  })

  test('RR-15: the text is there in both languages, from the same data', async () => {
    const { text } = granted(await whatIf(cus, 'E-AA', [goods.WST])).body as { text: { zh: string[]; en: string[] } }
    expect(text.zh[0]).toBe('企业 E-AA 的信用等级：信用 AA 级；依据 RR-11')
    const floor = text.en.find((line) => line.startsWith('Line 1: Safety floor'))
    expect(floor).toMatch(/raised to Release under supervision; because .*3915100000 begins with .*\(RR-22\)$/)
    expect(text.zh).toHaveLength(text.en.length)
    expect([...text.zh, ...text.en].join()).not.toMatch(/\{\{|undefined/)
  })
})

describe('law and fairness', () => {
  test('GV-12: a case of December 2017 is judged by the version of 2017 after the rule has changed in January 2018', async () => {
    const then = await startApp({ now: instant('2017-12-15T10:00:00+08:00') })
    try {
      await gradeEnterprises(then)
      const december = await declare(then, 'E-AA', [tee])
      expect(december.releaseMode).toBe('declaration')
      const stricter = modeRows([['verification', 6], ['sampling', 9], ['supervised']])
      const number = await changeTable(then, 'release-mode', stricter, { validFrom: '2018-01-01T00:00:00+08:00' })
      then.clock.advanceTo(instant('2018-01-02T10:00:00+08:00'))
      expect((await declare(then, 'E-AA', [tee])).releaseMode).toBe('verification')
      const officer = then.as({ role: 'officer', agency: 'CUS' })
      expect(versionOf(granted(await officer.get(`/declarations/${december.id}/explanation`)).body.steps as Step[])).toBe(1)
      const again = granted(await whatIf(officer, 'E-AA', [goods.TEE], { at: '2017-12-15T10:00:00+08:00' })).body.assessment as Assessed
      expect([again.releaseMode, versionOf(again.explanation.steps)]).toEqual(['declaration', 1])
      const now = granted(await whatIf(officer, 'E-AA', [goods.TEE])).body.assessment as Assessed
      expect([now.releaseMode, versionOf(now.explanation.steps)]).toEqual(['verification', number])
      expect((await whatIf(officer, 'E-AA', [goods.TEE], { at: '2014-01-01T00:00:00+08:00' })).body.code).toBe('assess/no-rules-then')
    } finally {
      await then.close()
    }
  }, 60_000)

  test('GV-12: rules change by two persons, forward only, each row with its clause, and the ledger says who', async () => {
    const author = app.as({ role: 'officer', agency: 'CIQ', id: 'first' })
    const rows = modeRows(packModes)
    const past = await author.post('/tables/release-mode/versions', { note: 'back in time', rows, validFrom: '2020-01-01T00:00:00+08:00' })
    expect([past.status, past.body.code]).toEqual([422, 'tables/begins-in-the-past'])
    const lawless = await author.post('/tables/release-mode/versions', { note: 'no law', rows: rows.map((row) => ({ ...row, clause: ' ' })) })
    expect(lawless.body.errors.map((error: { code: string }) => error.code)).toEqual(Array<string>(4).fill('tables/clause-missing'))
    const recorded = granted(await author.post('/tables/release-mode/versions', { note: 'two persons', rows }), 201).body as { number: number; state: string }
    expect(recorded.state).toBe('recorded')
    const alone = await author.post(`/tables/release-mode/versions/${recorded.number}/activate`)
    expect([alone.status, alone.body.code]).toEqual([403, 'tables/same-person'])
    expect((await trader('E-B').post(`/tables/release-mode/versions/${recorded.number}/activate`)).status).toBe(403)
    const untried = await headquarters.post(`/tables/release-mode/versions/${recorded.number}/activate`)
    expect([untried.status, untried.body.code]).toEqual([422, 'tables/backtest-first'])
    await asIfTried(app, 'release-mode', recorded.number)
    const activated = granted(await headquarters.post(`/tables/release-mode/versions/${recorded.number}/activate`))
    expect(activated.body).toMatchObject({ state: 'active', author: author.actor.name, activatedBy: headquarters.actor.name })
    const facts = await app.database.db.query<{ type: string; actor_id: string }>(
      `select type, actor_id from ledger.entry where subject_kind = 'table' and subject_id = 'release-mode' and actor_kind <> 'system'
       order by id desc limit 2`,
    )
    expect(facts).toEqual([{ type: 'TableVersionActivated', actor_id: headquarters.actor.id }, { type: 'TableVersionRecorded', actor_id: author.actor.id }])
    tick(seconds(2))
  })

  test('GV-15: two identical declarations get the identical mode, checks and reasons', async () => {
    const items = [chicken, tee, waste]
    const first = await declare(app, 'E-C', items, { documents: [veterinaryCertificate] })
    tick(hours(5))
    const second = await declare(app, 'E-C', items, { documents: [veterinaryCertificate] })
    const explained = async (id: string): Promise<object> => granted(await cus.get(`/declarations/${id}/explanation`)).body.steps as object
    expect(second.releaseMode).toBe(first.releaseMode)
    expect(await explained(second.id)).toEqual(await explained(first.id))
  })

  test('GV-15: who asks, when within the validity of the rules, and what others declared in between make no difference', async () => {
    const facts = [goods.CHK, goods.LOG]
    const before = granted(await whatIf(cus, 'E-C', facts)).body.assessment as { explanation: { steps: object[] } }
    for (const item of [tee, press, waste]) await declare(app, 'E-A', [item])
    tick(days(30))
    const after = granted(await whatIf(headquarters, 'E-C', facts)).body.assessment as { explanation: { steps: object[] } }
    expect({ ...after, explanation: after.explanation.steps }).toEqual({ ...before, explanation: before.explanation.steps })
  })
})
