import fc from 'fast-check'
import { expect, test } from 'vitest'
import { entitledTo } from './entitlement.ts'
import { tradeFields } from '../../../kernel/trade-fields.ts'
import { readField } from './trade-fields.ts'

const record = {
  consignee: 'B Ltd',
  consignor: 'X Co',
  containers: [{ number: 'TGHU1234562' }],
  items: [
    { hs: '610910', description: 'tees', origin: 'VN', netWeightKg: 100.5, quantity: { value: 10, unit: '006' }, value: { amount: 5, currency: 'USD' } },
    { hs: '020714', description: 'wings', origin: 'BR', netWeightKg: 20, quantity: { value: 1, unit: '035' }, value: { amount: 7, currency: 'CNY' } },
    { hs: '020714', description: 'feet', origin: 'BR', netWeightKg: 1, quantity: { value: 1, unit: '035' }, value: { amount: 2, currency: 'USD' } },
  ],
}

test('amounts of different currencies are not added; weights are', () => {
  expect(readField(record, 'value')).toEqual([{ currency: 'CNY', amount: 7 }, { currency: 'USD', amount: 7 }])
  expect(readField(record, 'weight')).toBe(121.5)
  expect(readField(record, 'origin')).toEqual(['BR', 'VN'])
})

test('whatever is asked, each field is either given or denied, and given only when granted to that agency for that purpose', () => {
  const field = fc.constantFrom(...tradeFields)
  const name = fc.constantFrom('A', 'B')
  const entitlement = fc.record({ agency: name, purpose: fc.constantFrom('risk', 'tax'), fields: fc.array(field) })
  fc.assert(
    fc.property(fc.array(entitlement), name, fc.constantFrom('risk', 'tax', 'other'), fc.array(field), (entitlements, agency, purpose, fields) => {
      const { allowed, denied } = entitledTo(entitlements, agency, purpose, fields)
      expect([...allowed, ...denied].sort()).toEqual([...new Set(fields)].sort())
      for (const one of allowed) expect(entitlements.some((granted) => granted.agency === agency && granted.purpose === purpose && (granted.fields as readonly string[]).includes(one))).toBe(true)
      if (purpose === 'other') expect(allowed).toEqual([])
    }),
  )
})
