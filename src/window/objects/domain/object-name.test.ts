import { describe, expect, test } from 'vitest'
import { faultOfNumber, insideOf, keysOfConsignment, readRef, visitKey } from './object-name.ts'

const id = '0195a0de-0000-7000-8000-000000000001'

test.each([
  ['consignment', id.toUpperCase(), { by: 'id', value: id }],
  ['consignment', '310420170000000001', { by: 'number', value: '310420170000000001' }],
  ['consignment', 'COSU6288123450', { by: 'transport-document', value: 'COSU6288123450' }],
  ['item', '310420170000000001/2', { by: 'number', value: '310420170000000001', line: 2 }],
  ['item', '310420170000000001', undefined],
  ['container', ' tghu 1234567 ', { by: 'name', kind: 'container', name: 'TGHU1234567' }],
  ['container', 'TGHU 123456-7', { by: 'name', kind: 'container', name: 'TGHU1234567' }],
  ['container', 'ｔｇｈｕ１２３４５６７', { by: 'name', kind: 'container', name: 'TGHU1234567' }],
  ['vehicle', '浙b·a6012', { by: 'name', kind: 'vehicle', name: '浙BA6012' }],
  ['vehicle', '浙B-A 6012', { by: 'name', kind: 'vehicle', name: '浙BA6012' }],
  ['vehicle', '浙B\u3000A6012', { by: 'name', kind: 'vehicle', name: '浙BA6012' }],
  ['vehicle', '-·-', undefined],
  ['lot', '7-1', { by: 'name', kind: 'lot', name: '7-1' }],
  ['consignment', '３１０４２０１７００００００００１１', { by: 'number', value: '310420170000000011' }],
  ['vessel', 'IMO 9321483', { by: 'name', kind: 'vessel', name: '9321483' }],
  ['vessel', '9321483', { by: 'name', kind: 'vessel', name: '9321483' }],
  ['train', 'X8044', { by: 'name', kind: 'train', name: 'X8044' }],
  ['container', '  ', undefined],
  ['bag', 'B'.repeat(65), undefined],
] as const)('%s %s', (kind, ref, read) => {
  expect(readRef({ kind, ref })).toEqual(read)
})

test('DC-04: a consignment and its container share a key, a vessel and a container aboard do not', () => {
  const keys = keysOfConsignment(id, [1, 2], [{ kind: 'container', number: 'TGHU1234567', visit: 3 }])
  expect(keys[0]).toBe(`consignment:${id}`)
  expect(keys).toContain(visitKey('container', 'TGHU1234567', 3))
  expect(keys).not.toContain(visitKey('container', 'TGHU1234567', 2))
  expect(keys).not.toContain(visitKey('vessel', '9321483', 1))
})

test.each([
  [{ mode: 'post', transportDocument: 'ee600123458cn' }, ['parcel EE600123458CN']],
  [{ mode: 'ecommerce', transportDocument: 'W-1', containers: [{ number: 'TGHU1234567' }] }, ['container TGHU1234567', 'parcel W-1']],
  [{ mode: 'express', transportDocument: 'TGHU1234567', containers: [{ number: 'TGHU1234567' }] }, ['container TGHU1234567']],
  [{ mode: 'express' }, []],
  [{ mode: 'road', conveyance: { kind: 'vehicle', ref: '新g a6012' } }, ['vehicle 新GA6012']],
  [{ mode: 'rail', conveyance: { kind: 'train', ref: 'X8044' } }, []],
  // A bill of lading is no parcel.
  [{ mode: 'sea', transportDocument: 'COSU6288', containers: [{ number: 'TGHU1234567' }, { number: 'TGHU1234567' }] }, ['container TGHU1234567']],
])('DC-04: goods declared as %j lie in %j', (declared, inside) => {
  expect(insideOf(declared).map(({ kind, number }) => `${kind} ${number}`)).toEqual(inside)
})

describe('check digits of named objects (DC-04)', () => {
  test.each([
    ['container', 'TGHU1234567', undefined],
    ['container', 'tghu 123456 7', undefined],
    ['container', 'TGHU 123456-7', undefined],
    ['container', 'TGHU 123456-8', { number: 'container', digit: 7 }],
    ['container', 'TGHU1234568', { number: 'container', digit: 7 }],
    ['container', 'MY BOX', { number: 'container' }],
    ['vessel', 'IMO 9321483', undefined],
    ['vessel', '9321483/025E', undefined],
    ['vessel', '9321484', { number: 'imo', digit: 3 }],
    ['vessel', 'EVER GIVEN', { number: 'imo' }],
    ['train', 'X8044', undefined],
    ['lot', '7', undefined],
  ] as const)('%s %s', (kind, ref, fault) => {
    expect(faultOfNumber({ kind, ref })).toEqual(fault)
  })

  test('a voyage stands behind a slash', () => {
    expect(readRef({ kind: 'vessel', ref: 'imo 9321483 / 025e' })).toEqual({ by: 'name', kind: 'vessel', name: '9321483', voyage: '025E' })
  })
})
