import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cn } from '../../../../packs/cn/pack.ts'
import { days, instant, plus, type Instant } from '../../../kernel/instant.ts'
import type { ReleaseMoment } from '../../../kernel/pack.ts'
import type { Body, StandingStep } from './body.ts'
import { judgeReport, type Judged } from './judge-report.ts'

const now = instant('2017-07-10T09:00:00+08:00')
const body: Body = { code: 'B-9', owner: 'CIQ', country: 'CN', licence: { type: '421', number: 'L-1' }, fields: [], scopes: [{ hs: ['61'], tests: [], standards: [], ports: [] }] }
const admitted: StandingStep[] = [{ standing: 'admitted', at: instant('2016-01-01T00:00:00+08:00') }]
const shirt = { line: 1, hs: '6109100000', facts: { direction: 'import', mode: 'sea', hs: '6109100000', categories: ['M'] } }

const judged = (changes: Partial<Judged> = {}): Judged => ({
  report: { body: 'B-9', tests: ['fibre-content'], standards: [], issuedAt: plus(now, -days(1)) },
  port: '380101',
  direction: 'import',
  lines: [shirt],
  body,
  history: admitted,
  agreements: [],
  release: { mode: 'verification', moment: 'report-judged', waiting: true },
  reexamined: false,
  longestAge: days(180),
  ...changes,
})
const codes = (changes: Partial<Judged>, at: Instant = now): string[] => judgeReport(cn.acceptance, judged(changes), at).reasons.map((reason) => reason.code)

describe('judgeReport', () => {
  test('in order: eligible, with the field each line rests on', () => {
    expect(judgeReport(cn.acceptance, judged(), now)).toEqual({ verdict: 'eligible', agency: 'CIQ', grounds: [{ line: 1, rule: 'industrial', clause: 'TP-02' }], reasons: [] })
  })

  const suspended: StandingStep[] = [...admitted, { standing: 'suspended', at: instant('2017-07-01T00:00:00+08:00') }]
  const issued = (text: string): Judged['report'] => ({ ...judged().report, issuedAt: instant(text) })
  test.each([
    ['suspended 2017-07-01, issued on the day', { history: suspended, report: issued('2017-07-01T00:00:00+08:00') }, ['acceptance/body-suspended']],
    ['issued the moment before', { history: suspended, report: issued('2017-06-30T23:59:59+08:00') }, ['acceptance/needs-second-look']],
    ['issued before, looked at again', { history: suspended, report: issued('2017-06-30T23:59:59+08:00'), reexamined: true }, []],
    ['a second look does not save what was issued after', { history: suspended, report: issued('2017-07-02T00:00:00+08:00'), reexamined: true }, ['acceptance/body-suspended']],
    ['reinstated since', { history: [...suspended, { standing: 'admitted' as const, at: instant('2017-07-05T00:00:00+08:00') }], report: issued('2017-07-06T00:00:00+08:00') }, []],
    ['never admitted', { history: [] }, ['acceptance/body-not-admitted']],
    ['too old', { report: issued('2017-01-01T00:00:00+08:00') }, ['acceptance/too-old']],
    ['from the future', { report: issued('2017-07-11T00:00:00+08:00') }, ['acceptance/issued-later']],
    ['no licence', { body: { ...body, licence: undefined } }, ['acceptance/body-unlicensed']],
    ['licence of another kind', { body: { ...body, licence: { type: '410', number: 'L-1' } } }, ['acceptance/body-unlicensed']],
    ['a field that is not the body\'s', { body: { ...body, fields: ['food'] } }, ['acceptance/not-a-field-of-the-body']],
    ['several reasons at once', { body: { ...body, licence: undefined, scopes: [] }, history: [] }, ['acceptance/body-unlicensed', 'acceptance/out-of-scope-goods', 'acceptance/body-not-admitted']],
    ['goods gone already', { release: { mode: 'verification', moment: 'report-judged' as const, waiting: false } }, ['acceptance/goods-not-waiting']],
    ['commissioned: gone or not, the chain of custody counts', { release: { mode: 'sampling', moment: 'sampled' as const, waiting: false }, custody: [] }, []],
  ] satisfies [string, Partial<Judged>, string[]][])('%s', (_, changes, expected) => {
    expect(codes(changes)).toEqual(expected)
  })

  test('two agreements and a field fit: always the same answer, the first by code', () => {
    const agreement = { country: 'KZ', hs: ['61'], tests: [], directions: ['import'] as const, equality: 'equal', validFrom: instant('2017-01-01T00:00:00+08:00') }
    const abroad = { body: { ...body, country: 'KZ', licence: undefined, recognisedBy: 'CIQ' } }
    const one = judgeReport(cn.acceptance, judged({ ...abroad, agreements: [{ ...agreement, code: 'B' }, { ...agreement, code: 'A' }] }), now)
    const other = judgeReport(cn.acceptance, judged({ ...abroad, agreements: [{ ...agreement, code: 'A' }, { ...agreement, code: 'B' }] }), now)
    expect(one).toEqual(other)
    expect(one.grounds[0]?.rule).toBe('A')
  })
})

describe('properties', () => {
  const anyMoment = fc.constantFrom<ReleaseMoment>('acceptance', 'sampled', 'inspected')
  test('whatever the goods, the body and the field: without an order no report counts for goods whose mode opens the gate on anything but a judged report', () => {
    fc.assert(
      fc.property(anyMoment, fc.constantFrom('0101210010', '2620110000', '6109100000', '0207120000', '2601112000'), fc.constantFrom('CN', 'DE'), fc.boolean(), fc.constantFrom('sea', 'rail', 'ecommerce'), (moment, hs, country, reexamined, mode) => {
        const changes = {
          release: { mode: 'x', moment, waiting: true },
          lines: [{ line: 1, hs, facts: { direction: 'import', mode, hs, categories: ['M', 'R', 'P'] } }],
          body: { ...body, country, recognisedBy: 'CIQ', scopes: [{ hs: ['0', '2', '6'], tests: [], standards: [], ports: [] }] },
          reexamined,
        }
        expect(judgeReport(cn.acceptance, judged(changes), now)).toMatchObject({ verdict: 'refused' })
        expect(codes(changes)).toContain('acceptance/mode-not-open')
      }),
    )
  })

  test('no report on live animals is ever eligible', () => {
    fc.assert(
      fc.property(fc.constantFrom('sea', 'rail', 'ecommerce', 'air'), fc.constantFrom('CN', 'DE'), fc.subarray(['L', 'M', 'P', 'R']), (mode, country, categories) => {
        const hs = '0106190090'
        const changes = { lines: [{ line: 1, hs, facts: { direction: 'import', mode, hs, categories: categories.filter((one) => one === 'P' || one === 'R') } }], body: { ...body, country, recognisedBy: 'CIQ', scopes: [{ hs: ['01'], tests: [], standards: [], ports: [] }] } }
        expect(judgeReport(cn.acceptance, judged(changes), now).verdict).toBe('refused')
      }),
    )
  })
})
