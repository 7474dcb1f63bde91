import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cn } from '../../../../packs/cn/pack.ts'
import { instant } from '../../../kernel/instant.ts'
import { must } from '../../../kernel/invariant.ts'
import { assess } from '../../domain/assess.ts'
import type { Assessment } from '../../domain/assessment.ts'
import { cutAssessmentForTrader } from '../../domain/cut-for-trader.ts'
import type { DeclarationFacts } from '../../domain/facts.ts'
import { modeAt } from '../../domain/release-scale.ts'
import { buildSnapshot } from '../../domain/rule-snapshot.ts'
import { bases, type Basis, type Choice } from './choose.ts'
import { inspectionOf, raiseChosen, wantsInspection } from './raise.ts'

const at = instant('2018-06-01T00:00:00Z')
const rules = buildSnapshot({ revision: 'test', pack: cn, versions: cn.tables.flatMap((seed) => seed.versions), grades: (enterprise) => enterprise.slice(2) })
const inspection = must(inspectionOf(cn, at), 'the pack inspects what is drawn')

const facts = fc.record({ grade: fc.constantFrom('AA', 'A', 'B', 'C', 'D'), hs: fc.constantFrom('6109100000', '0207120000', '8703234110', '4403110010', '3808919090'), origin: fc.constantFrom('CN', 'BR', 'JP'), attributes: fc.subarray(['19', '31']) }).map(
  ({ grade, hs, origin, attributes }): DeclarationFacts => ({
    at, port: '380101', direction: 'import', mode: 'sea', declarant: `E-${grade}`, containers: [{ number: 'TGHU1234567' }],
    items: [{ line: 1, hs, origin, attributes, netWeightKg: 100, value: { amount: 1000, currency: 'USD' } }],
  }),
)
const choice = fc.record({ basis: fc.constantFrom(...bases), score: fc.double({ min: -20, max: 20, noNaN: true }), threshold: fc.oneof(fc.constant(Infinity), fc.double({ min: -20, max: 20, noNaN: true })) }).map(
  ({ basis, score, threshold }): Choice => ({
    basis, score, threshold, probability: 0.5, lane: 'import/sea', model: 3, margin: 0.5, rate: 0.1, share: 0.01, ticket: 0.3,
    contributions: [{ indicator: 'hs6-origin', key: '610910|BD', effect: 1.8, checks: 20, finds: 12, expected: 4.1 }],
  }),
)
const chosen = (basis: Basis): boolean => basis === 'targeting' || basis === 'random'

/** Everything a check asks for, one by one. */
const asked = ({ checks }: Assessment): string[] => checks.flatMap(({ agency, power, methods, objects }) => objects.flatMap(({ kind, ref }) => methods.map((method) => [agency, power, method, kind, ref].join(' '))))

describe('what is chosen', () => {
  test('RR-07, RR-22: for every assessment and every choice nothing is ever milder, no check is lost, and risk, credit and their combination stay', () => {
    fc.assert(
      fc.property(facts, choice, (one, how) => {
        const before = assess(rules, one)
        const after = raiseChosen(cn, before, how, inspection, at)
        expect(modeAt(cn, after.releaseMode, at).strictness).toBeGreaterThanOrEqual(modeAt(cn, before.releaseMode, at).strictness)
        for (const check of asked(before)) expect(asked(after)).toContain(check)
        expect([after.riskLevel, after.creditGrade, after.combined]).toEqual([before.riskLevel, before.creditGrade, before.combined])
        expect(after.explanation.steps.slice(0, -1)).toEqual(before.explanation.steps)
        if (!chosen(how.basis)) expect([after.releaseMode, after.checks]).toEqual([before.releaseMode, before.checks])
      }),
      { numRuns: 300 },
    )
  })

  test('a chosen case waits for an inspection by the agency that inspects what lots name, once', () => {
    fc.assert(
      fc.property(facts, choice, (one, how) => {
        fc.pre(chosen(how.basis))
        const after = raiseChosen(cn, assess(rules, one), how, inspection, at)
        expect(after.releasedAt).toBe('inspected')
        expect(wantsInspection(cn, after.checks)).toBe(true)
        const keys = after.checks.flatMap(({ agency, power, objects }) => objects.map(({ kind, ref }) => `${agency} ${power} ${kind} ${ref}`))
        expect(keys.filter((key) => key === `${inspection.agency} ${inspection.power} consignment `)).toHaveLength(1)
      }),
      { numRuns: 200 },
    )
  })

  test('RR-18: a trader reads neither score nor reason nor that there is such a thing, chosen or not', () => {
    fc.assert(
      fc.property(facts, choice, (one, how) => {
        const cut = JSON.stringify(cutAssessmentForTrader(raiseChosen(cn, assess(rules, one), how, inspection, at)))
        for (const word of ['targeting', 'random', 'threshold', 'hs6-origin', 'probability']) expect(cut).not.toContain(word)
      }),
      { numRuns: 200 },
    )
  })
})
