import { describe, expect, test } from 'vitest'
import { chance, hash, pick, weighted } from './chance.ts'

describe('chance', () => {
  test('depends on the seed and on what it is about, and on nothing else', () => {
    expect(chance('s', 'a', 1)).toBe(chance('s', 'a', 1))
    const others = [chance('t', 'a', 1), chance('s', 'b', 1), chance('s', 'a', 2), chance('s', 'a1'), chance('s', 'a', '1', '')]
    expect(new Set([chance('s', 'a', 1), ...others]).size).toBe(6)
  })

  test('is even: each tenth gets its share of 100,000 rows', () => {
    const tenths = Array.from({ length: 10 }, () => 0)
    for (let row = 0; row < 100_000; row++) {
      const tenth = pick(10, 'seed', 'row', row)
      tenths[tenth] = (tenths[tenth] ?? 0) + 1
    }
    // Six standard deviations of a binomial with p = 0.1.
    for (const count of tenths) expect(Math.abs(count - 10_000)).toBeLessThan(6 * Math.sqrt(100_000 * 0.1 * 0.9))
  })

  test('stays what it was: a resumed run must give the numbers of the first', () => {
    expect([hash('seed', 'grade', 'QLRUBN9'), hash('种子', '港')]).toEqual([3200485303, 2351703281])
  })
})

test('weighted takes each entry by its share', () => {
  const entries = [['a', 1], ['b', 2], ['c', 1]] as const
  expect([0, 0.2499, 0.25, 0.7499, 0.75, 0.9999, 1].map((at) => weighted(entries, at))).toEqual(['a', 'a', 'b', 'b', 'c', 'c', 'c'])
})
