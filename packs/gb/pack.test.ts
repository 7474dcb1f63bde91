import { describe, expect, test } from 'vitest'
import { checkVersion } from '../../src/assess/domain/check-version.ts'
import { requiredTables } from '../../src/assess/domain/rule-snapshot.ts'
import { parameterNames } from '../../src/kernel/default-parameters.ts'
import type { Entry } from '../../src/kernel/pack.ts'
import { cn } from '../cn/pack.ts'
import { gb } from './pack.ts'

const codes = (list: readonly { readonly code: string }[]): Set<string> => new Set(list.map((one) => one.code))

describe('the policy pack of the United Kingdom', () => {
  test('every entry names its clause and when it holds (GV-12), and no code stands twice', () => {
    for (const [name, value] of Object.entries(gb)) {
      if (!Array.isArray(value) || name === 'tables' || name === 'clauses') continue
      for (const entry of value as Entry[]) expect([entry.clause.trim() !== '', Number.isFinite(entry.validFrom)], `${name} ${JSON.stringify(entry)}`).toEqual([true, true])
    }
    for (const name of ['agencies', 'ports', 'creditGrades', 'riskLevels', 'releaseModes', 'powers', 'dispositions', 'units', 'countries'] as const) expect(codes(gb[name]).size, name).toBe(gb[name].length)
  })

  test('its tables are taken as officers\' own would be: no gap, no overlap, never milder as risk grows', () => {
    expect(gb.tables.map((seed) => seed.definition.name).sort()).toEqual([...requiredTables].sort())
    for (const { definition, versions } of gb.tables) for (const { rows, validFrom } of versions) expect(checkVersion(gb, definition, rows, validFrom)).toEqual({ refusals: [], remarks: [] })
  })

  test('every number the engine asks for is there, once: set by the pack, or as the engine takes it', () => {
    expect(gb.parameters.map((parameter) => parameter.name).sort()).toEqual([...parameterNames].sort())
    expect(gb.parameters.find(({ name }) => name === 'joint.slot')).toMatchObject({ value: 90 * 60_000, clause: 'JI-07' })
    expect(gb.parameters.find(({ name }) => name === 'draws.rate.high')).toMatchObject({ value: 0.3, clause: 'default', owner: 'PHA' })
    // A number that one pack sets and the engine does not know would be missing in every other pack; one that the engine asks for may be missing in none.
    expect(cn.parameters.map(({ name }) => name).sort()).toEqual([...parameterNames].sort())
  })

  test('every statute a power rests on has a name in both languages', () => {
    for (const power of gb.powers) expect(codes(gb.clauses).has(power.clause), power.clause).toBe(true)
    for (const { name } of gb.clauses) expect(/\p{Script=Han}/u.test(name.zh) && !/\p{Script=Han}/u.test(name.en), name.en).toBe(true)
  })

  test('four authorities, each with powers and decisions of its own, may take part in items and containers', () => {
    const four = ['AHVLA', 'HMI', 'PHA', 'PHSI']
    expect([...codes(gb.agencies)].sort()).toEqual(four)
    for (const kind of ['item', 'container']) expect([...(gb.participants.find((entry) => entry.objectKind === kind)?.optional ?? [])].sort(), kind).toEqual(four)
    for (const agency of four) {
      expect(gb.powers.some((power) => power.agency === agency && power.methods.includes('open')), agency).toBe(true)
      expect(gb.dispositions.filter((kind) => kind.agency === agency).map((kind) => kind.effect).sort(), agency).toEqual(['hold', 'qualify', 'refuse'])
    }
    expect(gb.methods.map((rule) => rule.method)).toEqual(['documents', 'open', 'sample'])
  })
})
