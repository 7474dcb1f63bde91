import { expect, test } from 'vitest'
import { mayBeAssigned, type Assignable } from './may-be-assigned.ts'

const inspector: Assignable = {
  id: 'I-7',
  name: 'I-7',
  agency: 'AGA',
  qualifications: [
    { kind: 'enforcement', number: 'E-1', validFrom: '2015-07-01', validTo: '2018-06-30' },
    { kind: 'radiation', number: 'R-9', validFrom: '2018-01-01', validTo: '2020-12-31' },
  ],
}
const codes = (officer: Assignable, agency: string, qualifications: string[], day: string) => mayBeAssigned(officer, { agency, qualifications }, day).map((refusal) => refusal.code)

test('JI-22: a certificate that expired on 2018-06-30 holds on that day and not on the next', () => {
  expect(codes(inspector, 'AGA', ['enforcement'], '2018-06-30')).toEqual([])
  expect(mayBeAssigned(inspector, { agency: 'AGA', qualifications: ['enforcement'] }, '2018-07-01')).toMatchObject([{ code: 'officers/qualification-expired', facts: { number: 'E-1', ended: '2018-06-30' } }])
})

test('every kind asked for must be held, each missing one is named, and another agency never counts', () => {
  expect(codes(inspector, 'AGA', ['enforcement', 'radiation'], '2018-03-01')).toEqual([])
  expect(codes(inspector, 'AGA', ['enforcement', 'quarantine'], '2019-01-01')).toEqual(['officers/qualification-expired', 'officers/not-qualified'])
  expect(codes(inspector, 'AGB', ['radiation'], '2019-01-01')).toEqual(['officers/other-agency'])
})

test('a task that asks for none still needs somebody with a valid qualification', () => {
  expect(codes(inspector, 'AGA', [], '2019-01-01')).toEqual([])
  expect(codes(inspector, 'AGA', [], '2021-01-01')).toEqual(['officers/qualification-expired'])
  expect(codes({ ...inspector, qualifications: [] }, 'AGA', [], '2019-01-01')).toEqual(['officers/not-qualified'])
})
