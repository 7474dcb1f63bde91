import fc from 'fast-check'
import { expect, test } from 'vitest'
import { canonicalJson, type Json } from './canonical-json.ts'

const json = fc.jsonValue({ stringUnit: 'binary' }) as fc.Arbitrary<Json>

test('canonical JSON is read back as the same value', () => {
  fc.assert(
    fc.property(json, (value) => {
      expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)))
    }),
  )
})

test('the order in which members were set does not show', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string({ unit: 'binary' }), json), (record) => {
      const reversed = Object.fromEntries(Object.entries(record).reverse())
      expect(canonicalJson(reversed)).toBe(canonicalJson(record))
    }),
  )
})

test('every string is written as JSON.stringify writes it, lone surrogates and control characters included', () => {
  const unit = fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code))
  fc.assert(
    fc.property(fc.string({ unit }), (text) => {
      expect(canonicalJson(text)).toBe(JSON.stringify(text))
    }),
  )
})

test('keys are sorted, undefined members left out, numbers as in JSON', () => {
  expect(canonicalJson({ b: [1.5, -0, 1e21, true, null], a: undefined, '10': '"', 9: '\\' })).toBe('{"10":"\\"","9":"\\\\","b":[1.5,0,1e+21,true,null]}')
})
