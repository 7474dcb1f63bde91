import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { outstanding, type AskedMeasure, type MetMeasure } from './outstanding.ts'

const codes = fc.constantFrom('a', 'b', 'c')
const lines = fc.uniqueArray(fc.integer({ min: 1, max: 5 }), { minLength: 1 })
const asked = fc.uniqueArray(fc.record({ code: codes, lines }), { selector: (one: AskedMeasure) => one.code })
const met: fc.Arbitrary<MetMeasure[]> = fc.array(fc.record({ code: codes, lines: fc.oneof(lines, fc.constant('all' as const)) }))

describe('outstanding', () => {
  test('RR-08: of registration and sampling each alone leaves the other', () => {
    const both = [{ code: 'registration', lines: [1, 2] }, { code: 'sampling', lines: [1, 2] }]
    expect(outstanding(both, [])).toEqual(both)
    expect(outstanding(both, [{ code: 'sampling', lines: 'all' }])).toEqual([both[0]])
    expect(outstanding(both, [{ code: 'registration', lines: 'all' }, { code: 'sampling', lines: [1] }])).toEqual([{ code: 'sampling', lines: [2] }])
    expect(outstanding(both, [{ code: 'registration', lines: 'all' }, { code: 'sampling', lines: [1] }, { code: 'sampling', lines: [2] }])).toEqual([])
  })

  test('RR-08: nothing is left exactly when every line of every measure is met, and more evidence never leaves more', () => {
    const isMet = (code: string, line: number, shown: readonly MetMeasure[]): boolean => shown.some((one) => one.code === code && (one.lines === 'all' || one.lines.includes(line)))
    fc.assert(
      fc.property(asked, met, met, (measures, shown, more) => {
        const left = outstanding(measures, shown)
        expect(left).toEqual(measures.flatMap(({ code, lines: of }) => {
          const missing = of.filter((line) => !isMet(code, line, shown))
          return missing.length === 0 ? [] : [{ code, lines: missing }]
        }))
        const fewer = outstanding(measures, [...shown, ...more])
        for (const one of fewer) expect(left.find(({ code }) => code === one.code)?.lines).toEqual(expect.arrayContaining([...one.lines]))
      }),
    )
  })
})
