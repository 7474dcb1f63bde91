import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cn } from '../../../../packs/cn/pack.ts'
import { gb } from '../../../../packs/gb/pack.ts'
import { explain } from '../../../kernel/decision-table/explain.ts'
import { instant } from '../../../kernel/instant.ts'
import { buildSnapshot, versionInForce } from '../../domain/rule-snapshot.ts'
import type { CreditEntry } from './credit-record.ts'
import { creditRules, rankOf } from './credit-rules.ts'
import { addDays, dayOf, firstWholeDay, startOfDay, type Day } from './day.ts'
import { gradeOn } from './grade-on.ts'
import { gradePeriods, periodOn } from './grade-periods.ts'
import { recoveryFrom } from './recovery.ts'

const [scale] = cn.credit.scales
if (scale === undefined) throw new Error('the pack has no scale')
// A second scale from 2016 on, so that days are graded by the version of their time.
const second = { ...scale, version: 2, validFrom: instant('2016-01-01T00:00:00+08:00'), steps: scale.steps.map((step) => (step.grade === 'A' ? { ...step, from: 91 } : step)) }
const law = { ...cn.credit, scales: [{ ...scale, validTo: second.validFrom }, second] }
const rules = creditRules(law, cn.creditGrades)
const recordedAt = instant('2015-06-02T00:00:00Z')
let n = 0
const happened = (kind: string, occurredOn: Day, more: Partial<CreditEntry> = {}): CreditEntry => ({ id: `e${String(++n).padStart(4, '0')}`, kind, occurredOn, port: '*', state: 'recorded', recordedAt, recordedBy: 'x', reports: [], ...more })
const grades = (entries: readonly CreditEntry[], ...days: Day[]): string[] => days.map((day) => gradeOn(rules, entries, day).grade)

describe('RR-11: the grade of a day', () => {
  test('false declaration of 2015-06-02 takes 12 points for a year, 6 for another, and is forgotten after two', () => {
    const entries = [happened('granted', '2014-01-01', { grade: 'A' }), happened('false-declaration', '2015-06-02')]
    expect(gradeOn(rules, entries, '2015-09-30')).toMatchObject({ grade: 'B', score: 80, scale: 1, contributions: [{ why: 'counts', points: 0 }, { why: 'counts', points: -12, until: '2016-06-01' }] })
    expect(grades(entries, '2015-06-01', '2015-06-02', '2016-05-31', '2016-06-01', '2017-05-31', '2017-06-01')).toEqual(['A', 'B', 'B', 'B', 'B', 'A'])
    expect(gradeOn(rules, entries, '2016-06-01').score).toBe(86)
  })

  test('the scale of its time grades a day: 90 points are an A in 2015 and a B from 2016', () => {
    const entries = [happened('granted', '2014-01-01', { grade: 'A' }), happened('late-formality', '2015-12-01')]
    expect(gradeOn(rules, entries, '2015-12-31')).toMatchObject({ score: 90, grade: 'A', scale: 1 })
    expect(gradeOn(rules, entries, '2016-01-01')).toMatchObject({ score: 90, grade: 'B', scale: 2 })
  })

  test('the top grade asks for certification and a clean year, and says what holds it back', () => {
    const aeo = [happened('granted', '2014-01-01', { grade: 'A' }), happened('certified', '2015-01-01')]
    expect(gradeOn(rules, aeo, '2015-01-01')).toMatchObject({ grade: 'AA', score: 100, heldBack: [] })
    expect(gradeOn(rules, [happened('granted', '2014-01-01', { grade: 'A' }), happened('on-time-compliance', '2015-01-01')], '2015-02-01')).toMatchObject({ score: 96, grade: 'A', heldBack: [{ grade: 'AA', by: 'not-certified' }] })
    const late = happened('late-formality', '2015-02-01')
    expect(gradeOn(rules, [...aeo, late], '2015-09-01')).toMatchObject({ score: 100, grade: 'A', heldBack: [{ grade: 'AA', by: 'not-clean', entry: late.id }] })
    expect(grades([...aeo, late], '2016-01-31', '2016-02-01')).toEqual(['A', 'AA'])
  })

  test('a revocation ends the certification for good and caps the grade while it counts', () => {
    const entries = [happened('granted', '2014-01-01', { grade: 'A' }), happened('certified', '2015-01-01'), happened('revocation', '2015-05-01')]
    expect(gradeOn(rules, entries, '2015-05-01')).toMatchObject({ grade: 'B', contributions: [{ why: 'counts' }, { why: 'ended' }, { why: 'counts', ceiling: 'B' }] })
    expect(grades(entries, '2017-04-29', '2017-04-30')).toEqual(['B', 'A'])
  })

  test('what was struck counts for nothing from the day it happened', () => {
    const entries = [happened('granted', '2014-01-01', { grade: 'B' }), happened('smuggling', '2015-03-01', { state: 'struck' })]
    expect(gradeOn(rules, entries, '2015-03-01')).toMatchObject({ grade: 'B', contributions: [{}, { why: 'struck', points: 0 }] })
  })

  test('each pack has a scale that grades, begins with its own grades and knows the kinds the program writes', () => {
    for (const pack of [cn, gb]) {
      const own = creditRules(pack.credit, pack.creditGrades)
      for (const { code, rank } of pack.creditGrades) expect(gradeOn(own, [happened('granted', '2018-01-01', { grade: code })], '2018-01-02').grade, `${pack.code} ${rank}`).toBe(code)
      expect(gradeOn(own, [], '2018-01-02').grade).toBe(pack.defaultCreditGrade)
      const { falseDeclarationChecks: _checks, ...automatic } = pack.credit.automatic
      for (const kind of Object.values(automatic)) expect(pack.credit.kinds.map(({ code }) => code)).toContain(kind)
      for (const { effect, points } of pack.credit.kinds) expect(effect === 'bad' ? points <= 0 : effect === 'good' ? points >= 0 : points === 0).toBe(true)
      for (const one of pack.credit.scales) for (const [i, { from, grade }] of one.steps.entries()) if (i > 0) expect([from < (one.steps[i - 1]?.from ?? 0), rankOf(own, grade)]).toEqual([true, i])
    }
  })
})

describe('RR-12: benefits and burdens', () => {
  test.each([cn, gb])('what $code says of release on declaration is what its tables do: low grades never, whatever the goods; the others where the risk is low', (pack) => {
    const snapshot = buildSnapshot({ revision: '1', pack, versions: pack.tables.flatMap((seed) => seed.versions), grades: () => undefined })
    const at = instant('2026-03-02T00:00:00Z')
    const modeTables = pack.tables.flatMap(({ definition: { name, columns, outputs } }) => (columns.some((column) => column.name === 'combined') && outputs.some((output) => output.name === 'mode') ? [name] : []))
    const atOnce = (grade: string): boolean[] =>
      pack.riskLevels.map(({ code }) => {
        const value = Number(explain(versionInForce(snapshot, 'combined-risk', at), { credit: grade, risk: code })[0]?.then['value'])
        const modes = modeTables.flatMap((table) => ['import', 'export'].map((direction) => String(explain(versionInForce(snapshot, table, at), { direction, combined: value })[0]?.then['mode'])))
        return modes.some((mode) => pack.releaseModes.some((one) => one.code === mode && one.releasedAt === 'acceptance'))
      })
    expect(modeTables).toContain('release-mode')
    for (const { code } of pack.creditGrades) {
      const said = pack.credit.measures.filter(({ grades: of }) => of.includes(code)).map((measure) => measure.code)
      if (said.some((one) => one.startsWith('no-'))) expect(atOnce(code), code).not.toContain(true)
      if (said.includes('declaration-release')) expect(atOnce(code)[0], code).toBe(true)
    }
  })
})

describe('ways back', () => {
  test('waiting names the day and what eases; earning says how many of what', () => {
    const bad = happened('false-declaration', '2015-06-02')
    const recovery = recoveryFrom(rules, [happened('granted', '2014-01-01', { grade: 'A' }), bad], '2015-09-30')
    expect(recovery.waiting).toEqual({ day: '2017-06-01', grade: 'A', because: [bad.id] })
    expect(recovery.earning).toContainEqual({ kind: 'certified', count: 1, grade: 'A' })
    expect(recovery.earning).toContainEqual({ kind: 'on-time-compliance', count: 3, grade: 'A' })
  })

  test('at the top there is nothing to recover', () => {
    expect(recoveryFrom(rules, [happened('granted', '2015-01-01', { grade: 'AA' })], '2015-09-30')).toEqual({ earning: [] })
  })
})

const kinds = [...rules.kinds.keys()]
const badKinds = law.kinds.filter(({ effect }) => effect === 'bad').map(({ code }) => code)
const someDay = fc.integer({ min: 0, max: 2500 }).map((count) => addDays('2013-06-01', count))
const someEntry = fc.record({ kind: fc.constantFrom(...kinds), day: someDay, grade: fc.constantFrom('AA', 'A', 'B', 'C', 'D'), struck: fc.boolean(), id: fc.uuid() }).map(
  ({ kind, day, grade, struck, id }): CreditEntry => happened(kind, day, { id, ...(kind === 'granted' ? { grade } : {}), state: struck && kind !== 'granted' ? 'struck' : 'recorded' }),
)
const someEntries = fc.uniqueArray(someEntry, { maxLength: 9, selector: ({ id }) => id })

describe('whatever happened', () => {
  test('the order in which it is told does not matter', () => {
    fc.assert(fc.property(someEntries, fc.func(fc.integer()), someDay, (entries, key, day) => {
      const other = entries.toSorted((a, b) => key(a.id) - key(b.id))
      const { contributions: _a, ...one } = gradeOn(rules, entries, day)
      const { contributions: _b, ...two } = gradeOn(rules, other, day)
      expect([two.grade, two.score, two.base]).toEqual([one.grade, one.score, one.base])
      expect(gradePeriods(rules, other)).toEqual(gradePeriods(rules, entries))
    }))
  })

  test('the periods are the grades of their days', () => {
    fc.assert(fc.property(someEntries, fc.array(someDay, { minLength: 1, maxLength: 20 }), (entries, days) => {
      const periods = gradePeriods(rules, entries)
      for (const day of days) {
        const period = periodOn(periods, day)
        if (period === undefined) expect(entries.every(({ occurredOn }) => occurredOn > day)).toBe(true)
        else expect(period).toMatchObject((({ grade, score }) => ({ grade, score }))(gradeOn(rules, entries, day)))
      }
    }))
  })

  test('a further bad happening never betters the grade of any day', () => {
    fc.assert(fc.property(someEntries, fc.constantFrom(...badKinds), someDay, someDay, (entries, kind, on, day) => {
      const [before, after] = [gradeOn(rules, entries, day), gradeOn(rules, [...entries, happened(kind, on)], day)]
      expect(rankOf(rules, after.grade)).toBeGreaterThanOrEqual(rankOf(rules, before.grade))
      expect(after.score).toBeLessThanOrEqual(before.score)
    }), { numRuns: 500 })
  })

  test('once it has expired and the clean time is over, it is as if it had not been; save for what it brought to an end', () => {
    const plain = law.kinds.filter(({ effect, ends }) => effect === 'bad' && ends === undefined)
    fc.assert(fc.property(someEntries, fc.constantFrom(...plain), someDay, fc.integer({ min: 0, max: 900 }), (entries, kind, on, more) => {
      const day = addDays(on, Math.max(kind.lasts ?? 0, 365) + more)
      expect(gradeOn(rules, [...entries, happened(kind.code, on)], day).grade).toBe(gradeOn(rules, entries, day).grade)
    }))
  })

  test('what a way back promises comes true when nothing else happens', () => {
    fc.assert(fc.property(someEntries, someDay, (entries, today) => {
      const { waiting, earning } = recoveryFrom(rules, entries, today)
      const rank = rankOf(rules, gradeOn(rules, entries, today).grade)
      if (waiting !== undefined) {
        expect(gradeOn(rules, entries, waiting.day).grade).toBe(waiting.grade)
        expect(rankOf(rules, gradeOn(rules, entries, addDays(waiting.day, -1)).grade)).toBeGreaterThanOrEqual(rank)
      }
      for (const { kind, count, grade } of earning) expect(gradeOn(rules, [...entries, ...Array.from({ length: count }, () => happened(kind, today))], today).grade).toBe(grade)
    }), { numRuns: 60 })
  })
})

test('days are those of the zone, also where the clocks change', () => {
  expect(dayOf(instant('2015-06-01T16:00:00Z'), 'Asia/Shanghai')).toBe('2015-06-02')
  expect(startOfDay('2015-06-02', 'Asia/Shanghai')).toBe(instant('2015-06-01T16:00:00Z'))
  expect(startOfDay('2016-03-27', 'Europe/London')).toBe(instant('2016-03-27T00:00:00Z'))
  expect(startOfDay('2016-03-28', 'Europe/London')).toBe(instant('2016-03-27T23:00:00Z'))
  expect([firstWholeDay(instant('2015-06-01T16:00:00Z'), 'Asia/Shanghai'), firstWholeDay(instant('2015-06-01T16:00:01Z'), 'Asia/Shanghai')]).toEqual(['2015-06-02', '2015-06-03'])
  fc.assert(fc.property(someDay, (day) => dayOf(startOfDay(day, 'Europe/London'), 'Europe/London') === day))
})
