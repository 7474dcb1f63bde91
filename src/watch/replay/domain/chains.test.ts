import fc from 'fast-check'
import { expect, test } from 'vitest'
import { chainsOf } from './chains.ts'

interface Thing {
  readonly n: number
  readonly names: readonly string[]
}
const things = fc.array(fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'), { minLength: 1, maxLength: 3 }), { maxLength: 25 }).map((lists) => lists.map((names, n): Thing => ({ n, names })))

test('chains hold everything once, in order, and share nothing with each other', () => {
  fc.assert(
    fc.property(things, (all) => {
      const chains = chainsOf(all, ({ names }) => names)
      expect(chains.flat().map(({ n }) => n).sort((a, b) => a - b)).toEqual(all.map(({ n }) => n))
      for (const chain of chains) expect(chain.map(({ n }) => n)).toEqual(chain.map(({ n }) => n).sort((a, b) => a - b))
      const names = chains.map((chain) => new Set(chain.flatMap((thing) => [...thing.names])))
      expect(names.reduce((sum, set) => sum + set.size, 0)).toBe(new Set(all.flatMap((thing) => [...thing.names])).size)
    }),
  )
})

test('what a later item joins becomes one chain', () => {
  const all = [{ n: 0, names: ['a'] }, { n: 1, names: ['b'] }, { n: 2, names: ['c'] }, { n: 3, names: ['b', 'a'] }]
  expect(chainsOf(all, ({ names }) => names).map((chain) => chain.map(({ n }) => n))).toEqual([[2], [0, 1, 3]].sort((a, b) => (a[0] ?? 0) - (b[0] ?? 0)))
})
