import { describe, expect, test } from 'vitest'
import { instant } from '../../../kernel/instant.ts'
import { codesSampled, saysSampleFailed, type SampledGoods } from './failed-sample.ts'

const goods: SampledGoods = {
  id: 'd1', number: 'N1', direction: 'import' as const, declarant: 'E', releaseMode: 'sampling', acceptedAt: instant('2026-03-02T00:00:00Z'),
  items: [{ line: 1, hs: '01', containers: ['A'] }, { line: 2, hs: '02', containers: ['B'] }, { line: 3, hs: '02' }, { line: 12, hs: '12', containers: ['B'] }],
}

describe('codes a sample stands for', () => {
  test.each([
    ['the line it was taken of', { kind: 'item', ref: 'N1/12' }, ['12']],
    ['what lies in the box, and what is in no box', { kind: 'container', ref: 'A' }, ['01', '02']],
    ['the whole consignment', { kind: 'consignment', ref: 'N1' }, ['01', '02', '12']],
    ['everything, where the line is unknown', { kind: 'item', ref: 'N1/7' }, ['01', '02', '12']],
  ] as const)('%s', (_name, object, codes) => {
    expect(codesSampled(goods, object)).toEqual(codes)
  })
})

test('only a no about a sample that was taken is its failure: waiting for the laboratory is none', () => {
  const taken = { duties: [{ code: 'sample', done: {} }] }
  expect((['refuse', 'treat', 'hold', 'qualify'] as const).map((effect) => saysSampleFailed(taken, effect))).toEqual([true, true, false, false])
  expect(saysSampleFailed({ duties: [{ code: 'sample' }] }, 'refuse')).toBe(false)
  expect(saysSampleFailed({ duties: [{ code: 'open', done: {} }] }, 'refuse')).toBe(false)
})
