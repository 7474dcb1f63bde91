import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cn } from '../../../../packs/cn/pack.ts'
import { instant } from '../../../kernel/instant.ts'
import type { Method, PolicyMeasure } from '../../../kernel/pack.ts'
import { effectOn } from '../../domain/mode-effect.ts'
import { fittingPolicies, stackPolicies, type Stack } from './stack-policies.ts'

const at = instant('2018-06-01T08:00:00+08:00')
const modes = cn.releaseModes.map((mode) => mode.code)
const strictnessOf = (code: string): number => cn.releaseModes.find((mode) => mode.code === code)?.strictness ?? -1

const effect: fc.Arbitrary<PolicyMeasure['effect']> = fc.record(
  {
    mode: fc.oneof(fc.record({ atMost: fc.constantFrom(...modes) }), fc.record({ atLeast: fc.constantFrom(...modes) })),
    checks: fc.array(fc.record({ agency: fc.constantFrom('CUS', 'CIQ'), method: fc.constantFrom<Method>('open', 'scan'), then: fc.constantFrom('waive' as const, 'keep' as const) }), { maxLength: 3 }),
    clocks: fc.dictionary(fc.constantFrom('directives.span', 'joint.answer'), fc.integer({ min: 0, max: 9 })),
  },
  { requiredKeys: [] },
)
const policies: fc.Arbitrary<PolicyMeasure[]> = fc
  .array(fc.record({ precedence: fc.integer({ min: 1, max: 3 }), effect }), { maxLength: 6 })
  .map((all) => all.map((one, i): PolicyMeasure => ({ ...one, code: `P${i}`, name: { zh: 'p', en: 'p' }, when: {}, clause: 'PZ-17', validFrom: at })))
const shuffled = policies.chain((all) => fc.record({ all: fc.constant(all), turned: fc.shuffledSubarray(all, { minLength: all.length, maxLength: all.length }) }))

/** The stack without the objects that made it: what was decided, by whom, before whom. */
const seen = ({ mode, checks, clocks }: Stack): unknown => ({
  mode: mode === undefined ? undefined : [mode.policy.code, mode.value, mode.outranked],
  checks: checks.map(({ policy, value, outranked, agency, method }) => [agency, method, policy.code, value, outranked]),
  clocks: clocks.map(({ policy, value, outranked, name }) => [name, policy.code, value, outranked]),
})

describe('stackPolicies', () => {
  test('PZ-17: the order in which measures come never matters', () => {
    fc.assert(
      fc.property(shuffled, fc.constantFrom(...modes), ({ all, turned }, mode) => {
        expect(seen(stackPolicies(cn, at, turned, mode))).toEqual(seen(stackPolicies(cn, at, all, mode)))
      }),
      { numRuns: 500 },
    )
  })

  test('PZ-17: a planted defect, measures applied one after another as they come, is found by the same permutations', () => {
    const inTurn = (all: readonly PolicyMeasure[], mode: string): string => all.reduce((now, policy) => (policy.effect.mode === undefined ? now : effectOn(cn, at, policy.effect.mode, now)), mode)
    const found = fc.check(fc.property(shuffled, fc.constantFrom(...modes), ({ all, turned }, mode) => inTurn(all, mode) === inTurn(turned, mode)), { numRuns: 2000 })
    expect(found.failed).toBe(true)
  })

  test('PZ-17: for each thing the lowest precedence decides, among equals the strictest, and all others are named', () => {
    fc.assert(
      fc.property(policies, fc.constantFrom(...modes), (all, mode) => {
        const stack = stackPolicies(cn, at, all, mode)
        const speaking = all.flatMap((policy) => (policy.effect.mode === undefined ? [] : [{ policy, result: strictnessOf(effectOn(cn, at, policy.effect.mode, mode)) }]))
        const first = Math.min(...speaking.map(({ policy }) => policy.precedence))
        const strictest = Math.max(...speaking.filter(({ policy }) => policy.precedence === first).map(({ result }) => result))
        expect(stack.mode === undefined ? [] : [stack.mode.policy.precedence, strictnessOf(effectOn(cn, at, stack.mode.value, mode))]).toEqual(speaking.length === 0 ? [] : [first, strictest])
        if (stack.mode !== undefined) expect([stack.mode.policy.code, ...stack.mode.outranked].sort()).toEqual(speaking.map(({ policy }) => policy.code).sort())
        for (const { agency, method, value, policy } of stack.checks) {
          const same = all.filter((one) => one.precedence === policy.precedence).flatMap((one) => (one.effect.checks ?? []).filter((look) => look.agency === agency && look.method === method))
          if (same.some(({ then }) => then === 'keep')) expect(value).toBe('keep')
        }
        for (const { name, value, policy } of stack.clocks) {
          expect(value).toBe(Math.min(...all.filter((one) => one.precedence === policy.precedence).flatMap((one) => one.effect.clocks?.[name] ?? [])))
        }
      }),
    )
  })

  test('RR-07: whatever measures fit, a stricter mode by risk never leads to a milder one', () => {
    const result = (all: readonly PolicyMeasure[], mode: string): number => {
      const { mode: decided } = stackPolicies(cn, at, all, mode)
      return strictnessOf(decided === undefined ? mode : effectOn(cn, at, decided.value, mode))
    }
    fc.assert(
      fc.property(policies, (all) => {
        const results = modes.map((mode) => result(all, mode))
        expect(results).toEqual([...results].sort((a, b) => a - b))
      }),
    )
  })

  test('a measure fits only in its time and scope, and never where it asks for risk or credit', () => {
    const policy: PolicyMeasure = { code: 'P', name: { zh: 'p', en: 'p' }, precedence: 1, when: { attributes: { op: 'equals', value: 'zone' } }, effect: {}, clause: 'PZ-17', validFrom: at }
    const fits = (one: PolicyMeasure, facts: Record<string, string | string[]>, then = at): number => fittingPolicies([one], facts, then).length
    expect([fits(policy, { attributes: ['zone'] }), fits(policy, { attributes: [] }), fits(policy, { attributes: ['zone'] }, instant('2018-05-31T00:00:00Z'))]).toEqual([1, 0, 0])
    expect(fits({ ...policy, when: { credit: { op: 'equals', value: 'AA' } } }, { credit: 'AA' })).toBe(0)
    expect(effectOn(cn, at, { atMost: 'unheard-of' }, 'sampling')).toBe('sampling')
  })
})
