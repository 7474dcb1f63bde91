import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { importOf, packRules } from '../../../../tests/support/rules.ts'
import { assess } from '../../domain/assess.ts'
import { cutForTrader } from '../../domain/cut-for-trader.ts'
import type { DeclarationFacts } from '../../domain/facts.ts'
import { levelAt, modeAt } from '../../domain/release-scale.ts'
import { instant } from '../../../kernel/instant.ts'
import { cleanScope, measures, namesSomething, type RiskEntry, type RiskScope } from './risk-entry.ts'
import { linesOf, riskIndex } from './risk-index.ts'

const [from, to] = [instant('2018-01-01T00:00:00Z'), instant('2019-01-01T00:00:00Z')]
const record = (id: string, scope: RiskScope, changes: Partial<RiskEntry> = {}): RiskEntry => ({ id, kind: 'record', scope: cleanScope(scope), level: 'high', validFrom: from, validTo: to, ...changes })

const anyScope: fc.Arbitrary<RiskScope> = fc
  .record(
    {
      port: fc.constantFrom('380101', '650302'), direction: fc.constantFrom('import' as const, 'export' as const), hs: fc.constantFrom('61', '6109', '610910', '02', '0207120000', '44'), origin: fc.constantFrom('BR', 'BD'),
      producer: fc.constantFrom('A co', 'B co'), lot: fc.constantFrom('L1', 'L2'), container: fc.constantFrom('TGHU1234567', 'CSQU3054383'), conveyance: fc.constantFrom('9321483', 'X8044'), enterprise: fc.constantFrom('E-A', 'E-D'), person: fc.constantFrom('P1', 'P2'),
    },
    { requiredKeys: [] },
  )
  .map(cleanScope)
const anyItem = fc.record({ hs: fc.constantFrom('6109100000', '0207120000', '8443110000', '3915100000'), origin: fc.constantFrom('BR', 'BD', 'US'), producer: fc.constantFrom(undefined, 'a  CO', 'B co'), lot: fc.constantFrom(undefined, 'l1', 'L2'), containers: fc.constantFrom(undefined, ['TGHU1234567'], ['CSQU3054383']) })
const anyFacts: fc.Arbitrary<DeclarationFacts> = fc
  .record({ items: fc.array(anyItem, { minLength: 1, maxLength: 4 }), declarant: fc.constantFrom('E-AA', 'E-A', 'E-C', 'E-D'), port: fc.constantFrom('380101', '650302'), direction: fc.constantFrom('import' as const, 'export' as const), agent: fc.constantFrom(undefined, 'P1', 'p3'), ref: fc.constantFrom(undefined, 'IMO9321483', 'x8044'), boxes: fc.constantFrom([], [{ number: 'TGHU1234567' }], [{ number: 'TGHU1234567' }, { number: 'CSQU3054383' }]) })
  .map(({ items, ref, boxes, ...rest }) => importOf(rest.declarant, items, { ...rest, containers: boxes, ...(ref === undefined ? {} : { conveyance: { ref } }) }))

describe('the index', () => {
  test('finds what a look at every entry would find, however entries were put, changed and removed', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(12), fc.option(anyScope, { nil: undefined })), { maxLength: 40 }), fc.array(anyFacts, { minLength: 1, maxLength: 4 }), (changes, cases) => {
        const index = riskIndex()
        const all = new Map<string, RiskEntry>()
        for (const [n, scope] of changes) {
          const id = `e${n}`
          if (scope === undefined || !namesSomething(scope)) {
            index.remove(id)
            all.delete(id)
          } else {
            index.put(record(id, {}, { scope }))
            all.set(id, record(id, {}, { scope }))
          }
        }
        expect(index.size()).toBe(all.size)
        for (const facts of cases) {
          const wanted = [...all.values()].flatMap(({ id, scope }) => (linesOf(scope, facts).length === 0 ? [] : [[id, linesOf(scope, facts)]])).sort()
          expect(index.lookup(facts).map(({ entry, lines }) => [entry.id, lines]).sort()).toEqual(wanted)
        }
      }),
      { numRuns: 300 },
    )
  })

  test('an entry fits from its first moment to before its last; an empty scope fits nothing', () => {
    const index = riskIndex()
    index.put(record('a', { hs: '61' }))
    index.put(record('b', {}))
    const at = (moment: string): number => index.lookup(importOf('E-B', [{}], { at: instant(moment) })).length
    expect([at('2017-12-31T23:59:59Z'), at('2018-01-01T00:00:00Z'), at('2018-12-31T23:59:59Z'), at('2019-01-01T00:00:00Z')]).toEqual([0, 1, 1, 0])
  })

  test('a million records: a look-up costs what it costs with one, and a change touches one entry', () => {
    const index = riskIndex()
    for (let n = 0; n < 1_000_000; n++) index.put({ id: String(n), kind: 'record', scope: { container: `AAAU${n}` }, level: 'high', validFrom: from, validTo: to })
    const facts = importOf('E-B', [{}], { containers: [{ number: 'AAAU999999' }, { number: 'TGHU1234567' }] })
    const begun = performance.now()
    for (let n = 0; n < 20_000; n++) index.lookup(facts)
    const microseconds = ((performance.now() - begun) * 1000) / 20_000
    expect(index.lookup(facts).map(({ entry }) => entry.id)).toEqual(['999999'])
    // Two microseconds on an idle machine; a scan would take tens of thousands.
    expect(microseconds).toBeLessThan(200)
    index.remove('999999')
    expect(index.lookup(facts)).toEqual([])
  }, 60_000)
})

describe('what entries do to an assessment', () => {
  const anyEntry = fc.tuple(anyScope, fc.constantFrom('low', 'medium', 'high', 'gone'), fc.constantFrom('record' as const, ...measures)).map(([scope, level, what]): RiskEntry => ({
    id: `${level}-${what}-${JSON.stringify(scope)}`, scope, validFrom: from, validTo: to,
    ...(what === 'record' ? { kind: 'record', level } : { kind: 'hold', measure: what, agency: 'CIQ', methods: what === 'check' ? ['documents'] : what === 'supervised' ? [] : ['sample'], power: 'CIQ-COMMODITY' }),
  }))

  test('RR-14, RR-07: risk records and hold rules only ever raise: level, mode and checks are never less than without them, and the trader sees none of them', () => {
    fc.assert(
      fc.property(anyFacts, fc.array(anyEntry, { maxLength: 6 }), (facts, entries) => {
        const index = riskIndex()
        for (const entry of entries) index.put(entry)
        const [plain, raised] = [assess(packRules(), facts), assess(packRules({ risks: index.lookup }), facts)]
        const { pack } = packRules()
        expect(modeAt(pack, raised.releaseMode, facts.at).strictness).toBeGreaterThanOrEqual(modeAt(pack, plain.releaseMode, facts.at).strictness)
        expect(levelAt(pack, raised.riskLevel, facts.at).rank).toBeGreaterThanOrEqual(levelAt(pack, plain.riskLevel, facts.at).rank)
        expect(raised.combined).toBeGreaterThanOrEqual(plain.combined)
        // Whoever is held is looked at by the rule's agency.
        for (const { entry } of index.lookup(facts)) if (entry.kind === 'hold' && (entry.methods ?? []).length > 0) expect(raised.checks.some(({ agency, methods }) => agency === entry.agency && entry.methods?.every((method) => methods.includes(method)) === true)).toBe(true)
        const cut = JSON.stringify(cutForTrader(raised.explanation))
        expect(cut).not.toMatch(/risk-record|hold-rule|hold-rules/)
        if (index.lookup(facts).length === 0) expect(raised).toEqual(plain)
      }),
      { numRuns: 300 },
    )
  }, 60_000)
})
