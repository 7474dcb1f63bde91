import { describe, expect, test } from 'vitest'
import { holds } from '../../src/kernel/decision-table/cell.ts'
import { requirementColumns } from '../../src/assess/domain/check-documents.ts'
import { inForce, instant } from '../../src/kernel/instant.ts'
import type { Code, Entry } from '../../src/kernel/pack.ts'
import { cn } from './pack.ts'

const codes = (list: readonly { readonly code: string }[]): Set<string> => new Set(list.map((one) => one.code))
const lists: readonly (readonly [string, readonly Entry[]])[] = Object.entries(cn).flatMap(([name, value]) =>
  Array.isArray(value) && name !== 'tables' && name !== 'clauses' ? [[name, value as readonly Entry[]] as const] : [],
)

describe('the policy pack of China', () => {
  test('every entry of every list names its clause and when it holds (GV-12)', () => {
    expect(lists.length).toBeGreaterThan(15)
    for (const [name, list] of lists) {
      if (name !== 'registrations') expect(list.length, name).toBeGreaterThan(0)
      for (const entry of list) {
        expect(entry.clause.trim(), `${name} ${JSON.stringify(entry)}`).not.toBe('')
        expect(Number.isFinite(entry.validFrom), name).toBe(true)
        expect(entry.validTo === undefined || entry.validTo > entry.validFrom, name).toBe(true)
      }
    }
  })

  test('no code stands twice in a list, and no alias names two things', () => {
    for (const name of ['agencies', 'ports', 'creditGrades', 'riskLevels', 'releaseModes', 'powers', 'dispositions'] as const) {
      expect(codes(cn[name]).size, name).toBe(cn[name].length)
    }
    for (const name of ['units', 'currencies', 'countries', 'documentTypes', 'licenceTypes', 'attributes'] as const) {
      const all = (cn[name] as readonly Code[]).flatMap((one) => [one.code, ...(one.aliases ?? [])])
      expect(new Set(all).size, name).toBe(all.length)
    }
  })

  test('grades and levels are ranked without ties, modes are told apart by strictness', () => {
    expect(cn.creditGrades.map((grade) => grade.rank)).toEqual([0, 1, 2, 3, 4])
    expect(cn.riskLevels.map((level) => level.rank)).toEqual([0, 1, 2])
    expect(new Set(cn.releaseModes.map((mode) => mode.strictness)).size).toBe(cn.releaseModes.length)
    expect(codes(cn.creditGrades).has(cn.defaultCreditGrade)).toBe(true)
  })

  test('every clause with a name of its own has it in both languages, and none is named twice', () => {
    expect(codes(cn.clauses).size).toBe(cn.clauses.length)
    for (const power of cn.powers) expect(codes(cn.clauses).has(power.clause), power.clause).toBe(true)
    const cited = new Set([...JSON.stringify(cn).matchAll(/"clause":"([^"]*\p{Script=Han}[^"]*)"/gu)].map(([, clause]) => clause))
    expect([...cited].filter((clause) => !codes(cn.clauses).has(clause ?? ''))).toEqual([])
    for (const { name } of cn.clauses) expect([name.zh.length > 0, /\p{Script=Han}/u.test(name.en)], name.en).toEqual([true, false])
  })

  test('powers, participants, dispositions and documentary rules name agencies of the pack; methods have rules', () => {
    const agencies = codes(cn.agencies)
    const methods = new Set(cn.methods.map((rule) => rule.method))
    for (const power of cn.powers) {
      expect(agencies.has(power.agency)).toBe(true)
      for (const method of power.methods) expect(methods.has(method)).toBe(true)
    }
    for (const { required, optional, withLegalBasis = [], invited = [] } of cn.participants) for (const agency of [...required, ...optional, ...withLegalBasis, ...invited]) expect(agencies.has(agency)).toBe(true)
    for (const { agency } of [...cn.dispositions, ...cn.documentRequirements, ...cn.acceptance.fields, cn.fallbackCheck]) expect(agencies.has(agency)).toBe(true)
    for (const agency of new Set(cn.powers.map((power) => power.agency))) expect(cn.dispositions.some((one) => one.agency === agency && one.effect === 'qualify'), agency).toBe(true)
    const fallback = cn.powers.find((power) => power.code === cn.fallbackCheck.power)
    expect(fallback?.agency).toBe(cn.fallbackCheck.agency)
    for (const method of cn.fallbackCheck.methods) expect(fallback?.methods).toContain(method)
  })

  const at = instant('2018-06-01T00:00:00+08:00')
  const who = (objectKind: string, port?: string) => {
    const fitting = cn.participants.filter((one) => one.objectKind === objectKind && inForce(one, at) && (one.port === undefined || one.port === port))
    return fitting.find((one) => one.port !== undefined) ?? fitting[0]
  }
  test.each([
    ['JI-01', 'container', undefined, ['CUS', 'CIQ'], [], 'goods'],
    ['JI-02', 'bag', undefined, ['CUS', 'CIQ'], ['BPI'], 'goods'],
    ['JI-03', 'train', undefined, ['BPI', 'CUS', 'CIQ'], [], 'goods'],
    ['JI-03', 'aircraft', '410001', ['BPI', 'CUS', 'CIQ'], [], 'goods'],
    ['JI-04', 'vessel', '380101', ['MSA', 'BPI', 'CUS', 'CIQ'], [], 'boarding'],
    ['JI-05', 'aircraft', '380002', ['BPI', 'CUS', 'CIQ'], [], 'boarding'],
  ] as const)('%s: who inspects a %s', (_row, kind, port, required, optional, mechanism) => {
    expect(who(kind, port)).toMatchObject({ required, optional, mechanism })
  })

  test('documentary rules ask for codes and columns that exist', () => {
    const papers = new Set([...codes(cn.documentTypes), ...codes(cn.licenceTypes)])
    for (const { id, when, needs } of cn.documentRequirements) {
      for (const column of Object.keys(when)) expect(Object.keys(requirementColumns), id).toContain(column)
      if (needs.kind !== 'statutory-unit') for (const type of needs.types) expect(papers.has(type), `${id} ${type}`).toBe(true)
    }
    const units = codes(cn.units)
    for (const { hs, units: allowed } of cn.tariff) for (const unit of allowed) expect(units.has(unit), `${hs} ${unit}`).toBe(true)
  })

  test('the parameters the engine asks for are there, with owner and unit', () => {
    for (const { name, owner, value } of cn.parameters) {
      expect(codes(cn.agencies).has(owner) || owner !== '', name).toBe(true)
      expect(value, name).toBeGreaterThanOrEqual(0)
    }
    expect(cn.parameters.map((parameter) => parameter.name)).toContain('assess.tightening')
  })

  test('goods of one family are not hit by the look-alikes beside it: dangerous by code only as listed', () => {
    const waste = cn.tables.find((seed) => seed.definition.name === 'safety-floor')?.versions[0]?.rows.find((row) => row.id === 'waste')
    expect(holds(waste?.when['hs'], '3915100000', 'code')).toBe(true)
    expect(holds(waste?.when['hs'], '3901100001', 'code')).toBe(false)
  })
})
