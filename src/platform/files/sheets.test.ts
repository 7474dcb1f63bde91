import { deflateRawSync } from 'node:zlib'
import exceljs from 'exceljs'
import { expect, test } from 'vitest'
import { isSmallZip } from './check-zip.ts'
import { readSheet, writeCsv, writeXlsx } from './public.ts'

const limits = { rows: 100, columns: 20 }
const rows = [
  ['code', 'name', 'places'],
  ['P2', '北仑 "二号", 查验场\n东', '3'],
  ['=1+1', ';x', ''],
]

test('CSV and XLSX come back as they were written, as texts', async () => {
  expect(await readSheet(writeCsv(rows), limits)).toEqual(rows)
  expect(await readSheet(await writeXlsx('sites', rows), limits)).toEqual(rows)
})

test('semicolons as some spreadsheet programs write them, a mark at the beginning, and other line ends', async () => {
  expect(await readSheet(Buffer.from('\ufeffcode;name\nA;x, y\r\nB;z\r\n'), limits)).toEqual([
    ['code', 'name'],
    ['A', 'x, y'],
    ['B', 'z'],
  ])
})

test('a formula is refused with its row, and never run', async () => {
  const book = new exceljs.Workbook()
  const sheet = book.addWorksheet('x')
  sheet.addRow(['code'])
  sheet.addRow([{ formula: 'WEBSERVICE("http://evil")', result: 'fine' }])
  expect(await readSheet(Buffer.from(await book.xlsx.writeBuffer()), limits)).toEqual({ fault: 'formula', row: 2 })
})

test.each([
  ['nothing', Buffer.alloc(0)],
  ['bytes that are no text', Buffer.from([0xff, 0xfe, 0x61])],
  ['text with NUL', Buffer.from('a,b\n\0,c')],
  ['a broken quotation', Buffer.from('a,b\n"c,d')],
  ['a container that is cut', Buffer.from('PK\u0003\u0004 and no more')],
  ['too many columns', Buffer.from('a,'.repeat(30))],
])('%s is no sheet', async (_name, file) => {
  expect(await readSheet(file, limits)).toEqual({ fault: 'not-a-sheet' })
})

test('one row too many is said', async () => {
  expect(await readSheet(Buffer.from('a\n' + 'x\n'.repeat(101)), limits)).toEqual({ fault: 'too-many-rows' })
  expect(await readSheet(Buffer.from('a\n' + 'x\n'.repeat(100)), limits)).toHaveLength(101)
})

/** A container of `entries` entries that all point at one packed body and state any size. */
function bomb(unpackedBytes: number, entries: number): Buffer {
  const packed = deflateRawSync(Buffer.alloc(unpackedBytes))
  const local = Buffer.alloc(30)
  local.writeUInt32LE(0x04034b50, 0)
  local.writeUInt16LE(8, 8)
  const header = Buffer.alloc(46)
  header.writeUInt32LE(0x02014b50, 0)
  header.writeUInt16LE(8, 10)
  header.writeUInt32LE(packed.length, 20)
  header.writeUInt32LE(1, 24)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(entries, 10)
  end.writeUInt32LE(local.length + packed.length, 16)
  return Buffer.concat([local, packed, ...Array.from({ length: entries }, () => header), end])
}

test('a bomb is found by what it unpacks to, not by what it says; entries that overlap count each time', () => {
  const small = { entries: 10, bytes: 1_000_000 }
  expect(isSmallZip(bomb(900_000, 1), small)).toBe(true)
  expect(isSmallZip(bomb(50_000_000, 1), small)).toBe(false)
  expect(isSmallZip(bomb(300_000, 4), small)).toBe(false)
  expect(isSmallZip(bomb(10, 11), small)).toBe(false)
})
