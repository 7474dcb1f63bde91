import { expect, test } from 'vitest'
import { cn } from '../../../../packs/cn/pack.ts'
import type { Row } from '../../../kernel/decision-table/table.ts'
import { instant } from '../../../kernel/instant.ts'
import { must } from '../../../kernel/invariant.ts'
import { checkVersion } from '../../domain/check-version.ts'
import { analyseDraft } from './analyse-draft.ts'

const at = instant('2018-06-01T08:00:00+08:00')
function seedOf(name: string) {
  const seed = must(cn.tables.find((one) => one.definition.name === name), name)
  return { definition: seed.definition, rows: must(seed.versions.at(-1), 'version').rows }
}
function found(name: string, change: (rows: readonly Row[]) => readonly Row[]) {
  const { definition, rows } = seedOf(name)
  return analyseDraft(definition, change(rows), { law: cn, codes: {}, inForce: rows, at }).findings.filter(({ severity }) => severity !== 'note')
}
const codes = (name: string, change: (rows: readonly Row[]) => readonly Row[]): string[] => found(name, change).map(({ severity, refusal }) => `${severity} ${refusal.code}`)
const without = (id: string) => (rows: readonly Row[]): readonly Row[] => rows.filter((row) => row.id !== id)

test('nothing is found of the rows in force, in any table of the pack', () => {
  for (const { definition } of cn.tables) expect(codes(definition.name, (rows) => rows)).toEqual([])
})

test('RR-22: a draft of the safety floor that asks less than the version in force is told, with goods that show it', () => {
  expect(codes('safety-floor', without('waste'))).toEqual(['warning tables/floor-lowered'])
  const [finding] = found('safety-floor', without('waste'))
  expect(finding?.refusal.facts).toMatchObject({ row: 'waste', mode: 'supervised' })
  expect(finding?.example).toMatchObject({ direction: 'import' })
  const milder = (rows: readonly Row[]): readonly Row[] => rows.map((row) => (row.id === 'live-animals' ? { ...row, then: { mode: 'sampling' } } : row))
  expect(codes('safety-floor', milder)).toEqual(['warning tables/floor-lowered'])
  const onlyCattle = (rows: readonly Row[]): readonly Row[] => rows.map((row) => (row.id === 'live-animals' ? { ...row, when: { ...row.when, hs: { op: 'prefix', values: ['0102'] } } } : row))
  const [cattle] = found('safety-floor', onlyCattle)
  expect(String(cattle?.example?.['hs'])).toMatch(/^01(?!02)/)
  const hedged = (rows: readonly Row[]): readonly Row[] => rows.map((row) => (row.id === 'live-animals' ? { ...row, formula: 'hs == "0102210000"' } : row))
  expect(codes('safety-floor', hedged)).toEqual(['warning tables/floor-lowered'])
})

test('RR-22: a floor that asks the same in other rows, or more, is not told', () => {
  const split = (rows: readonly Row[]): readonly Row[] => rows.flatMap((row): readonly Row[] => {
    if (row.id !== 'waste-attribute') return [row]
    const half = (id: string, hs: Row['when'][string]): Row => ({ ...row, id, when: { ...row.when, hs } })
    return [half('a', { op: 'prefix', values: ['39'] }), half('b', { op: 'not', cell: { op: 'prefix', values: ['39'] } }), half('c', { op: 'absent' })]
  })
  expect(codes('safety-floor', split)).toEqual([])
  expect(codes('safety-floor', (rows) => [...rows, { id: 'all-meat', when: { hs: { op: 'prefix', values: ['02'] } }, then: { mode: 'supervised' }, clause: 'RR-22' }])).toEqual([])
})

test('RR-07: a mode that loosens as risk grows is told with the value at which it does; a formula there is not admitted', () => {
  const dip: Row = { id: 'dip', when: { combined: { op: 'equals', value: 7.5 } }, then: { mode: 'declaration' }, clause: 'RR-01' }
  const [finding] = found('release-mode', (rows) => [dip, ...rows])
  expect(finding).toMatchObject({ severity: 'fault', row: 0, example: { combined: 7.5 }, refusal: { code: 'tables/not-monotone', facts: { row: 'dip' } } })
  expect(codes('release-mode', (rows) => [{ ...dip, formula: 'combined > 7' }, ...rows])).toEqual(['fault tables/formula-not-here'])
})

test('GV-07: a check beyond the power of its agency is told as the server refuses it', () => {
  const { definition, rows } = seedOf('checks')
  const beyond = rows.map((row, i) => (i === 0 ? { ...row, then: { ...row.then, power: 'NOPE' } } : row))
  const told = analyseDraft(definition, beyond, { law: cn, codes: {}, inForce: rows, at }).findings.filter(({ severity }) => severity === 'fault').map(({ refusal }) => refusal)
  expect(told).toEqual(checkVersion(cn, definition, beyond, at).refusals)
  expect(told).not.toEqual([])
})
