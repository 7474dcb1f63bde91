import { expect, test } from 'vitest'
import { manifestOf } from './manifest-lines.ts'

test('a manifest is read line by line, typed or pasted from a sheet, and every entry knows its line', () => {
  expect(manifestOf('tghu 123456 7, SMGS-1, 21400\r\n\n\tBULK-7\t900.5\nTGHU7654321；SMGS-2\n MSKU1234565 \n')).toEqual([
    { line: 1, entry: { number: 'TGHU1234567', transportDocument: 'SMGS-1', grossWeightKg: 21400 } },
    { line: 3, entry: { transportDocument: 'BULK-7', grossWeightKg: 900.5 } },
    { line: 4, entry: { number: 'TGHU7654321', transportDocument: 'SMGS-2' } },
    { line: 5, entry: { number: 'MSKU1234565' } },
  ])
})

test('what is no weight is left for the server to refuse, and nothing is an empty manifest', () => {
  expect(manifestOf('TGHU1234567,,heavy')).toEqual([{ line: 1, entry: { number: 'TGHU1234567', grossWeightKg: 'heavy' } }])
  expect(manifestOf(',,')).toEqual([{ line: 1, entry: {} }])
  expect(manifestOf(' \n\n')).toEqual([])
})
