import { expect, test } from 'vitest'
import { formPath, placeOf } from './declare-places.ts'

test('a refusal names the field the reader sees, not only the line it is in', () => {
  expect(placeOf('/consignor')).toEqual({ lines: [], field: 'consignor' })
  expect(placeOf('/items/0/netWeightKg')).toEqual({ lines: [{ name: 'itemN', n: 1 }], field: 'netWeightKg' })
  expect(placeOf('/items/2/quantity/unit')).toEqual({ lines: [{ name: 'itemN', n: 3 }], field: 'quantityUnit' })
  expect(placeOf('/items/0/licences/1/number')).toEqual({ lines: [{ name: 'itemN', n: 1 }, { name: 'licenceN', n: 2 }], field: 'licenceNumber' })
  expect(placeOf('/containers/0/number')).toEqual({ lines: [{ name: 'containerN', n: 1 }], field: 'number' })
  expect(placeOf('/conveyance/ref')).toEqual({ lines: [], field: 'conveyanceRef' })
  expect(placeOf('/items/0')).toEqual({ lines: [{ name: 'itemN', n: 1 }], field: undefined })
  expect(placeOf('/documents')).toEqual({ lines: [], field: undefined })
})

test('what is refused as a whole is marked at the first of its fields', () => {
  expect(formPath('/items/0/quantity')).toEqual(['items', 0, 'quantity', 'value'])
  expect(formPath('/items/0/value')).toEqual(['items', 0, 'value', 'amount'])
  expect(formPath('/items/0/value/currency')).toEqual(['items', 0, 'value', 'currency'])
  expect(formPath('/consignor')).toEqual(['consignor'])
})
