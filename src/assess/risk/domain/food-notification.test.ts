import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { countries } from '../../../../packs/cn/countries.ts'
import { goodsOf } from './food-goods.ts'
import { countriesByName, notificationColumns, readDay, readNotification, type NotificationRow } from './food-notification.ts'
import { gatheredAlert, type Pattern } from './notified-risk.ts'

const countryOf = countriesByName(countries)
const row: NotificationRow = {
  'Date of Case': 'Dec 29, 2023', Reference: '2023.8977', 'Notification From': 'France', 'Country Origin': 'Türkiye', Product: 'Dried Figs', 'Product Category': 'Fruits and vegetables', 'Hazard Substance': 'Aflatoxins B1 - mycotoxins', 'Hazard Category': 'Mycotoxins',
}

describe('notifications of a food-alert network', () => {
  test.each([['Dec 29, 2023', '2023-12-29'], ['Jan 2, 2021', '2021-01-02'], ['29-12-2023', '2023-12-29'], ['29-12-2023 14:03:11', '2023-12-29'], ['02 JAN 2021', '2021-01-02'], ['2021-01-02T08:00', '2021-01-02'], ['Feb 29, 2023', undefined], ['31-04-2023', undefined], ['Foo 1, 2023', undefined], ['', undefined]])('the day %j is %j', (text, day) => {
    expect(readDay(text)).toBe(day)
  })

  test.each([['Türkiye', 'TR'], ['Turkey', 'TR'], ["Côte d'Ivoire", 'CI'], ['Bosnia and Herzegovina', 'BA'], ['Hong Kong', 'HK'], ['Czech Republic', 'CZ'], ['Myanmar', 'MM'], ['Atlantis', undefined], ['', undefined]])('the country %j is %j', (name, code) => {
    expect(countryOf(name)).toBe(code)
  })

  test.each([
    ['Fruits and vegetables', 'Fichi secchi', '0804'], ['fruits and vegetables', 'Fresh peppers', '0709'], ['Herbs and spices', 'Black pepper', '0904'], ['Nuts, nut products and seeds', 'Groundnut kernels', '1202'], ['Poultry meat and poultry meat products', 'Gallus gallus', '0207'],
    ['Fish and products thereof', 'Swordfish', '03'], ['Food contact materials', 'Bamboo cup', '3924'], ['Fruits and vegetables', 'Other', undefined], ['Gadgets', 'Figs', undefined],
  ])('%s, %s lie in %s', (category, product, hs) => {
    expect(goodsOf(category, product)).toBe(hs)
  })

  test('a clean row is taken as it is; of several origins each counts, of hazards each once', () => {
    expect(readNotification(row, countryOf)).toEqual({ ok: true, mends: [], notification: { reference: '2023.8977', issuedOn: '2023-12-29', notifier: 'France', product: 'Dried Figs', category: 'Fruits and vegetables', hs: '0804', origins: ['TR'], hazards: [{ family: 'mycotoxins', substance: 'Aflatoxins B1' }] } })
    const read = readNotification({ ...row, 'Country Origin': 'Spain; Italy', 'Hazard Substance': 'Lead - heavy metals; n/a; lead - heavy metals; X - pesticide residues', 'Hazard Category': 'Heavy metals; n/a; Heavy metals; Pesticide residues' }, countryOf)
    expect(read).toMatchObject({ ok: true, notification: { origins: ['ES', 'IT'], hazards: [{ family: 'heavy-metals' }, { family: 'pesticides' }] }, mends: [{ rule: 'hazard-dropped' }, { rule: 'hazard-repeated' }] })
  })

  test('whatever stands in a row, it is read or refused with a reason, never thrown at', () => {
    const cell = fc.oneof(fc.string(), fc.constantFrom('', ';', ' ; ; ', 'n/a', 'Dec 29, 2023', '2023.1234', 'Türkiye; unknown origin', '__proto__', 'Fruits and vegetables', 'figs', 'Lead - heavy metals'))
    const any = fc.record(Object.fromEntries(notificationColumns.map((column) => [column, cell])) as Record<keyof NotificationRow, typeof cell>)
    fc.assert(
      fc.property(any, (dirty) => {
        const read = readNotification(dirty, countryOf)
        if (read.ok) expect(read.notification.origins.length * read.notification.hazards.length).toBeGreaterThan(0)
        else expect(read.reason).toMatch(/^[a-z]+-[a-z]+$/)
      }),
      { numRuns: 1000 },
    )
  })

  test('a pattern is a record by itself from the number of the law on, never of a mere chapter; goods of our own are exports', () => {
    const pattern: Pattern = { hs: '0804', origin: 'TR', family: 'mycotoxins', count: 12, first: '2023-01-02', last: '2023-12-29', product: 'Dried figs', substance: 'Aflatoxin B1', references: ['2023.8977'] }
    const by = { record: 12, levels: ['low', 'medium', 'high'], home: 'CN' }
    expect(gatheredAlert(pattern, by)).toMatchObject({ record: true, level: 'high', reference: '2023 0804 TR mycotoxins', scope: { direction: 'import', hs: '0804', origin: 'TR' } })
    expect(gatheredAlert({ ...pattern, count: 11 }, by)).toMatchObject({ record: false, level: 'medium' })
    expect(gatheredAlert({ ...pattern, hs: '08' }, by)).toMatchObject({ record: false, level: 'high' })
    expect(gatheredAlert({ ...pattern, origin: 'CN' }, by).scope.direction).toBe('export')
  })
})
