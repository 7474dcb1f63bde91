import fc from 'fast-check'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { columnsOf, fromInert, toCell, toData, toInert } from './sheet.ts'

const Entry = z.strictObject({
  code: z.string(),
  name: z.strictObject({ zh: z.string(), en: z.string().optional() }),
  places: z.int(),
  open: z.boolean(),
  skills: z.array(z.string()),
  shifts: z.array(z.strictObject({ weekday: z.int() })),
})
const columns = columnsOf(z.toJSONSchema(Entry) as Parameters<typeof columnsOf>[0])

test('columns follow the form: plain fields, dotted fields of objects, the rest as JSON', () => {
  expect(columns.map((column) => [column.title, column.kind])).toEqual([
    ['code', 'text'],
    ['name.zh', 'text'],
    ['name.en', 'text'],
    ['places', 'number'],
    ['open', 'boolean'],
    ['skills', 'texts'],
    ['shifts', 'json'],
  ])
})

// Empty and blank cells stand for nothing, as people expect of a sheet; CR alone does not survive one.
const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }).filter((value) => value.trim() !== '')

test('what goes into a sheet comes back the same, made inert on the way', () => {
  const entry = fc.record({
    code: text,
    name: fc.oneof(fc.record({ zh: text, en: text }), fc.record({ zh: text })),
    places: fc.integer(),
    open: fc.boolean(),
    skills: fc.array(fc.oneof(text, fc.constantFrom('=1', "'x", 'a;b', '[1]', ' x '))),
    shifts: fc.array(fc.record({ weekday: fc.integer() })),
  })
  fc.assert(
    fc.property(entry, (data) => {
      const cells = columns.map((column) => toInert(String(toCell(column, data) ?? '')))
      expect(toData(columns, cells)).toEqual(data)
      // Numbers may begin with a minus; a text never begins with what a spreadsheet would run.
      columns.forEach((column, index) => (column.kind === 'number' ? undefined : expect(cells[index]).not.toMatch(/^[=+\-@\t\r\n]/)))
    }),
    { numRuns: 500 },
  )
})

test.each(['=HYPERLINK("http://x")', '+1', '-1+2', '@SUM(A1)', '\tx', '\rx', "'=1", "''=1"])('%j is made inert and comes back', (value) => {
  expect(toInert(value)).toBe(`'${value}`)
  expect(fromInert(toInert(value))).toBe(value)
})

test('plain text and a lone apostrophe are left as they are', () => {
  for (const value of ['Beilun', "'tis", '7', '北仑']) expect([toInert(value), fromInert(value)]).toEqual([value, value])
})

test('a cell that does not read as its kind stays text, so that the schema can name it', () => {
  const data = toData(columns, ['C', 'x', '', 'many', 'perhaps', '', '{'])
  expect(data).toEqual({ code: 'C', name: { zh: 'x' }, places: 'many', open: 'perhaps', shifts: '{' })
  expect(Entry.safeParse(data).error?.issues.map((issue) => issue.path.join('.'))).toEqual(['places', 'open', 'skills', 'shifts'])
})
