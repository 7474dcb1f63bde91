import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { toIso } from '../../../kernel/instant.ts'
import { isContainerNumber } from '../../../kernel/container-number.ts'
import { isImoNumber } from '../../../window/objects/domain/imo-number.ts'
import { containerNumber, imoNumber } from './identifiers.ts'
import { acceptanceOf, commodityCode, gradeOf, mapDeclaration, supplyPapers, type MappedDeclaration, type SourceProfile, type TariffView } from './map-declaration.ts'
import { readSourceRow, type SourceRow } from './source-row.ts'

const profile: SourceProfile = {
  name: 'test', seed: 'seed', enterprisePrefix: 'R-', zone: '+08:00', currency: 'KRW',
  modes: { '10': 'sea', '20': 'rail', '30': 'road', '40': 'air', '50': 'post' },
  grades: [['AA', 1], ['B', 3]],
}
const record = (changes: Readonly<Record<string, string>> = {}): Record<string, string> => ({
  'Declaration ID': '97061800', Date: '2020-01-02', 'Office ID': '30', 'Mode of Transport': '10', 'Declarant ID': 'ZZR1LT6', 'Importer ID': 'QLRUBN9',
  'Seller ID': '0VKY2BR', 'Courier ID': '', 'HS6 Code': '440890', 'Country of Departure': 'BE', 'Country of Origin': 'BE', 'Net Mass': '108.5',
  'Item Price': '372254.4', Fraud: '1', 'Critical Fraud': '2', ...changes,
})
const row = (changes?: Readonly<Record<string, string>>): SourceRow => readSourceRow(record(changes), 2) as SourceRow
const tariff: TariffView = { lowestBelow: () => undefined, units: () => [] }
const mapped = (changes?: Readonly<Record<string, string>>, units: string[] = []): MappedDeclaration =>
  mapDeclaration(row(changes), '380101', profile, { ...tariff, units: () => units }) as MappedDeclaration

describe('readSourceRow', () => {
  test.each([
    ['Net Mass', '0.0', 'mass-zero'],
    ['Net Mass', '', 'mass-malformed'],
    ['Net Mass', '-3', 'mass-malformed'],
    ['Net Mass', 'NaN', 'mass-malformed'],
    ['Item Price', '1e999', 'price-malformed'],
    ['Date', '2020-02-30', 'date-malformed'],
    ['Date', '02/01/2020', 'date-malformed'],
    ['HS6 Code', '4408', 'hs6-malformed'],
    ['Country of Origin', 'BEL', 'origin-malformed'],
    ['Country of Departure', '', 'departure-malformed'],
    ['Importer ID', '', 'importer-malformed'],
    ['Declaration ID', '', 'id-malformed'],
    ['Office ID', '', 'office-malformed'],
    ['Critical Fraud', '3', 'label-malformed'],
  ])('%s = %j is rejected as %s', (column, value, reason) => {
    expect(readSourceRow(record({ [column]: value }), 7)).toMatchObject({ line: 7, reason })
  })

  test('the lost zero of chapters 01 to 09 comes back; a column that is missing is not guessed', () => {
    expect(row({ 'HS6 Code': '71080' }).hs6).toBe('071080')
    expect(readSourceRow({}, 3)).toMatchObject({ line: 3, reason: 'id-malformed' })
  })
})

describe('mapDeclaration', () => {
  test('maps every field, and nothing of the labels', () => {
    const declaration = mapped()
    expect(declaration).toMatchObject({
      port: '380101', direction: 'import', mode: 'sea', reference: '30-97061800', declarant: 'R-QLRUBN9', consignor: 'Seller 0VKY2BR', transportDocument: 'BL97061800',
      items: [{ line: 1, hs: '4408900000', origin: 'BE', netWeightKg: 108.5, quantity: { value: 108.5, unit: 'KGM' }, value: { amount: 372254.4, currency: 'KRW' } }],
    })
    const { verdict, ...unlabelled } = row()
    expect(mapDeclaration({ ...unlabelled, verdict: 'clean' }, '380101', profile, tariff)).toEqual(declaration)
    expect([verdict, JSON.stringify(declaration).toLowerCase().includes('fraud')]).toEqual(['critical-fraud', false])
  })

  test('the same row gives the same declaration and the same moment, another seed another one', () => {
    expect(mapped()).toEqual(mapped())
    expect(toIso(acceptanceOf(row(), profile))).toBe(toIso(acceptanceOf(row(), profile)))
    expect(acceptanceOf(row(), { ...profile, seed: 'other' })).not.toBe(acceptanceOf(row(), profile))
  })

  test('acceptance falls on the date between 08:00 and 18:00 of the port', () => {
    fc.assert(
      fc.property(fc.integer({ min: 10_000_000, max: 99_999_999 }), (id) => {
        const at = toIso(acceptanceOf(row({ 'Declaration ID': String(id) }), profile))
        expect(at >= '2020-01-02T00:00:00.000Z' && at < '2020-01-02T10:00:00.000Z').toBe(true)
      }),
    )
  })

  test('modes: a courier by air is express, the post has no conveyance, an unknown code is rejected', () => {
    expect(mapped({ 'Mode of Transport': '40' })).toMatchObject({ mode: 'air', conveyance: { kind: 'aircraft' } })
    expect(mapped({ 'Mode of Transport': '40', 'Courier ID': 'HE8ATP' }).mode).toBe('express')
    expect(mapped({ 'Mode of Transport': '50' })).not.toHaveProperty('conveyance')
    expect(mapDeclaration(row({ 'Mode of Transport': '90' }), '380101', profile, tariff)).toEqual({ line: 2, reason: 'transport-not-mapped', text: '90' })
  })

  test('boxes: shared by small shipments of a day, as many as the weight needs for large ones, none by air', () => {
    const small = Array.from({ length: 30 }, (_, n) => mapped({ 'Declaration ID': String(n), 'Importer ID': `I${n}` }).containers?.[0]?.number)
    expect(new Set(small).size).toBe(3)
    expect(mapped({ 'Net Mass': '100000' }).containers?.map(({ load }) => load)).toEqual(['fcl', 'fcl', 'fcl', 'fcl', 'fcl'])
    expect(mapped({ 'Net Mass': '60025000' }).containers).toHaveLength(40)
    expect(mapped({ 'Mode of Transport': '40' })).not.toHaveProperty('containers')
  })

  test('the quantity is in a unit the tariff takes', () => {
    const quantity = (units: string[]): unknown => mapped({}, units).items[0]?.quantity
    expect(quantity(['NAR', 'KGM'])).toEqual({ value: 108.5, unit: 'KGM' })
    expect(quantity(['TNE'])).toEqual({ value: 0.1085, unit: 'TNE' })
    expect(quantity(['NAR'])).toEqual({ value: 109, unit: 'NAR' })
  })

  test('the commodity code is the lowest of the tariff below the six digits, else zeros follow', () => {
    expect(commodityCode('440890', { ...tariff, lowestBelow: () => '4408901110' })).toBe('4408901110')
    expect(commodityCode('440890', tariff)).toBe('4408900000')
  })

  test('papers that an answer misses are supplied, because the source has none; any other refusal stands', () => {
    const missing = (code: string, types: string): { code: string; facts: { types: string } } => ({ code: `assess/${code}`, facts: { types } })
    const supplied = supplyPapers(mapped(), [missing('document-missing', '101006, 101008'), missing('licence-missing', '325')])
    expect(supplied?.documents).toEqual([{ type: '101006', number: '101006-30-97061800' }])
    expect(supplied?.items[0]?.licences).toEqual([{ type: '325', number: '325-30-97061800' }])
    expect(supplyPapers(mapped(), [missing('document-missing', '101006'), { code: 'declarations/unknown-commodity' } as never])).toBeUndefined()
  })

  test('grades follow the shares of the profile', () => {
    const grades = Array.from({ length: 20_000 }, (_, n) => gradeOf(`R-${n}`, profile))
    expect(Math.abs(grades.filter((grade) => grade === 'AA').length - 5_000)).toBeLessThan(6 * Math.sqrt(20_000 * 0.25 * 0.75))
    expect(gradeOf('R-1', profile)).toBe(grades[1])
  })
})

test('made-up numbers carry right check digits', () => {
  fc.assert(
    fc.property(fc.string(), fc.nat(), (about, n) => {
      expect(isContainerNumber(containerNumber('seed', about, n))).toBe(true)
      expect(isImoNumber(imoNumber('seed', about, n))).toBe(true)
    }),
  )
})
