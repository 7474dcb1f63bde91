import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { instant, minutes, plus } from '../../../kernel/instant.ts'
import { figuresOf } from './comparison.ts'
import { custodyGaps, type CustodyStep } from './custody.ts'
import { isAnswered } from './is-answered.ts'

const start = instant('2026-03-02T09:00:00+08:00')
const step = (n: number, changes: Partial<CustodyStep> & Pick<CustodyStep, 'step' | 'from' | 'to'>): CustodyStep => ({ seal: 'S', intact: true, at: plus(start, minutes(n)), ...changes })
const whole = [step(0, { step: 'sealed', from: 'Q', to: 'Q' }), step(1, { step: 'handed', from: 'Q', to: 'C' }), step(2, { step: 'handed', from: 'C', to: 'B' }), step(3, { step: 'opened', from: 'B', to: 'B' })]
const gaps = (steps: readonly CustodyStep[], body = 'B'): string[] => custodyGaps(steps, body).map((one) => one.code.replace('acceptance/custody-', ''))
const but = (n: number, changes: Partial<CustodyStep>): CustodyStep[] => whole.map((one, index) => (index === n ? { ...one, ...changes } : one))

describe('custodyGaps', () => {
  test.each([
    ['whole', whole, []],
    ['nothing recorded', [], ['never-sealed', 'never-opened']],
    ['a hand-over is missing', whole.filter((_, n) => n !== 2), ['other-holder']],
    ['another seal is read', but(2, { seal: 'T' }), ['other-seal']],
    ['found broken on the way', but(1, { intact: false }), ['seal-broken']],
    ['sealed again', but(1, { step: 'sealed' }), ['sealed-again']],
    ['back in time', but(2, { at: plus(start, -1) }), ['out-of-order']],
    ['handed on after the opening', [...whole, step(4, { step: 'handed', from: 'B', to: 'X' })], ['out-of-order']],
    ['not opened yet', whole.slice(0, 3), ['never-opened']],
  ] satisfies [string, readonly CustodyStep[], string[]][])('%s', (_, steps, expected) => {
    expect(gaps(steps)).toEqual(expected)
  })

  test('opened by somebody else', () => expect(gaps(whole, 'Z')).toEqual(['opened-elsewhere']))

  test('taking any step out of a whole chain of hand-overs leaves a gap', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 12 }), fc.nat(), (hands, at) => {
        const holders = ['Q', ...Array.from({ length: hands }, (_, n) => `H${n}`), 'B']
        const chain = [
          step(0, { step: 'sealed', from: 'Q', to: 'Q' }),
          ...holders.slice(1).map((to, n) => step(n + 1, { step: 'handed', from: holders[n] ?? '', to })),
          step(99, { step: 'opened', from: 'B', to: 'B' }),
        ]
        expect(gaps(chain)).toEqual([])
        expect(gaps(chain.toSpliced(at % chain.length, 1))).not.toEqual([])
      }),
    )
  })
})

describe('figuresOf', () => {
  const limits = { share: 0.1, least: 10 }
  const of = (agrees: number, deviates: number): boolean => figuresOf([{ kind: 'comparison', outcome: 'agrees', count: agrees }, { kind: 'inspection', outcome: 'deviates', count: deviates }], limits).flagged
  test.each([[18, 2, true], [19, 1, false], [5, 4, false], [0, 10, true], [0, 0, false]])('%i agree and %i deviate: %s', (agrees, deviates, flagged) => expect(of(agrees, deviates)).toBe(flagged))
  test('complaints alone flag nobody', () => expect(figuresOf([{ kind: 'complaint', outcome: 'deviates', count: 50 }], limits)).toMatchObject({ flagged: false, complaints: 50, compared: 0 }))
})

describe('isAnswered', () => {
  const look = (object: { kind: string; ref: string }, duties = [{ code: 'documents', kind: 'method' }], agencies = ['Q']) => ({ object, tasks: agencies.map((agency) => ({ agency, duties })) })
  const item = { kind: 'item', ref: 'N/2' }
  test('its own line is covered', () => {
    expect(isAnswered(look(item), 'Q', 'N', [1, 2], new Set([2]))).toBe(true)
    expect(isAnswered(look(item), 'Q', 'N', [1, 2], new Set([1]))).toBe(false)
    expect(isAnswered(look(item), 'Q', 'M', [1, 2], new Set([2]))).toBe(false)
  })
  test('of the whole consignment only when every line is', () => {
    const all = look({ kind: 'consignment', ref: 'N' })
    expect([isAnswered(all, 'Q', 'N', [1, 2], new Set([1, 2])), isAnswered(all, 'Q', 'N', [1, 2], new Set([1]))]).toEqual([true, false])
  })
  test('never what is opened or sampled, another agency\'s, or a container', () => {
    expect(isAnswered(look(item, [{ code: 'documents', kind: 'method' }, { code: 'sample', kind: 'method' }]), 'Q', 'N', [2], new Set([2]))).toBe(false)
    expect(isAnswered(look(item, undefined, ['Q', 'C']), 'Q', 'N', [2], new Set([2]))).toBe(false)
    expect(isAnswered(look({ kind: 'container', ref: 'X' }), 'Q', 'N', [2], new Set([2]))).toBe(false)
  })
})
