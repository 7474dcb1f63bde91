import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cn } from '../../../../packs/cn/pack.ts'
import { goods, importOf, packRules } from '../../../../tests/support/rules.ts'
import { releaseDecision, type Work } from '../../../clear/release/public.ts'
import type { Row, TableVersion } from '../../../kernel/decision-table/table.ts'
import { instant, plus, type Instant } from '../../../kernel/instant.ts'
import { must } from '../../../kernel/invariant.ts'
import type { Method, Pack, PolicyMeasure, Registration, ReleaseMode } from '../../../kernel/pack.ts'
import { releaseMoments } from '../../../kernel/release-mode.ts'
import { assess } from '../../domain/assess.ts'
import type { Assessment } from '../../domain/assessment.ts'
import { checkPackChange } from '../../domain/check-pack.ts'
import { effectOn } from '../../domain/mode-effect.ts'
import { severityAt } from '../../domain/release-scale.ts'
import { rulesOfCase, type RuleSnapshot } from '../../domain/rule-snapshot.ts'
import { findLowered, floorTable, type FloorVersion } from '../../domain/safety-floor.ts'
import type { Canary } from '../../lab/domain/canary.ts'
import { modeTables } from './category.ts'
import { composeMode, type ComposedMode, type ModeSays } from './compose-mode.ts'

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

/** A change of the register of release modes, as somebody may send it: a further mode, another content of one there is, its end. */
const modeChange = fc.record({ code: fc.constantFrom(...modes, 'remote', 'fifth'), strictness: fc.integer({ min: 0, max: 60 }), releasedAt: fc.constantFrom(...releaseMoments), ends: fc.boolean() })
type ModeChange = typeof modeChange extends fc.Arbitrary<infer C> ? C : never

const floorSeed = must(cn.tables.find(({ definition }) => definition.name === floorTable), 'the floor of the pack')
const floorRows = floorSeed.versions[0]?.rows ?? []
/** A version of the floor, as somebody may record it: rows left out, of milder modes, put elsewhere, further ones. */
const floorVersion: fc.Arbitrary<Row[]> = fc.tuple(fc.oneof(fc.constant([...floorRows]), fc.subarray([...floorRows], { minLength: 1 })), fc.oneof(fc.constant([]), fc.array(fc.option(mode, { nil: undefined }), { minLength: 6, maxLength: 6 })), fc.subarray(['import', 'export'])).map(([rows, then, directions]) => [
  ...rows.map((row, i) => ({ ...row, then: { mode: then[i] ?? String(row.then['mode']) } })),
  ...directions.map((value): Row => ({ id: `more-${value}`, when: { direction: { op: 'equals', value } }, then: { mode: then[5] ?? 'sampling' }, clause: 'RR-22' })),
])
const tablesOfModes = cn.tables.filter(({ definition }) => definition.name === floorTable || definition.name === 'release-mode').map(({ definition, versions }) => ({ definition, rows: versions[0]?.rows ?? [], validFrom: at }))

/** How the guards say no: to a change of the modes, to a version of the floor. Twins without one of them must be found. */
interface Guards {
  readonly modes: (before: Pack, after: Pack, now: Instant) => boolean
  readonly floor: (law: Pack, before: readonly FloorVersion[], after: readonly FloorVersion[], now: Instant) => boolean
}
const guards: Guards = {
  modes: (before, after, now) => checkPackChange(before, after, tablesOfModes, now).length === 0,
  floor: (law, before, after, now) => findLowered(law, floorSeed.definition, before, after, now).length === 0,
}

/** The register of modes after what was lawful among the changes, one after the other. */
function changedModes(changes: readonly ModeChange[], allow: Guards['modes']): Pack {
  return changes.reduce<Pack>((pack, { ends, ...content }, i) => {
    const now = plus(at, i - changes.length)
    const former = pack.releaseModes.find(({ code }) => code === content.code)
    const others = pack.releaseModes.map((one) => (one.code === content.code && one.validTo === undefined ? { ...one, validTo: now } : one))
    const next: ReleaseMode[] = ends ? others : [{ ...content, name: former?.name ?? { zh: '新', en: 'new' }, clause: 'RR-02', validFrom: now }, ...others]
    const after = { ...pack, releaseModes: next }
    return allow(pack, after, now) ? after : pack
  }, cn)
}

/** The versions of the floor after what was let through among those recorded. */
function changedFloor(law: Pack, recorded: readonly Row[][], allow: Guards['floor']): readonly FloorVersion[] {
  const first: FloorVersion = { version: 1, validFrom: plus(at, -1000), rows: floorRows }
  return recorded.reduce<readonly FloorVersion[]>((versions, rows, i) => {
    const now = plus(at, i - recorded.length)
    const after = [...versions, { version: i + 2, validFrom: now, rows }]
    return allow(law, versions, after, now) ? after : versions
  }, [first])
}

/** Everything that bears on a case besides its goods. */
const world = fc.record({
  modeChanges: fc.array(modeChange, { maxLength: 3 }),
  floors: fc.array(floorVersion, { maxLength: 2 }),
  floorCanary: floorVersion,
  credit: fc.constantFrom('E-AA', 'E-A', 'E-B', 'E-C', 'E-D'),
  tables: fc.array(rowsOfModes, { minLength: modeTables(cn).length, maxLength: modeTables(cn).length }),
  policies: fc.array(policy, { maxLength: 4 }).map(named),
  tighterBy: fc.integer({ min: 0, max: 3 }),
  registered: fc.boolean(),
  attributes: fc.subarray(['display', 'repair', 'zone', 'pilot', '18', '30']),
  company: fc.array(fc.constantFrom(goods.TEE, goods.PRN, goods.CAR), { maxLength: 2 }),
})
type World = typeof world extends fc.Arbitrary<infer W> ? W : never

function rulesOf({ tables, policies, tighterBy, registered, credit, modeChanges, floors, floorCanary }: World, guarded: Guards): RuleSnapshot {
  const replaced = new Map(modeTables(cn).map((table, i) => [table, tables[i] ?? []] as const))
  const law = changedModes(modeChanges, guarded.modes)
  const others = cn.tables.filter((seed) => seed !== floorSeed).flatMap((seed) => seed.versions).map((version): TableVersion => ({ ...version, rows: replaced.get(version.table) ?? version.rows }))
  const versions = [...others, ...changedFloor(law, floors, guarded.floor).map((version): TableVersion => ({ ...version, table: floorTable }))]
  const canary: Canary = { id: 'c', table: floorTable, version: 99, ports: null, share: 1, startsAt: at, endsAt: plus(at, 1), salt: 'no trader knows it' }
  const registrations: Registration[] = registered ? [{ scheme: 'repair-enterprises', number: '1', enterprise: credit, clause: 'RR-08', validFrom: at }] : []
  const tightenings = tighterBy === 0 ? [] : [{ id: 't', enterprise: credit, hs: '', steps: tighterBy, validFrom: at, validTo: plus(at, 1) }]
  const rules = packRules({ pack: { ...law, policies, registrations }, versions, tightenings, canaries: [{ canary, rows: floorCanary }] })
  return rulesOfCase(rules, { port: '380101', declarant: credit, reference: 'R-1' }, at)
}

const floorGoods = fc.constantFrom<{ hs: string; attributes?: readonly string[] }>(goods.WST, { hs: '0101210010' }, { hs: '2707100000', attributes: ['20'] })
interface Waste {
  readonly hs: string
  readonly attributes?: readonly string[]
}
/** Whether goods of the floor are held as the floor holds them: nothing goes before it was looked at, in no mode milder than its own. */
function isHeld(rules: RuleSnapshot, { releaseMode, releasedAt, checks }: Assessment): boolean {
  return releasedAt === 'inspected' && severityAt(rules.pack, releaseMode, at) >= severityAt(rules.pack, 'supervised', at) && checks.length > 0
}
const judgeWorld = (seen: World, waste: Waste, rules = rulesOf(seen, guards)) =>
  assess(rules, importOf(seen.credit, [{ ...waste, attributes: [...(waste.attributes ?? []), ...seen.attributes] }, ...seen.company]))

type Compose = (pack: typeof cn, moment: typeof at, says: ModeSays) => Pick<ComposedMode, 'mode'>
const says: fc.Arbitrary<ModeSays> = fc.record({ byRisk: mode, policies: fc.array(policy, { maxLength: 4 }).map(named), burdens: fc.constantFrom([], cn.credit.measures), tighterBy: fc.integer({ min: 0, max: 3 }), floors: fc.array(mode, { minLength: 1, maxLength: 3 }) })
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
  test('credit, tables and their canaries, the floor\'s own versions, the register of modes, categories, measures of policy and of conformity, tightenings, company: the mode is never below the floor', () => {
    const met = { milder: 0, category: 0, policy: 0, modes: 0, floors: 0 }
    fc.assert(
      fc.property(world, floorGoods, (seen, waste) => {
        const rules = rulesOf(seen, guards)
        const assessment = judgeWorld(seen, waste, rules)
        const { explanation } = assessment
        expect(isHeld(rules, assessment)).toBe(true)
        if (rules.pack.releaseModes.length > modes.length) met.modes++
        if ((rules.tables.get(floorTable)?.length ?? 0) > 1) met.floors++
        const byTable = explanation.steps.filter(({ factor }) => factor === 'release-mode').map(({ outcome }) => String(outcome['mode']))
        if (byTable.every((code) => strictnessOf(code) < supervised)) met.milder++
        if (explanation.steps.some(({ factor }) => factor === 'category')) met.category++
        if (explanation.steps.some(({ factor }) => factor === 'policy')) met.policy++
      }),
      { numRuns: 500 },
    )
    // The property would say nothing of worlds that leave the floor nothing to do.
    expect(Math.min(met.milder, met.category, met.policy, met.modes, met.floors), JSON.stringify(met)).toBeGreaterThan(20)
  }, 60_000)

  test('no measure of policy takes a look away from what the floor holds', () => {
    const looks = (one: ReturnType<typeof judgeWorld>): string[] => one.checks.flatMap(({ agency, methods }) => methods.map((method) => `${agency} ${method}`))
    fc.assert(
      fc.property(world, floorGoods, (seen, waste) => {
        const alone = { ...seen, company: [], modeChanges: [] }
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

  test('planted defects are found: registers and versions nobody holds to the floor, a canary of it, a floor that speaks before the measures of policy, a clock that counts as a yes', () => {
    fc.assert(floorHolds(composeMode), { numRuns: 2000 })
    const held = (twin: (seen: World) => RuleSnapshot) => fc.property(world, floorGoods, (seen, waste) => {
      const rules = twin(seen)
      return isHeld(rules, judgeWorld(seen, waste, rules))
    })
    const blind = (blinded: Partial<Guards>) => held((seen) => rulesOf(seen, { ...guards, ...blinded }))
    const canaryJudges = held((seen) => {
      const rules = rulesOf(seen, guards)
      const [canary] = rules.canaries ?? []
      return canary === undefined ? rules : { ...rules, tables: new Map([...rules.tables, [floorTable, [canary.compiled, ...(rules.tables.get(floorTable) ?? [])]]]) }
    })
    for (const twin of [blind({ modes: () => true }), blind({ floor: () => true }), canaryJudges]) expect(fc.check(twin, { numRuns: 1000 }).failed).toBe(true)
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
