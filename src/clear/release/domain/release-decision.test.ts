import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fromEpoch } from '../../../kernel/instant.ts'
import type { ReleaseMoment } from '../../../kernel/pack.ts'
import { endedByLook, releaseDecision, type Work } from './release-decision.ts'

const work = (changes: Partial<Work> = {}): Work => ({ agency: 'A', about: 'd1', sample: 'none', finished: false, ...changes })
const passed = work({ finished: true, effect: 'qualify' })
const outcome = (moment: ReleaseMoment, ...works: Work[]): string => releaseDecision(moment, works).outcome

describe('releaseDecision', () => {
  test.each([
    ['on declaration nothing is asked', 'acceptance', [], 'release'],
    ['papers not judged yet', 'report-judged', [work()], 'wait'],
    ['papers judged qualified', 'report-judged', [passed], 'release'],
    ['papers judged not qualified', 'report-judged', [work({ finished: true, effect: 'refuse' })], 'refuse'],
    ['nobody has looked at anything', 'report-judged', [], 'wait'],
    ['sample due', 'sampled', [work({ sample: 'due' })], 'wait'],
    ['sample taken, result unknown', 'sampled', [work({ sample: 'taken' })], 'release'],
    ['sample taken, another agency still scanning', 'sampled', [work({ sample: 'taken' }), work({ agency: 'B' })], 'wait'],
    ['sample taken, the other done', 'sampled', [work({ sample: 'taken' }), { ...passed, agency: 'B' }], 'release'],
    ['sample taken but held', 'sampled', [work({ sample: 'taken', effect: 'hold' })], 'hold'],
    ['examined but the report is not judged', 'inspected', [work({ finished: true })], 'wait'],
    ['decided before the session is over', 'inspected', [work({ effect: 'qualify' })], 'wait'],
    ['one of two decided', 'inspected', [passed, work({ agency: 'B', finished: true })], 'wait'],
    ['all qualified', 'inspected', [passed, { ...passed, agency: 'B' }], 'release'],
    ['to be treated first', 'inspected', [passed, work({ agency: 'B', finished: true, effect: 'treat' })], 'hold'],
    ['a refusal is stronger than a hold', 'inspected', [work({ effect: 'hold' }), work({ agency: 'B', effect: 'refuse' })], 'refuse'],
  ] as [string, ReleaseMoment, Work[], string][])('%s', (_, moment, works, expected) => {
    expect(outcome(moment, ...works)).toBe(expected)
  })

  test('says who is waited for', () => {
    expect(releaseDecision('inspected', [work({ agency: 'B' }), work({ agency: 'A' }), passed])).toEqual({ outcome: 'wait', because: ['A', 'B'] })
  })
})

const anyWork: fc.Arbitrary<Work> = fc
  .record({ agency: fc.constantFrom('A', 'B', 'C'), about: fc.string(), sample: fc.constantFrom('none', 'due', 'taken'), finished: fc.boolean(), effect: fc.constantFrom(undefined, 'qualify', 'treat', 'hold', 'refuse') })
  .map(({ effect, ...rest }) => ({ ...rest, ...(effect === undefined ? {} : { effect }) }) as Work)
const anyMoment = fc.constantFrom<ReleaseMoment>('acceptance', 'report-judged', 'sampled', 'inspected')

describe('properties', () => {
  test('the order of the work never matters, and more work never releases earlier', () => {
    fc.assert(
      fc.property(anyMoment, fc.array(anyWork, { maxLength: 6 }), anyWork, (moment, works, more) => {
        expect(outcome(moment, ...works.toReversed())).toBe(outcome(moment, ...works))
        if (works.length > 0 && outcome(moment, ...works, more) === 'release') expect(outcome(moment, ...works)).toBe('release')
      }),
    )
  })

  test('nobody is released past a hold or a refusal', () => {
    fc.assert(
      fc.property(anyMoment, fc.array(anyWork, { maxLength: 6 }), (moment, works) => {
        if (works.some((one) => one.effect === 'hold' || one.effect === 'treat' || one.effect === 'refuse')) expect(outcome(moment, ...works)).not.toBe('release')
      }),
    )
  })
})

describe('endedByLook', () => {
  const doubt = { agency: 'A', since: fromEpoch(10) }
  test.each([
    ['looked after it and in order', { ...passed, lookedAt: fromEpoch(11) }, true],
    ['looked before it', { ...passed, lookedAt: fromEpoch(10) }, false],
    ['papers alone', passed, false],
    ['another agency looked', { ...passed, agency: 'B', lookedAt: fromEpoch(11) }, false],
    ['looked, not decided', work({ finished: true, lookedAt: fromEpoch(11) }), false],
    ['looked, decided, not over', work({ effect: 'qualify', lookedAt: fromEpoch(11) }), false],
    ['looked and held', work({ finished: true, effect: 'hold', lookedAt: fromEpoch(11) }), false],
  ] as [string, Work, boolean][])('%s', (_, one, ended) => {
    expect(endedByLook([one], doubt)).toBe(ended)
  })
})
