import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cn } from '../../../../packs/cn/pack.ts'
import { goods, importOf, packRules } from '../../../../tests/support/rules.ts'
import { releaseDecision, type Work } from '../../../clear/release/public.ts'
import type { Row, TableVersion } from '../../../kernel/decision-table/table.ts'
import { instant, plus } from '../../../kernel/instant.ts'
import type { Method, PolicyMeasure, Registration } from '../../../kernel/pack.ts'
import { assess } from '../../domain/assess.ts'
import type { RuleSnapshot } from '../../domain/rule-snapshot.ts'
import { modeTables } from './category.ts'
import { composeMode, type ComposedMode, type ModeSays } from './compose-mode.ts'
import { effectOn } from './stack-policies.ts'

const at = instant('2018-06-01T08:00:00+08:00')
const modes = cn.releaseModes.map((mode) => mode.code)
const strictnessOf = (code: string): number => cn.releaseModes.find((mode) => mode.code === code)?.strictness ?? -1
const supervised = strictnessOf('supervised')

const mode = fc.constantFrom(...modes)
/** A table of modes that says anything: what an editor, a canary or a mistake may have put into force. */
const rowsOfModes: fc.Arbitrary<Row[]> = fc.tuple(mode, mode, fc.integer({ min: -1, max: 13 })).map(([low, high, bound]) => [
  { id: 'low', when: { combined: { op: 'range', below: bound } }, then: { mode: low }, clause: 'RR-01' },
  { id: 'high', when: {}, then: { mode: high }, clause: 'RR-01' },
])
const policy: fc.Arbitrary<Omit<PolicyMeasure, 'code'>> = fc.record({
  precedence: fc.integer({ min: 1, max: 3 }),
  effect: fc.record(
    {
      mode: fc.oneof(fc.record({ atMost: mode }), fc.record({ atLeast: mode })),
      checks: fc.array(fc.record({ agency: fc.constantFrom('CUS', 'CIQ'), method: fc.constantFrom<Method>('open', 'scan', 'sample', 'radiation', 'weigh'), then: fc.constantFrom('waive' as const, 'keep' as const) }), { maxLength: 4 }),
    },
    { requiredKeys: [] },
  ),
}).map((one) => ({ ...one, name: { zh: 'p', en: 'p' }, when: {}, clause: 'PZ-17', validFrom: at }))
const named = (all: readonly Omit<PolicyMeasure, 'code'>[]): PolicyMeasure[] => all.map((one, i) => ({ ...one, code: `P${i}` }))

/** Everything that bears on a case besides its goods. */
const world = fc.record({
  credit: fc.constantFrom('E-AA', 'E-A', 'E-B', 'E-C', 'E-D'),
  tables: fc.array(rowsOfModes, { minLength: modeTables(cn).length, maxLength: modeTables(cn).length }),
  policies: fc.array(policy, { maxLength: 4 }).map(named),
  tighterBy: fc.integer({ min: 0, max: 3 }),
  registered: fc.boolean(),
  attributes: fc.subarray(['display', 'repair', 'zone', 'pilot', '18', '30']),
  company: fc.array(fc.constantFrom(goods.TEE, goods.PRN, goods.CAR), { maxLength: 2 }),
})
type World = typeof world extends fc.Arbitrary<infer W> ? W : never

function rulesOf({ tables, policies, tighterBy, registered, credit }: World): RuleSnapshot {
  const replaced = new Map(modeTables(cn).map((table, i) => [table, tables[i] ?? []] as const))
  const versions = cn.tables.flatMap((seed) => seed.versions).map((version): TableVersion => ({ ...version, rows: replaced.get(version.table) ?? version.rows }))
  const registrations: Registration[] = registered ? [{ scheme: 'repair-enterprises', number: '1', enterprise: credit, clause: 'RR-08', validFrom: at }] : []
  const tightenings = tighterBy === 0 ? [] : [{ id: 't', enterprise: credit, hs: '', steps: tighterBy, validFrom: at, validTo: plus(at, 1) }]
  return packRules({ pack: { ...cn, policies, registrations }, versions, tightenings })
}

const floorGoods = fc.constantFrom<{ hs: string; attributes?: readonly string[] }>(goods.WST, { hs: '0101210010' }, { hs: '2707100000', attributes: ['20'] })
const judgeWorld = (seen: World, waste: { hs: string; attributes?: readonly string[] }) =>
  assess(rulesOf(seen), importOf(seen.credit, [{ ...waste, attributes: [...(waste.attributes ?? []), ...seen.attributes] }, ...seen.company]))

type Compose = (pack: typeof cn, moment: typeof at, says: ModeSays) => Pick<ComposedMode, 'mode'>
const says: fc.Arbitrary<ModeSays> = fc.record({ byRisk: mode, policies: fc.array(policy, { maxLength: 4 }).map(named), tighterBy: fc.integer({ min: 0, max: 3 }), floors: fc.array(mode, { minLength: 1, maxLength: 3 }) })
const floorHolds = (compose: Compose) => fc.property(says, (all) => all.floors.every((floor) => strictnessOf(compose(cn, at, all).mode) >= strictnessOf(floor)))

type Decide = (moment: 'inspected', works: readonly Work[]) => { readonly outcome: string }
/** A work as time and people may have left it: nothing done, its clock run out and closed without a word, looked at and judged. */
const work: fc.Arbitrary<Work> = fc.record(
  { agency: fc.constantFrom('CUS', 'CIQ'), about: fc.constantFrom('a', 'b'), sample: fc.constantFrom('none' as const, 'due' as const, 'taken' as const), finished: fc.boolean(), effect: fc.constantFrom('qualify' as const, 'treat' as const, 'hold' as const, 'refuse' as const) },
  { requiredKeys: ['agency', 'about', 'sample', 'finished'] },
)
const gateHolds = (decide: Decide) =>
  fc.property(fc.array(work, { maxLength: 5 }), (works) => decide('inspected', works).outcome !== 'release' || (works.length > 0 && works.every((one) => one.finished && one.effect === 'qualify')))

describe('RR-22: the safety floor cannot be passed by any path', () => {
  test('credit, tables and their canaries, categories, measures of policy and of conformity, tightenings, company: the mode is never below the floor', () => {
    const met = { milder: 0, category: 0, policy: 0 }
    fc.assert(
      fc.property(world, floorGoods, (seen, waste) => {
        const { releaseMode, releasedAt, checks, explanation } = judgeWorld(seen, waste)
        expect([strictnessOf(releaseMode), releasedAt]).toEqual([supervised, 'inspected'])
        expect(checks.length).toBeGreaterThan(0)
        const byTable = explanation.steps.filter(({ factor }) => factor === 'release-mode').map(({ outcome }) => String(outcome['mode']))
        if (byTable.every((code) => strictnessOf(code) < supervised)) met.milder++
        if (explanation.steps.some(({ factor }) => factor === 'category')) met.category++
        if (explanation.steps.some(({ factor }) => factor === 'policy')) met.policy++
      }),
      { numRuns: 1000 },
    )
    // The property would say nothing of worlds that leave the floor nothing to do.
    expect(Math.min(met.milder, met.category, met.policy)).toBeGreaterThan(100)
  }, 60_000)

  test('no measure of policy takes a look away from what the floor holds', () => {
    const looks = (one: ReturnType<typeof judgeWorld>): string[] => one.checks.flatMap(({ agency, methods }) => methods.map((method) => `${agency} ${method}`))
    fc.assert(
      fc.property(world, floorGoods, (seen, waste) => {
        const alone = { ...seen, company: [] }
        expect(looks(judgeWorld(alone, waste))).toEqual(expect.arrayContaining(looks(judgeWorld({ ...alone, policies: [] }, waste))))
      }),
      { numRuns: 300 },
    )
  }, 60_000)

  test('the gate: no draw, clock or silence opens it; only looks that are over and judged in order do', () => {
    fc.assert(gateHolds(releaseDecision), { numRuns: 2000 })
    fc.assert(
      fc.property(fc.array(work, { maxLength: 4 }), work, (works, drawn) => releaseDecision('inspected', works).outcome === 'release' || releaseDecision('inspected', [...works, drawn]).outcome !== 'release' || works.length === 0),
      { numRuns: 1000 },
    )
  })

  test('planted defects are found: a floor that speaks before the measures of policy, a clock that counts as a yes', () => {
    fc.assert(floorHolds(composeMode), { numRuns: 2000 })
    const floorFirst: Compose = (pack, moment, all) => {
      const floored = composeMode(pack, moment, { ...all, policies: [] }).mode
      const effect = composeMode(pack, moment, all).stack?.mode?.value
      return { mode: effect === undefined ? floored : effectOn(pack, moment, effect, floored) }
    }
    expect(fc.check(floorHolds(floorFirst), { numRuns: 2000 }).failed).toBe(true)
    const silenceIsYes: Decide = (moment, works) => releaseDecision(moment, works.map((one) => (one.finished && one.effect === undefined ? { ...one, effect: 'qualify' as const } : one)))
    expect(fc.check(gateHolds(silenceIsYes), { numRuns: 2000 }).failed).toBe(true)
  })
})
