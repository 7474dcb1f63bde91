import { pipeline } from 'node:stream/promises'
import { Readable } from 'node:stream'
import { from as copyFrom } from 'pg-copy-streams'
import { cn } from '../../packs/cn/pack.ts'
import type { Database } from '../../src/platform/database/database.ts'
import { seededNumbers } from '../../src/kernel/seeded-numbers.ts'

export const port = '380101'
export const firstDay = Date.parse('2026-01-01T00:00:00Z')
/** One case every so many milliseconds: a million in four months. */
export const stepMs = 10_000

const grades = ['AA', 'A', 'A', 'B', 'B', 'B', 'B', 'C', 'D']
const origins = ['US', 'DE', 'JP', 'BR', 'VN', 'AU', 'NZ', 'FR', 'IT', 'GB', 'KR', 'TH', 'MY', 'ID', 'IN', 'BD', 'CL', 'PE', 'ZA', 'CA', 'MX', 'ES', 'NL', 'RU']
const modes = ['declaration', 'verification', 'sampling', 'supervised']

/** Cases as an intake would have left them: 1.3 KB of JSON, three lines on average, goods of the pack's tariff, some three thousand traders. */
export async function storeCases(owner: Database, count: number): Promise<void> {
  const random = seededNumbers(4)
  const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)] as T
  const codes = [...new Set(cn.tariff.map((entry) => entry.hs.padEnd(10, '0').slice(0, 10)))]
  while (codes.length < 2_000) codes.push(String(1 + Math.floor(random() * 97)).padStart(2, '0') + String(Math.floor(random() * 1e8)).padStart(8, '0'))
  const hex = (n: number, width: number): string => n.toString(16).padStart(width, '0')

  function row(n: number): string {
    const at = firstDay + n * stepMs
    const time = hex(at, 12)
    const trader = Math.floor(random() ** 2 * 3_000)
    const declarant = `E-${String(trader).padStart(5, '0')}`
    const grade = grades[trader % grades.length] as string
    const boxes = random() < 0.1 ? [] : [{ number: `TGHU${String(n % 1e7).padStart(7, '0')}`, type: '22G1', seals: [`BD${n % 1e6}`], ...(random() < 0.1 ? { load: 'lcl' } : {}) }]
    const items = Array.from({ length: 1 + Math.floor(random() * 5) }, (_, i) => ({
      line: i + 1,
      hs: pick(codes),
      description: 'goods as described in the invoice and packing list, assorted sizes',
      origin: pick(origins),
      quantity: { value: 1 + Math.floor(random() * 1e4), unit: 'KGM' },
      netWeightKg: Math.round(random() ** 3 * 2.5e7) / 1e3 + 0.1,
      value: { amount: Math.round(random() ** 3 * 1e8) / 100, currency: pick(['USD', 'EUR', 'CNY', 'JPY']) },
      ...(random() < 0.6 ? { attributes: [pick(['19', '19', '19', '20', '26', '18'])] } : {}),
      ...(random() < 0.1 ? { licences: [{ type: '411', number: `CCC-${n}` }] } : {}),
    }))
    const content = {
      port, direction: random() < 0.7 ? 'import' : random() < 0.9 ? 'export' : 'transit', mode: random() < 0.9 ? 'sea' : 'rail', reference: `B-${n}`, declarant, consignee: random() < 0.5 ? declarant : 'Ningbo Harbour Trading Co., 8 Quay Road',
      consignor: 'Pacific Consolidated Trading Co., 21 Harbour Road', conveyance: { kind: 'vessel', ref: '9321483', voyage: '117W' }, transportDocument: `COSU${n}`, containers: boxes, items,
      documents: [{ type: '101002', number: `INV-${n}` }, { type: '101004', number: `PL-${n}` }],
    }
    const iso = new Date(at).toISOString()
    const id = `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-${hex(n, 12)}`
    return [port, id, `3801${String(n).padStart(14, '0')}`, declarant, content.reference, `\\\\x${'00'.repeat(32)}`, content.direction, content.mode, 'accepted', modes[n % 4], 'low', grade, 'f', iso, JSON.stringify(content).replaceAll('\\', '\\\\'), '{}'].join('\t') + '\n'
  }
  function* rows(): Generator<string> {
    let text = ''
    for (let n = 0; n < count; n++) {
      text += row(n)
      if (text.length > 256 * 1024) {
        yield text
        text = ''
      }
    }
    yield text
  }
  const indexes = await owner.query<{ name: string }>(
    `select i.indexrelid::regclass::text as name from pg_index i where i.indrelid = 'single_window.declaration'::regclass and not exists (select from pg_constraint c where c.conindid = i.indexrelid)`,
  )
  for (const { name } of indexes) await owner.query(`drop index ${name}`)
  await owner.query('alter table single_window.declaration drop constraint declaration_number, drop constraint declaration_reference')
  await owner.transaction(async (tx) => {
    const into = tx.client.query(copyFrom('copy single_window.declaration (port, id, number, declarant, reference, content_hash, direction, mode, status, release_mode, risk_level, credit_grade, released_on_acceptance, accepted_at, content, assessment) from stdin'))
    await pipeline(Readable.from(rows()), into)
  })
  await owner.query('vacuum (analyze) single_window.declaration')
}
