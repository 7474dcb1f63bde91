import ExcelJS from 'exceljs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { declarationExample } from '../../src/window/declarations/declaration-example.ts'
import { sheetColumns } from '../../src/window/declarations/domain/sheet-columns.ts'
import { startApp, type Party, type Reply, type TestApp } from '../support/app.ts'
import { sampleContainer } from '../support/sample-declarations.ts'

let product: TestApp
let trader: Party
beforeAll(async () => {
  product = await startApp()
  trader = product.as({ role: 'trader', enterprise: 'E-B' })
})
afterAll(() => product.close())

const xlsx = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
interface Answer {
  readonly line: number
  readonly status: string | number
  readonly reference?: string
  readonly id?: string
  readonly errors?: { pointer: string; code: string; row: number; column: string }[]
}
const upload = async (bytes: Buffer, type: string): Promise<{ reply: Reply; answers: Answer[] }> => {
  const reply = await trader.send('POST', '/declarations:upload', bytes, { 'content-type': type })
  return {
    reply,
    answers:
      reply.status === 200
        ? reply.text
            .trimEnd()
            .split('\n')
            .map((line) => JSON.parse(line) as Answer)
        : [],
  }
}
const taken = (answers: readonly Answer[]): (string | undefined)[] => answers.filter((answer) => answer.id !== undefined).map((answer) => answer.reference)
const cells = (reference: string, more: Record<string, string> = {}): Record<string, string> => ({
  reference,
  port: '380101',
  direction: 'import',
  mode: 'sea',
  declarant: 'E-B',
  consignee: 'E-B',
  consignor: '达卡制衣 Dhaka Garments',
  hs: '6109100000',
  description: '棉制T恤衫',
  origin: 'BD',
  quantity: '12,000',
  unit: 'NAR',
  netWeightKg: '2400',
  amount: '36000.50',
  currency: 'USD',
  ...more,
})
const csv = (rows: readonly Record<string, string>[]): string =>
  [sheetColumns.map((column) => column.name).join(','), ...rows.map((row) => sheetColumns.map((column) => `"${row[column.name] ?? ''}"`).join(','))].join(
    '\r\n',
  )

test('SW-01: the template as it is downloaded is a submission, as spreadsheet and as CSV', async () => {
  const workbook = await product.app.inject({ url: '/api/v1/declarations/template.xlsx', headers: { authorization: authorization() } })
  expect(workbook.statusCode).toBe(200)
  const first = await upload(workbook.rawPayload, xlsx)
  expect(taken(first.answers), first.reply.text).toEqual([declarationExample.reference])
  const seen = (await trader.get(`/declarations/${first.answers[0]?.id}`)).body as { content: typeof declarationExample }
  expect(seen.content).toMatchObject({
    conveyance: declarationExample.conveyance,
    containers: [{ number: 'TGHU1234567' }],
    items: [{ value: { amount: 36000, currency: 'USD' } }],
  })
  const table = await trader.get('/declarations/template.csv')
  // The same content under the same reference is the same declaration, whichever door it comes through.
  expect((await upload(Buffer.from(table.text), 'text/csv')).answers).toEqual(first.answers)
})

function authorization(): string {
  return `Test trader.E-B@*`
}

test('rows of one reference are one declaration; a local time gets the zone of the port', async () => {
  const box = sampleContainer(31_001)
  const { answers } = await upload(
    Buffer.from(
      csv([
        cells('UP-1', { arrival: '2026-03-05 08:00', containers: box }),
        { ...cells('UP-1'), reference: '', containers: `${box}、${sampleContainer(31_002)}` },
        cells('UP-2'),
      ]),
    ),
    'text/csv',
  )
  expect(answers.map((answer) => [answer.line, answer.reference])).toEqual([
    [2, 'UP-1'],
    [4, 'UP-2'],
  ])
  const { content } = (await trader.get(`/declarations/${answers[0]?.id}`)).body as {
    content: { arrival: string; items: { line: number; quantity: unknown }[]; containers: { number: string }[] }
  }
  expect(content.arrival).toBe('2026-03-05T08:00:00+08:00')
  expect(content.items.map((item) => [item.line, item.quantity])).toEqual([
    [1, { value: 12000, unit: 'NAR' }],
    [2, { value: 12000, unit: 'NAR' }],
  ])
  expect(content.containers.map((container) => container.number)).toEqual([box, sampleContainer(31_002)])
})

test('a table in GB 18030, as Chinese spreadsheet programs write it, is read', async () => {
  const gb = Buffer.concat([Buffer.from(`${csv([cells('UP-GB', { consignor: 'X', description: 'MARK' })]).replace('MARK', '\u0001')}`)])
  const marked = gb.indexOf(1)
  const bytes = Buffer.concat([gb.subarray(0, marked), Buffer.from([0xc3, 0xde, 0xd6, 0xc6]), gb.subarray(marked + 1)])
  const { answers, reply } = await upload(bytes, 'text/csv')
  expect(taken(answers), reply.text).toEqual(['UP-GB'])
  expect(
    ((await trader.get(`/declarations/${answers[0]?.id}`)).body as { goodsOf?: never; content: { items: { description: string }[] } }).content.items[0]
      ?.description,
  ).toBe('棉制')
})

test('SW-02: a bad row is told with its row and column, and spoils no other declaration', async () => {
  const { answers } = await upload(
    Buffer.from(
      csv([
        cells('UP-A'),
        cells('UP-B', { unit: 'LTR', consignor: '' }),
        cells('UP-C'),
        { ...cells('UP-C'), netWeightKg: 'heavy', containers: 'TGHU1234568' },
        cells('UP-D'),
      ]),
    ),
    'text/csv',
  )
  expect(taken(answers)).toEqual(['UP-A', 'UP-D'])
  expect(
    answers
      .filter((answer) => answer.errors !== undefined)
      .map((answer) => [answer.line, answer.reference, answer.errors?.map(({ code, row, column }) => [code, row, column])]),
  ).toEqual([
    [
      3,
      'UP-B',
      [
        ['common/required', 3, 'consignor'],
        ['assess/unit-not-statutory', 3, 'unit'],
      ],
    ],
    [
      4,
      'UP-C',
      expect.arrayContaining([
        ['common/wrong-type', 5, 'netWeightKg'],
        ['declarations/container-check-digit', 5, 'containers'],
      ]),
    ],
  ])
})

test('a workbook whose program took codes for numbers and dates for dates is understood', async () => {
  const workbook = new ExcelJS.Workbook()
  const sheet = workbook.addWorksheet('Tabelle1')
  sheet.addRow(sheetColumns.map((column) => column.name))
  const row = cells('UP-X', { documents: '101006:BR-1', licences: '325：AP-1' })
  const values: Record<string, unknown> = {
    ...row,
    hs: 207120000,
    unit: 'KGM',
    quantity: 24000,
    netWeightKg: 24000,
    amount: 43200,
    arrival: new Date('2026-03-05T08:30:00Z'),
    port: 380101,
  }
  sheet.addRow(sheetColumns.map((column) => values[column.name] ?? null))
  const { answers, reply } = await upload(Buffer.from(await workbook.xlsx.writeBuffer()), xlsx)
  expect(taken(answers), reply.text).toEqual(['UP-X'])
  const { content } = (await trader.get(`/declarations/${answers[0]?.id}`)).body as { content: { arrival: string; items: { hs: string }[] } }
  expect([content.items[0]?.hs, content.arrival]).toEqual(['0207120000', '2026-03-05T08:30:00+08:00'])
})

test('what is no spreadsheet, has no columns, no rows or unpacks beyond measure is refused as a whole', async () => {
  const code = async (bytes: Buffer, type = xlsx): Promise<string> => ((await upload(bytes, type)).reply.body as { code: string }).code
  expect(await code(Buffer.from('PK\u0003\u0004 this is no archive'))).toBe('declarations/sheet-unreadable')
  expect(await code(Buffer.from('a,b\r\n1,2'), 'text/csv')).toBe('declarations/sheet-column-missing')
  expect(await code(Buffer.from(csv([])), 'text/csv')).toBe('declarations/empty-batch')
  expect(await code(Buffer.from('"unclosed'), 'text/csv')).toBe('declarations/sheet-unreadable')
  const bomb = Buffer.from(await new ExcelJS.Workbook().xlsx.writeBuffer())
  bomb.writeUInt32LE(0xfffffff0, bomb.readUInt32LE(bomb.lastIndexOf(Buffer.from('PK\u0005\u0006')) + 16) + 24)
  expect(await code(bomb)).toBe('declarations/sheet-too-large')
  expect(
    (
      await product
        .as({ role: 'officer', agency: 'CUS' })
        .send('POST', '/declarations:upload', Buffer.from(csv([cells('UP-Z')])), { 'content-type': 'text/csv' })
    ).status,
  ).toBe(403)
})
