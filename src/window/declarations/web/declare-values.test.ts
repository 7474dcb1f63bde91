import { expect, test } from 'vitest'
import { blankValues, newReference, questionOf, toBody, type DeclareValues } from './declare-values.ts'

const zone = 'Asia/Shanghai'

test('what is not filled in is left out, what is filled in keeps its place, so that a pointer names the row the reader sees', () => {
  const values: DeclareValues = {
    ...blankValues('380101', 'E-B'),
    consignor: '',
    conveyance: { kind: null, ref: '' },
    arrival: '2026-03-02T08:30',
    containers: [{}, { number: 'TGHU1234567', type: '' }],
    items: [{}, { hs: '6109100000', quantity: { value: 1 }, licences: [] }],
  }
  expect(toBody(values, zone)).toEqual({
    ...{ port: '380101', direction: 'import', mode: 'sea', declarant: 'E-B', consignee: 'E-B', arrival: '2026-03-02T00:30:00.000Z' },
    containers: [{}, { number: 'TGHU1234567' }],
    items: [{ line: 1 }, { line: 2, hs: '6109100000', quantity: { value: 1 } }],
  })
})

test('the rules are asked about lines with a commodity code only, and not at all without one', () => {
  expect(questionOf(blankValues('380101', 'E-B'), zone)).toBe('')
  const asked = JSON.parse(questionOf({ ...blankValues('380101', 'E-B'), items: [{}, { hs: '6109100000' }], containers: [{}, { number: 'TGHU1234567' }] }, zone)) as { items: unknown; containers: unknown }
  expect(asked.items).toEqual([{ line: 2, hs: '6109100000' }])
  expect(asked.containers).toEqual([{ number: 'TGHU1234567' }])
})

test('two references are never the same and hold nothing but capital letters, digits and a hyphen', () => {
  const references = new Set(Array.from({ length: 500 }, () => newReference('2026-03-01')))
  expect(references.size).toBe(500)
  for (const reference of references) expect(reference).toMatch(/^LJ20260301-[A-Z2-9]{6}$/)
})
