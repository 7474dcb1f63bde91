import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cn } from '../../../../packs/cn/pack.ts'
import { goods, importOf, packRules } from '../../../../tests/support/rules.ts'
import { inForce, instant, minutes, plus, type Instant } from '../../../kernel/instant.ts'
import type { PolicyMeasure } from '../../../kernel/pack.ts'
import { assess } from '../../domain/assess.ts'
import type { Assessment } from '../../domain/assessment.ts'
import type { DeclarationFacts } from '../../domain/facts.ts'
import { severityAt } from '../../domain/release-scale.ts'
import type { Tightening } from '../../domain/rule-snapshot.ts'
import type { RiskEntry, RiskLookup } from './risk-entry.ts'
import { riskIndex } from './risk-index.ts'

const start = instant('2018-06-01T08:00:00+08:00')
const moment = fc.integer({ min: 0, max: 20 }).map((n): Instant => plus(start, minutes(n)))
const span = fc.tuple(moment, fc.integer({ min: 1, max: 10 })).map(([validFrom, length]) => ({ validFrom, validTo: plus(validFrom, minutes(length)) }))
const direction = fc.constantFrom('import' as const, 'export' as const)

const scope = fc.oneof(
  fc.record({ hs: fc.constantFrom('61', '6109', '0207', '84', '3915'), direction: fc.option(direction, { nil: undefined }) }),
  fc.record({ container: fc.constant('TGHU1234567') }), fc.record({ origin: fc.constantFrom('BR', 'DE') }), fc.record({ enterprise: fc.constantFrom('E-AA', 'E-B') }),
)
const entry = fc.tuple(scope, span, fc.constantFrom('low', 'medium', 'high'), fc.constantFrom('record', 'hold', 'supervised', 'sample', 'check')).map(([about, times, level, what]): Omit<RiskEntry, 'id'> =>
  what === 'record' ? { kind: 'record', scope: about, level, ...times } : { kind: 'hold', scope: about, measure: what as Exclude<typeof what, 'record'>, agency: 'CIQ', methods: what === 'check' ? ['documents'] : what === 'supervised' ? [] : ['sample'], power: 'CIQ-COMMODITY', ...times })
const tightening = fc.tuple(span, fc.constantFrom('E-AA', 'E-B'), fc.constantFrom('', '61', '6109', '84'), fc.integer({ min: 1, max: 3 }), fc.option(direction, { nil: null })).map(([times, enterprise, hs, steps, way]): Omit<Tightening, 'id'> => ({ enterprise, hs, steps, direction: way, ...times }))
/** What makes modes milder or stricter besides: a tightening must hold against it too. */
const policy = fc.constantFrom(...cn.releaseModes.map(({ code }) => code)).chain((mode) => fc.constantFrom<PolicyMeasure['effect']>({ mode: { atMost: mode } }, { mode: { atLeast: mode } })).map((effect): PolicyMeasure => ({ code: 'P', name: { zh: 'p', en: 'p' }, precedence: 1, when: {}, effect, clause: 'PZ-17', validFrom: start }))

const world = fc.record({
  entries: fc.array(entry, { maxLength: 5 }).map((all) => all.map((one, n): RiskEntry => ({ ...one, id: `r${n}` }))),
  tightenings: fc.array(tightening, { maxLength: 4 }).map((all) => all.map((one, n): Tightening => ({ ...one, id: `t${n}` }))),
  policies: fc.array(policy, { maxLength: 1 }),
  enterprise: fc.constantFrom('E-AA', 'E-A', 'E-B', 'E-D'),
  way: direction,
  lines: fc.array(fc.constantFrom<{ hs: string; origin?: string }>(goods.TEE, goods.CHK, { ...goods.PRN, origin: 'DE' }, goods.CAR), { minLength: 1, maxLength: 3 }),
  at: moment,
})
type World = typeof world extends fc.Arbitrary<infer W> ? W : never

const caseOf = ({ enterprise, way, lines, at }: World): DeclarationFacts => ({ ...importOf(enterprise, lines), direction: way, at })
function judge(seen: World, entries: readonly RiskEntry[], tightenings: readonly Tightening[], risks?: RiskLookup): Assessment {
  const index = riskIndex()
  for (const one of entries) index.put(one)
  return assess(packRules({ pack: { ...cn, policies: seen.policies }, tightenings, risks: risks ?? index.lookup }), caseOf(seen))
}
const severity = (seen: World, one: Assessment): number => severityAt(cn, one.releaseMode, seen.at)

test('RR-07, RR-14: whatever a risk record, a hold rule or a tightening says, beside any of the others and any policy, no mode is ever milder for it', () => {
  fc.assert(
    fc.property(world, (seen) => {
      const none = severity(seen, judge(seen, [], []))
      const all = severity(seen, judge(seen, seen.entries, seen.tightenings))
      expect(all).toBeGreaterThanOrEqual(none)
      for (const left of seen.entries) expect(severity(seen, judge(seen, seen.entries.filter((one) => one !== left), seen.tightenings))).toBeLessThanOrEqual(all)
      for (const left of seen.tightenings) expect(severity(seen, judge(seen, seen.entries, seen.tightenings.filter((one) => one !== left)))).toBeLessThanOrEqual(all)
    }),
    { numRuns: 400 },
  )
}, 60_000)

test('what lapses leaves exactly what was before: at each moment a case is judged as if only what is in force then had ever been written, and as without any when all is over', () => {
  let lapsed = 0
  let changed = 0
  fc.assert(
    fc.property(world, (seen) => {
      const now = judge(seen, seen.entries.filter((one) => inForce(one, seen.at)), seen.tightenings.filter((one) => inForce(one, seen.at)))
      const all = judge(seen, seen.entries, seen.tightenings)
      expect(all).toEqual(now)
      const before = judge(seen, [], [])
      if (all.releaseMode !== before.releaseMode) changed++
      const over = { ...seen, at: plus(start, minutes(40)) }
      expect(judge(over, seen.entries, seen.tightenings)).toEqual(judge(over, [], []))
      if (seen.entries.length + seen.tightenings.length > 0) lapsed++
    }),
    { numRuns: 400 },
  )
  // Worlds in which nothing is tightened, or nothing lapses, would prove nothing.
  expect(changed).toBeGreaterThan(40)
  expect(lapsed).toBeGreaterThan(200)
}, 60_000)

test('RR-20: what tightens exports leaves imports as they are, and the other way round; without a direction it tightens both', () => {
  fc.assert(
    fc.property(world, (seen) => {
      const other = seen.tightenings.map((one): Tightening => ({ ...one, direction: seen.way === 'import' ? 'export' : 'import' }))
      expect(judge(seen, [], other)).toEqual(judge(seen, [], []))
      const own = seen.tightenings.map((one): Tightening => ({ ...one, direction: seen.way }))
      expect(judge(seen, [], own)).toEqual(judge(seen, [], seen.tightenings.map((one): Tightening => ({ ...one, direction: null }))))
    }),
    { numRuns: 200 },
  )
}, 60_000)

test('planted defects are found: a record that sets the level instead of raising it, a hold rule that goes on after its end', () => {
  const plain = (seen: World): Assessment => judge(seen, [], [])
  const sets = fc.property(world, (seen) => {
    const said = seen.entries.find((one) => one.kind === 'record' && inForce(one, seen.at))
    return said === undefined || severity(seen, assess(packRules({ pack: { ...cn, policies: seen.policies, riskLevels: cn.riskLevels.map((level) => (level.code === said.level ? { ...level, rank: 99 } : level)) }, risks: (facts) => [{ entry: said, lines: facts.items.map(({ line }) => line) }] }), caseOf(seen))) >= severity(seen, plain(seen))
  })
  expect(fc.check(sets, { numRuns: 2000 }).failed).toBe(true)
  const forEver = fc.property(world, (seen) => {
    const over = { ...seen, at: plus(start, minutes(40)) }
    const endless = seen.entries.map((one): RiskEntry => ({ ...one, validTo: plus(start, minutes(1000)) }))
    return JSON.stringify(judge(over, endless, [])) === JSON.stringify(plain(over))
  })
  expect(fc.check(forEver, { numRuns: 500 }).failed).toBe(true)
}, 60_000)
