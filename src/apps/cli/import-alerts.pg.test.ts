import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { freshDatabase, type FreshDatabase } from '../../../tests/support/database.ts'
import { main } from './main.ts'

const header = 'Date of Case,Reference,Notification From,Country Origin,Product,Product Category,Hazard Substance,Hazard Category'
const aflatoxin = 'Aflatoxin B1 - mycotoxins; Aflatoxin total - mycotoxins,Mycotoxins; Mycotoxins'
const figs = (n: number, date = '"Dec 20, 2023"'): string => `${date},2023.${8000 + n},Germany,Türkiye,Dried figs,Fruits and vegetables,${aflatoxin}`
const tuna = (n: number): string => `"Dec 21, 2023",2023.${7000 + n},Italy,Spain,Swordfish loins,Fish and products thereof,Mercury - heavy metals,Heavy metals`
const chicken = (n: number): string => `"Nov ${n}, 2023",2023.${6000 + n},Germany (DE),Poland,Chicken breast,poultry meat and poultry meat products,Salmonella - pathogenic micro-organisms,Pathogenic micro-organisms`
const rows = [
  // Twelve of one kind, in four ways of writing a day and two names of a country: a risk record. The one of 2021 is too long ago.
  ...Array.from({ length: 9 }, (_, n) => figs(n)), figs(9, '20-12-2023'), figs(10, '2023-12-20'), figs(11, '20 DEC 2023').replace('Türkiye', 'Turkey'), figs(12, '"Jan 4, 2021"'),
  // As many of which the chapter is known only: an officer decides.
  ...Array.from({ length: 12 }, (_, n) => tuna(n)),
  // Five: an alert.
  ...Array.from({ length: 5 }, (_, n) => chicken(n + 1)),
  // Mended: blank, empty member, a repeated substance, an origin nobody knows beside one.
  `"Dec 2, 2023",2023.9001,Norway,Peru; unknown origin,Pitahaya\u3000 (fruit),Fruits and vegetables,Acetamiprid - pesticide residues; n/a; acetamiprid - pesticide residues,Pesticide residues; n/a; Pesticide residues`,
  figs(0),
  // Refused.
  `"Feb 30, 2023",2023.9100,Norway,Peru,Mango,Fruits and vegetables,Lead - heavy metals,Heavy metals`,
  `"Dec 2, 2023",9101,Norway,Peru,Mango,Fruits and vegetables,Lead - heavy metals,Heavy metals`,
  `"Dec 2, 2023",2023.9102,Norway,Atlantis,Mango,Fruits and vegetables,Lead - heavy metals,Heavy metals`,
  `"Dec 2, 2023",2023.9103,Norway,Peru,Mango,Fruits and vegetables,n/a,n/a`,
  `"Dec 2, 2023",2023.9104,Norway,Peru,Gloves,Gadgets,Lead - heavy metals,Heavy metals`,
  figs(1).replace('Germany', 'France').replace('Dried figs', 'Figs'),
]

let database: FreshDatabase
let folder: string
const printed: string[] = []
beforeAll(async () => {
  database = await freshDatabase()
  folder = await mkdtemp(path.join(tmpdir(), 'lianjian-alerts-'))
  await writeFile(path.join(folder, 'alerts.csv'), `\ufeff${[header, ...rows].join('\r\n')}\r\n`)
  await writeFile(path.join(folder, 'later.csv'), `${[header, ...rows, chicken(6)].join('\n')}\n`)
  await writeFile(path.join(folder, 'other.csv'), 'Date of Case,Reference\n1,2\n')
})
afterAll(async () => {
  await database.drop()
  await rm(folder, { recursive: true })
})
beforeEach(() => {
  printed.length = 0
  vi.spyOn(console, 'log').mockImplementation((text: string) => void printed.push(text))
  vi.spyOn(console, 'error').mockImplementation((text: string) => void printed.push(text))
})
afterEach(() => vi.restoreAllMocks())

const run = (...args: string[]): Promise<number> => main(['import', 'alerts', ...args], { DATABASE_URL: database.url, LIANJIAN_HOME: folder })
const stored = <Row>(text: string): Promise<Row[]> => database.ownerDb.query(text) as Promise<Row[]>

test('RR-17: notifications of a foreign network: what is dirty is mended or refused and told; what recurs becomes alerts and risk records', { timeout: 60_000 }, async () => {
  expect(await run(path.join(folder, 'alerts.csv'), '--json'), printed.join('\n')).toBe(0)
  const report = JSON.parse(printed.at(-1) ?? '{}')
  expect(report).toMatchObject({
    read: 38, accepted: 31, refusedCount: 6, added: 31, patterns: 3, alerts: 2, records: 1, span: { after: '2022-12-21', upTo: '2023-12-21' },
    reasons: { 'date-malformed': 1, 'reference-malformed': 1, 'origin-unknown': 1, 'hazard-missing': 1, 'goods-unknown': 1, 'reference-repeated': 1 },
    mended: { 'byte-order-mark-removed': { count: 1 }, 'code-in-name-removed': { count: 5 }, 'category-spelt-otherwise': { count: 5 }, 'blank-folded': { count: 1 }, 'origin-dropped': { count: 1 }, 'hazard-dropped': { count: 1 }, 'hazard-repeated': { count: 1 }, 'duplicate-dropped': { count: 1 } },
  })
  const alerts = await stored<object>(`select reference, source, sender, level, state, scope, jsonb_array_length(evidence) as evidence from assess.alert order by reference`)
  expect(alerts).toEqual([
    { reference: '2023 0207 PL pathogens', source: 'import', sender: 'RASFF', level: 'medium', state: 'new', scope: { hs: '0207', origin: 'PL', direction: 'import' }, evidence: 5 },
    { reference: '2023 03 ES heavy-metals', source: 'import', sender: 'RASFF', level: 'high', state: 'new', scope: { hs: '03', origin: 'ES', direction: 'import' }, evidence: 12 },
    { reference: '2023 0804 TR mycotoxins', source: 'import', sender: 'RASFF', level: 'high', state: 'recorded', scope: { hs: '0804', origin: 'TR', direction: 'import' }, evidence: 12 },
  ])
  expect(await stored('select title, level, source, scope, state from assess.risk_entry')).toEqual([{ title: 'Dried figs', level: 'high', source: 'RASFF 2023 0804 TR mycotoxins', scope: { hs: '0804', origin: 'TR', direction: 'import' }, state: 'in-force' }])
  const facts = await stored<{ type: string }>(`select type, payload from ledger.entry where type in ('AlertReceived', 'RiskRecorded', 'NotificationsImported') order by type`)
  expect(facts.map(({ type }) => type)).toEqual(['AlertReceived', 'AlertReceived', 'AlertReceived', 'NotificationsImported', 'RiskRecorded'])
})

test('RR-17: the same file again changes nothing, a longer one adds what is new and no second alert of a pattern; in words', { timeout: 60_000 }, async () => {
  expect(await run(path.join(folder, 'alerts.csv'))).toBe(0)
  expect(printed.at(-1)).toContain('0 notifications of RASFF are new\n3 patterns of goods, origin and hazard after 2022-12-21 up to 2023-12-21: 0 new alerts wait for an officer, 0 became risk records')
  expect(printed.at(-1)).toContain('no day that exists (reference 2023.9100, date Feb 30, 2023)')
  expect(await run(path.join(folder, 'later.csv'), '--json')).toBe(0)
  expect(JSON.parse(printed.at(-1) ?? '{}')).toMatchObject({ added: 1, patterns: 3, alerts: 0, records: 0 })
  // Counted up to a day before most of it: nothing recurs.
  expect(await run(path.join(folder, 'alerts.csv'), '--until', '2023-11-03', '--json')).toBe(0)
  expect(JSON.parse(printed.at(-1) ?? '{}')).toMatchObject({ added: 0, patterns: 0 })
})

test('a file of another kind, a day that does not exist, a name that is none', { timeout: 60_000 }, async () => {
  expect(await run(path.join(folder, 'other.csv'))).toBe(1)
  expect(printed.at(-1)).toContain('other.csv is no file of notifications: no column Notification From')
  expect(await run(path.join(folder, 'alerts.csv'), '--until', '2023-02-30')).toBe(2)
  expect(await run(path.join(folder, 'alerts.csv'), '--sender', '../x')).toBe(2)
})
