import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { instant, type Interval } from '../../../kernel/instant.ts'
import { leanCrew, needsOf, qualifiedFor, type Staff } from './crew.ts'

const slot: Interval = { from: instant('2018-07-02T15:00:00+08:00'), to: instant('2018-07-02T16:00:00+08:00') }
const staff = (id: string, skills: readonly string[], changes: Partial<Staff> = {}): Staff => ({ id, agency: 'A', skills, free: [slot], load: 0, ...changes })

describe('leanCrew', () => {
  test('JI-21: one officer who can do both rather than two who can do one each', () => {
    expect(leanCrew([staff('1', ['plant']), staff('2', ['sample']), staff('3', ['plant', 'sample'])], ['plant', 'sample'], slot)).toEqual({ members: ['3'], missing: [] })
  })

  test('of equals the one with less to do, then by number', () => {
    expect(leanCrew([staff('1', ['plant'], { load: 2 }), staff('3', ['plant']), staff('2', ['plant'])], ['plant'], slot).members).toEqual(['2'])
    expect(leanCrew([staff('2', []), staff('1', [])], [], slot).members).toEqual(['1'])
  })

  test('who is not free for the whole slot does not count, and what is missing is named', () => {
    const half = { free: [{ from: slot.from, to: instant('2018-07-02T15:30:00+08:00') }] }
    expect(leanCrew([staff('1', ['plant'], half), staff('2', ['open'])], ['plant', 'open'], slot)).toEqual({ members: ['2'], missing: ['plant'] })
    expect(leanCrew([staff('1', ['plant'], half)], ['plant'], slot)).toEqual({ members: [], missing: ['plant'] })
  })

  test('needs are the duties somebody in the agency is a specialist of', () => {
    expect(needsOf([{ code: 'tariff' }, { code: 'count' }, { code: 'tariff' }], [staff('1', ['tariff', 'open'])], [])).toEqual(['tariff'])
  })

  test('JI-21: what only specialists do is needed although nobody there can: it is missing, no generalist goes instead', () => {
    const rules = [{ method: 'quarantine', speciality: true }, { method: 'treatment', qualification: 'fumigation' }, { method: 'scan', speciality: true }] as const
    const needs = needsOf([{ code: 'quarantine' }, { code: 'treatment' }, { code: 'open' }], [staff('1', ['tariff'])], rules)
    expect(needs).toEqual(['qualification:fumigation', 'quarantine'])
    expect(leanCrew([staff('1', ['tariff'])], needs, slot).missing).toEqual(needs)
    expect(leanCrew([staff('1', ['quarantine', qualifiedFor('fumigation')])], needs, slot)).toEqual({ members: ['1'], missing: [] })
  })

  test('many specialities are covered all the same', () => {
    const needs = Array.from({ length: 20 }, (_, n) => `s${n}`)
    expect(leanCrew([staff('1', needs.slice(0, 11)), staff('2', needs.slice(8)), staff('3', needs.slice(0, 2))], needs, slot)).toEqual({ members: ['1', '2'], missing: [] })
  })

  test('covers every need that can be covered, and no smaller crew does (against trying all)', () => {
    const skill = fc.constantFrom('a', 'b', 'c', 'd')
    fc.assert(
      fc.property(fc.array(fc.uniqueArray(skill), { maxLength: 6 }), fc.uniqueArray(skill, { minLength: 1 }), (skills, needs) => {
        const all = skills.map((own, n) => staff(String(n), own))
        const { members, missing } = leanCrew(all, needs, slot)
        const coverable = needs.filter((need) => skills.some((own) => own.includes(need)))
        expect([...missing].sort()).toEqual(needs.filter((need) => !coverable.includes(need)).sort())
        const covers = (crew: readonly Staff[]): boolean => coverable.every((need) => crew.some((one) => one.skills.includes(need)))
        expect(covers(all.filter((one) => members.includes(one.id)))).toBe(true)
        const sizes = Array.from({ length: 2 ** all.length }, (_, bits) => all.filter((_one, n) => (bits >> n) & 1)).filter(covers).map((crew) => crew.length)
        expect(members.length).toBe(all.length === 0 ? 0 : Math.max(1, Math.min(...sizes)))
      }),
    )
  })
})
