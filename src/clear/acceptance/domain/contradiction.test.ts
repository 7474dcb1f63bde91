import fc from 'fast-check'
import { expect, test } from 'vitest'
import { contradicting, coveredLines } from './contradiction.ts'

const anyReport = fc.record({ id: fc.uuid(), lines: fc.uniqueArray(fc.integer({ min: 1, max: 4 }), { minLength: 1 }), conclusion: fc.constantFrom<'conforms' | 'fails'>('conforms', 'fails') })

test('TP-03: whatever conforms, in whatever order, a line that one report fails is not covered', () => {
  fc.assert(
    fc.property(fc.array(anyReport, { maxLength: 6 }), (reports) => {
      const covered = coveredLines(reports)
      for (const { lines, conclusion } of reports) for (const line of lines) expect(covered.has(line)).toBe(conclusion === 'conforms' && !reports.some((other) => other.conclusion === 'fails' && other.lines.includes(line)))
      expect(coveredLines(reports.toReversed())).toEqual(covered)
    }),
  )
})

test('only the other conclusion about a shared line contradicts', () => {
  const fails = { id: 'f', lines: [1, 2], conclusion: 'fails' } as const
  const others = [{ id: 'a', lines: [2], conclusion: 'conforms' }, { id: 'b', lines: [3], conclusion: 'conforms' }, { id: 'c', lines: [1], conclusion: 'fails' }] as const
  expect(contradicting(fails, others).map(({ id }) => id)).toEqual(['a'])
})
