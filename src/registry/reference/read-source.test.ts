import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { readCodes, readTariff, SourceUnusable } from './read-source.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'lianjian-codes-'))
})
afterEach(() => rm(folder, { recursive: true }))

const silent = (): void => undefined
const header = 'hs10,name_zh,unit1,unit2,mfn_rate,vat_rate,export_rebate,supervision_conditions,quarantine_import,quarantine_export,declaration_elements'

describe('readCodes', () => {
  test('reads lists in several files and encodings, and goes on past a broken file', async () => {
    await mkdir(path.join(folder, 'ports'))
    await writeFile(path.join(folder, 'pub_mode.json'), '\ufeff{"RECORDS":[{"value":"1","label":"CIF"}]}')
    await writeFile(path.join(folder, 'ports', 'icao_p1.json'), '{"CYAV":{"n":"A","c":"B","y":"C","a":"1","o":"2"}}')
    await writeFile(path.join(folder, 'ports', 'icao_p2.json'), '{"UKDM":{"n":"D","c":"E","y":"F","a":"","o":"4"}}')
    await writeFile(path.join(folder, 'broken.json'), '{"RECORDS":[')
    await writeFile(path.join(folder, 'noise.json'), Buffer.from([0xff, 0xfe, 0xff]))
    await writeFile(path.join(folder, 'odd.json'), '[{"colour":"red"}]')
    await writeFile(path.join(folder, 'gb.csv'), Buffer.from('message_part,element,label_zh,type,max_length,precision\r\nHead,A,\xc3\xfb,string,5,\r\n', 'latin1'))
    await writeFile(path.join(folder, 'read.me'), 'not a list')
    const seen: number[] = []
    const read = await readCodes(folder, (done) => seen.push(done))
    expect(read.codes).toEqual([
      { table: 'gb', code: 'Head.A', label: '名', attributes: { type: 'string', maxLength: 5 } },
      { table: 'icao', code: 'CYAV', label: 'A', attributes: { city: 'B', country: 'C', latitude: 1, longitude: 2 } },
      { table: 'icao', code: 'UKDM', label: 'D', attributes: { city: 'E', country: 'F', longitude: 4 } },
      { table: 'mode', code: '1', label: 'CIF', attributes: {} },
    ])
    expect(read.tally.refused.map(({ where, reason }) => [where, reason])).toEqual([['broken.json', 'not-json'], ['noise.json', 'not-text'], ['odd.json', 'unknown-list']])
    expect([...read.tally.mended.keys()].sort()).toEqual(['byte-order-mark-removed', 'decoded-gb18030', 'text-as-number'])
    expect(seen).toEqual([0, 1, 2, 3, 4, 5, 6, 7])
  })

  test('says what is wrong with the folder', async () => {
    await expect(readCodes(path.join(folder, 'none'), silent)).rejects.toThrow(/does not exist/)
    await expect(readCodes(folder, silent)).rejects.toThrow(/holds no .json or .csv/)
  })
})

describe('readTariff', () => {
  test('keeps the first of two rows of one code', async () => {
    const file = path.join(folder, 'tariff.csv')
    const row = (name: string): string => `6109100000,${name},件,千克,6%,13%,13%,A,M,,1:品牌类型;2:其他`
    await writeFile(file, `\ufeff${[header, row('棉制T恤衫'), row('棉制T恤衫'), row('别的')].join('\r\n')}\r\n`)
    const { codes, tally } = await readTariff(file)
    expect(codes).toHaveLength(1)
    expect([tally.read, tally.accepted, tally.refusedCount]).toEqual([3, 1, 1])
    expect([...tally.mended.keys()]).toEqual(['byte-order-mark-removed', 'duplicate-dropped'])
    expect(tally.refused[0]).toEqual({ where: 'line 4', reason: 'code-repeated', facts: { code: '6109100000', label: '别的', first: '棉制T恤衫' } })
  })

  test('names the column a file lacks', async () => {
    const file = path.join(folder, 'other.csv')
    await writeFile(file, 'hs10,name_zh\r\n1,x\r\n')
    await expect(readTariff(file)).rejects.toThrow(SourceUnusable)
    await expect(readTariff(file)).rejects.toThrow(/no column unit1, unit2/)
  })
})
