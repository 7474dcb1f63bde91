import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { freshDatabase, type FreshDatabase } from '../../../tests/support/database.ts'
import { main } from './main.ts'

let database: FreshDatabase
let folder: string
const printed: string[] = []
beforeAll(async () => {
  database = await freshDatabase()
  folder = await mkdtemp(path.join(tmpdir(), 'lianjian-import-'))
  await mkdir(path.join(folder, 'codes'))
  const modes = Array.from({ length: 40 }, (_, n) => ({ value: String(1000 + n), label: `方式${n}` }))
  await writeFile(path.join(folder, 'codes', 'pub_mode.json'), `\ufeff${JSON.stringify({ RECORDS: [...modes, { value: '00844', label: '进料边角料内销\u3000\u3000' }, { value: '47', label: '错位' }] })}`)
  await writeFile(
    path.join(folder, 'tariff.csv'),
    'hs10,name_zh,unit1,unit2,mfn_rate,vat_rate,export_rebate,supervision_conditions,quarantine_import,quarantine_export,declaration_elements\r\n' +
      '6109100000,棉制T恤衫 ,件,千克,6%,13%,13%,A,M,,1:品牌类型\r\n207120000,冻整鸡,千克,,20%,9%,9%,47ABx,PR,QS,无\r\n12,太短,千克,,,,,,,,\r\n0602901000,苗木,株,,0%,9%,,AB,P,Q,无\r\n',
  )
  await writeFile(path.join(folder, 'other.csv'), 'a,b\r\n1,2\r\n')
})
afterAll(async () => {
  await database.drop()
  await rm(folder, { recursive: true })
})
beforeEach(() => {
  printed.length = 0
  vi.spyOn(console, 'log').mockImplementation((text: string) => void printed.push(text))
  vi.spyOn(console, 'error').mockImplementation((text: string) => void printed.push(text))
  vi.spyOn(process.stderr, 'write').mockImplementation(() => true)
})
afterEach(() => vi.restoreAllMocks())

const run = (...args: string[]): Promise<number> => main(args, { DATABASE_URL: database.url, LIANJIAN_HOME: folder })
const json = (): Record<string, unknown> => JSON.parse(printed.at(-1) ?? '{}') as Record<string, unknown>
const entries = (register: string): Promise<{ key: string }[]> => database.ownerDb.query('select key from registry.entry where register = $1 and valid_to is null order by key', [register])

describe('lianjian import', () => {
  test('codes: loads what is clean, mends what is clear, refuses the rest by name; a second import changes nothing', { timeout: 30_000 }, async () => {
    expect(await run('import', 'codes', path.join(folder, 'codes'), '--json')).toBe(0)
    expect(json()).toMatchObject({ register: 'codes', read: 42, accepted: 41, refusedCount: 1, changes: { added: 41, changed: 0, unchanged: 0 }, mended: { 'surplus-zero-removed': { count: 1 }, 'blank-trimmed': { count: 1 }, 'byte-order-mark-removed': { count: 1 } } })
    expect(json()['refused']).toEqual([{ where: 'mode row 42', reason: 'code-width', facts: { code: '47', width: 4, label: '错位' } }])
    expect((await entries('codes')).map(({ key }) => key)).toContain('mode:0844')
    expect(await run('import', 'codes', path.join(folder, 'codes'), '--json')).toBe(0)
    expect(json()).toMatchObject({ changes: { added: 0, changed: 0, unchanged: 41 } })
  })

  test('tariff: the report says in words what was done', { timeout: 30_000 }, async () => {
    expect(await run('import', 'tariff', path.join(folder, 'tariff.csv'), '--from', '2026-01-01')).toBe(0)
    const report = printed.join('\n')
    expect(report).toContain('4 rows read, 3 taken over, 1 refused')
    expect(report).toContain('line 4: not a commodity code of ten digits (hs 12)')
    expect(report).toMatch(/1 {2}lost leading zero restored\n {10}line 3: "207120000" → "0207120000"/)
    expect(report).toContain('any unit is taken: 株 (1)')
    expect((await entries('tariff')).map(({ key }) => key)).toEqual(['0207120000', '0602901000', '6109100000'])
    const [shirts] = await database.ownerDb.query<{ data: { units: string[]; importCategories: string[] }; since: string }>(`select data, valid_from::text as since from registry.entry where register = 'tariff' and key = '6109100000'`)
    expect(shirts).toMatchObject({ data: { units: ['NAR', 'KGM'], importCategories: ['M'], conditions: ['A'] }, since: '2026-01-01 00:00:00+00' })
    expect(await run('import', 'tariff', path.join(folder, 'tariff.csv'), '--from', '2026-01-01')).toBe(0)
    expect(printed.at(-1)).toContain('0 added, 0 changed, 3 unchanged')
  })

  test.each([
    [['import'], 2, 'say what to import: tariff, codes, declarations, alerts'],
    [['import', 'tariff'], 2, 'give one tariff file'],
    [['import', 'tariff', 'x.csv', '--since', '2026'], 2, 'there is no option --since'],
    [['import', 'tariff', 'nowhere.csv'], 1, 'nowhere.csv does not exist'],
    [['import', 'codes', 'nowhere'], 1, 'nowhere does not exist'],
    [['import', 'declarations', 'nowhere.csv'], 1, 'nowhere.csv does not exist'],
    [['import', 'declarations', 'x.csv', '--port', '999999'], 2, '--port must be one of 380101'],
    [['replay', '--resume'], 1, 'no replay was stopped that could go on'],
    [['replay'], 1, 'nothing has been imported yet'],
    [['replay', '--rows', '0'], 2, '--rows must be a whole number above zero'],
  ])('%j ends with %i: %s', { timeout: 30_000 }, async (args, code, message) => {
    expect(await run(...args)).toBe(code)
    expect(printed.join('\n')).toContain(message)
  })

  test('a file of another kind is told what it lacks', { timeout: 30_000 }, async () => {
    expect(await run('import', 'declarations', path.join(folder, 'other.csv'))).toBe(1)
    expect(printed.join('\n')).toContain('no column Declaration ID')
    expect(await run('import', 'tariff', path.join(folder, 'other.csv'))).toBe(1)
    expect(printed.join('\n')).toContain('no column hs10')
  })
})
