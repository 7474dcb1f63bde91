import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cn } from '../../../packs/cn/pack.ts'
import { goods, importOf, packRules } from '../../../tests/support/rules.ts'
import type { Row, TableVersion } from '../../kernel/decision-table/table.ts'
import { days, instant, plus } from '../../kernel/instant.ts'
import { assess } from './assess.ts'
import { checkVersion } from './check-version.ts'
import type { DeclarationFacts } from './facts.ts'
import { modeAt } from './release-scale.ts'
import { buildSnapshot, type RuleSnapshot } from './rule-snapshot.ts'

const rules = packRules()
const enterprises = ['E-AA', 'E-A', 'E-B', 'E-C', 'E-D']
const names = Object.keys(goods) as (keyof typeof goods)[]
const at = instant('2018-06-01T08:00:00+08:00')
const strictness = (snapshot: RuleSnapshot, facts: DeclarationFacts): number => modeAt(cn, assess(snapshot, facts).releaseMode, facts.at).strictness

const definitionOf = (table: string) => {
  const seed = cn.tables.find((one) => one.definition.name === table)
  if (seed === undefined) throw new Error(`no table ${table}`)
  return seed.definition
}
const version = (table: string, rows: readonly Row[]): TableVersion => ({ table, version: 9, validFrom: instant('2018-01-01T00:00:00+08:00'), rows })
const withVersions = (...more: readonly TableVersion[]): RuleSnapshot => packRules({ versions: [...cn.tables.flatMap((seed) => seed.versions), ...more] })

describe('assess', () => {
  test('prints the modes of the fixtures by grade, as the tables of the pack give them', () => {
    const table = Object.fromEntries(
      names.map((name) => [name, enterprises.map((enterprise) => assess(rules, importOf(enterprise, [goods[name]])).releaseMode).join(' ')]),
    )
    expect(table).toEqual({
      TEE: 'declaration declaration declaration verification sampling',
      CHK: 'sampling sampling sampling supervised supervised',
      CAR: 'verification verification verification sampling supervised',
      BNZ: 'sampling sampling sampling supervised supervised',
      LOG: 'verification verification verification sampling supervised',
      SRM: 'sampling sampling sampling supervised supervised',
      PRN: 'declaration declaration declaration verification sampling',
      WST: 'supervised supervised supervised supervised supervised',
      ORE: 'verification verification verification sampling supervised',
    })
  })

  test('the case takes the strictest of its lines, and only the risky line is looked at', () => {
    const assessment = assess(rules, importOf('E-B', [goods.TEE, goods.CHK, goods.TEE]))
    expect(assessment).toMatchObject({ releaseMode: 'sampling', riskLevel: 'high', combined: 8 })
    const items = assessment.checks.flatMap((check) => check.objects.filter((object) => object.kind === 'item').map((object) => object.ref))
    expect(new Set(items)).toEqual(new Set(['2']))
  })

  test('the worse grade of declarant and owner counts, and an unknown owner does not', () => {
    const gradeOf = (changes: Partial<DeclarationFacts>): string => assess(rules, importOf('E-A', [goods.TEE], changes)).creditGrade
    expect(gradeOf({ consignee: 'E-D' })).toBe('D')
    expect(gradeOf({ consignee: 'E-AA' })).toBe('A')
    expect(gradeOf({ consignee: 'Some shop in Ningbo' })).toBe('A')
    expect(gradeOf({ consignor: 'E-D' })).toBe('A')
    expect(gradeOf({ direction: 'export', consignor: 'E-D' })).toBe('D')
    expect(assess(rules, importOf('nobody graded', [goods.TEE])).creditGrade).toBe(cn.defaultCreditGrade)
  })

  test('a check of the container falls back to the consignment where no container is declared', () => {
    const [withBox] = assess(rules, importOf('E-D', [goods.CHK])).checks
    const [withoutBox] = assess(rules, importOf('E-D', [goods.CHK], { containers: undefined })).checks
    expect(withBox?.objects).toEqual([{ kind: 'container', ref: 'TGHU1234567' }])
    expect(withoutBox?.objects).toEqual([{ kind: 'consignment', ref: '' }])
  })

  test('an item in its own container sends the officers to that one only', () => {
    const facts = importOf(
      'E-D', [{ ...goods.TEE, containers: ['TGHU1234567'] }, { ...goods.CHK, containers: ['CSQU3054383'] }],
      { containers: [{ number: 'TGHU1234567' }, { number: 'CSQU3054383' }] },
    )
    const opened = assess(rules, facts).checks.filter((check) => check.methods.includes('open')).flatMap((check) => check.objects.map((object) => object.ref))
    expect(new Set(opened)).toEqual(new Set(['CSQU3054383']))
  })

  test('goods that a mode holds are looked at by somebody even where the checks table wants nothing', () => {
    const empty = withVersions(version('checks', []))
    const assessment = assess(empty, importOf('E-D', [goods.CHK]))
    expect(assessment.checks).toMatchObject(
      [{ agency: 'CUS', methods: ['documents'], objects: [{ kind: 'consignment', ref: '' }], reason: { row: 'fallback', clause: 'RR-22' } }],
    )
    expect(assess(empty, importOf('E-AA', [goods.TEE])).checks).toEqual([])
  })

  test('every mode that holds goods asks for what opens its gate, for all fixtures, grades, directions and modes of transport', () => {
    const opener = { acceptance: undefined, 'report-judged': 'documents', sampled: 'sample', inspected: 'open' } as const
    for (const name of names) {
      for (const enterprise of enterprises) {
        for (const direction of ['import', 'export'] as const) {
          for (const mode of ['sea', 'rail', 'road', 'air', 'post', 'express', 'ecommerce'] as const) {
            const { releasedAt, checks } = assess(rules, importOf(enterprise, [goods[name]], { direction, mode }))
            const wanted = opener[releasedAt]
            if (wanted === undefined) expect(checks).toEqual([])
            else expect(checks.some((check) => check.methods.includes(wanted)), `${name} ${enterprise} ${direction} ${mode}`).toBe(true)
          }
        }
      }
    }
  })

  test('a failed sample makes the next consignment of that enterprise and those goods stricter, for a while, and no other (RR-05)', () => {
    const tightening = { id: 't1', enterprise: 'E-B', hs: '0207', steps: 1, validFrom: at, validTo: plus(at, days(365)) }
    const tightened = packRules({ tightenings: [tightening] })
    const modeOf = (enterprise: string, item: (typeof goods)[keyof typeof goods], changes: Partial<DeclarationFacts> = {}): string =>
      assess(tightened, importOf(enterprise, [item], changes)).releaseMode
    expect(modeOf('E-B', goods.CHK)).toBe('supervised')
    expect(modeOf('E-B', goods.CHK, { at: plus(at, -1) })).toBe('sampling')
    expect(modeOf('E-B', goods.CHK, { at: plus(at, days(365)) })).toBe('sampling')
    expect(modeOf('E-A', goods.CHK)).toBe('sampling')
    expect(modeOf('E-B', goods.TEE)).toBe('declaration')
    expect(modeOf('E-A', goods.CHK, { consignee: 'E-B' })).toBe('supervised')
  })

  test('a case is judged by the version of its own time (GV-12)', () => {
    const row = (mode: string): Row => ({ id: 'all', when: {}, then: { mode }, clause: 'RR-01' })
    const changed = withVersions({ ...version('release-mode', [row('supervised')]), validTo: instant('2018-07-01T00:00:00+08:00') })
    const modeThen = (moment: string): string => assess(changed, importOf('E-AA', [goods.TEE], { at: instant(moment) })).releaseMode
    expect(modeThen('2017-12-15T10:00:00+08:00')).toBe('declaration')
    expect(modeThen('2018-01-01T00:00:00+08:00')).toBe('supervised')
    expect(modeThen('2018-07-01T00:00:00+08:00')).toBe('declaration')
  })
})

describe('properties of assessment', () => {
  const monotoneVersions = fc.record({
    steps: fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 15, maxLength: 15 }),
    cuts: fc.uniqueArray(fc.integer({ min: 1, max: 60 }), { minLength: 3, maxLength: 3 }),
  })

  test('RR-07: raising the risk or worsening the credit never loosens, for 500 random tables that a check lets through', () => {
    const levels = ['low', 'medium', 'high']
    const grades = ['AA', 'A', 'B', 'C', 'D']
    const modes = ['declaration', 'verification', 'sampling', 'supervised']
    let refused = 0
    fc.assert(
      fc.property(monotoneVersions, fc.boolean(), ({ steps, cuts }, spoilt) => {
        // Values that grow along both axes: each is the larger of its neighbours plus a random step. A spoilt table has one that falls.
        const value = new Map<string, number>()
        grades.forEach((credit, g) =>
          levels.forEach((risk, r) => {
            const before = Math.max(value.get(`${grades[g - 1]} ${risk}`) ?? 0, value.get(`${credit} ${levels[r - 1]}`) ?? 0)
            value.set(`${credit} ${risk}`, before + (steps[g * 3 + r] ?? 0))
          }),
        )
        if (spoilt) value.set('C medium', -1)
        const matrix = [...value].map(([key, combined]): Row => {
          const [credit = '', risk = ''] = key.split(' ')
          return {
            id: `${credit}-${risk}`, when: { credit: { op: 'equals', value: credit }, risk: { op: 'equals', value: risk } },
            then: { value: combined }, clause: 'RR-01',
          }
        })
        const bounds = [...cuts].sort((a, b) => a - b)
        const scale = modes.map((mode, i): Row => ({
          id: mode,
          when: { combined: { op: 'range', ...(i === 0 ? {} : { from: bounds[i - 1] }), ...(i === 3 ? {} : { below: bounds[i] }) } },
          then: { mode },
          clause: 'RR-01',
        }))
        const faults = [
          ...checkVersion(cn, definitionOf('combined-risk'), matrix, at).refusals,
          ...checkVersion(cn, definitionOf('release-mode'), scale, at).refusals,
        ]
        if (faults.length > 0) {
          if (!spoilt) throw new Error(`a growing table was refused: ${JSON.stringify(faults)}`)
          refused++
          return
        }
        if (spoilt) throw new Error('a falling table was let through')
        const snapshot = withVersions(version('combined-risk', matrix), version('release-mode', scale))
        const byRisk = [goods.TEE, goods.CAR, goods.CHK]
        grades.forEach((grade, g) =>
          byRisk.forEach((item, r) => {
            const here = strictness(snapshot, importOf(`E-${grade}`, [item]))
            if (g > 0 && here < strictness(snapshot, importOf(`E-${grades[g - 1] ?? ''}`, [item]))) throw new Error(`worse credit ${grade} loosened ${item.hs}`)
            const milder = byRisk[r - 1]
            if (milder !== undefined && here < strictness(snapshot, importOf(`E-${grade}`, [milder]))) throw new Error(
              `higher risk loosened ${item.hs} of ${grade}`,
            )
          }),
        )
      }),
      { numRuns: 500 },
    )
    expect(refused).toBeGreaterThan(50)
  }, 60_000)

  test('RR-07: a further line never loosens a case, nor does a tightening', () => {
    const line = fc.constantFrom(...names).map((name) => goods[name])
    fc.assert(
      fc.property(fc.constantFrom(...enterprises), fc.array(line, { minLength: 1, maxLength: 4 }), line, fc.integer({ min: 1, max: 3 }), (...drawn) => {
        const [enterprise, lines, more, steps] = drawn
        const alone = strictness(rules, importOf(enterprise, lines))
        if (strictness(rules, importOf(enterprise, [...lines, more])) < alone) throw new Error('a further line loosened the case')
        const tightened = packRules({ tightenings: [{ id: 't', enterprise, hs: lines[0]?.hs ?? '', steps, validFrom: at, validTo: plus(at, 1) }] })
        if (strictness(tightened, importOf(enterprise, lines)) < alone) throw new Error('a tightening loosened the case')
      }),
      { numRuns: 500 },
    )
  }, 60_000)

  test('RR-22: nothing brings waste raw material below supervised release: no grade, no table, no company of other goods', () => {
    const mildest = withVersions(version('release-mode', [{ id: 'all', when: {}, then: { mode: 'declaration' }, clause: 'RR-01' }]))
    for (const snapshot of [rules, mildest]) {
      for (const enterprise of enterprises) {
        for (const other of names) {
          expect(assess(snapshot, importOf(enterprise, [goods[other], goods.WST])).releaseMode).toBe('supervised')
        }
      }
    }
    expect(assess(mildest, importOf('E-B', [goods.CHK])).releaseMode).toBe('declaration')
  })

  test('GV-15: the same facts have the same outcome, whatever was asked before and in between', () => {
    const facts = fc.record({
      enterprise: fc.constantFrom(...enterprises),
      lines: fc.array(fc.constantFrom(...names), { minLength: 1, maxLength: 5 }),
      direction: fc.constantFrom('import' as const, 'export' as const, 'transit' as const),
    })
    const fresh = buildSnapshot({ revision: 'again', pack: cn, versions: cn.tables.flatMap((seed) => seed.versions), grades: rules.grades })
    fc.assert(
      fc.property(facts, facts, (one, other) => {
        const ask = (snapshot: RuleSnapshot, { enterprise, lines, direction }: typeof one): string =>
          JSON.stringify(assess(snapshot, importOf(enterprise, lines.map((name) => goods[name]), { direction })))
        const first = ask(rules, one)
        ask(rules, other)
        if (ask(rules, one) !== first || ask(fresh, one) !== first) throw new Error('the same facts had another outcome')
      }),
      { numRuns: 500 },
    )
  }, 60_000)
})
