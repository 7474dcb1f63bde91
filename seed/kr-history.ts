import { instant } from '../src/kernel/instant.ts'
import { sha256Hex } from '../src/kernel/sha256.ts'
import type { HistoricCase, Indicator } from '../src/assess/targeting/public.ts'

/** A record of the file with what is asked of it besides: whether it was grave, and what it was worth. */
export interface KrCase extends HistoricCase {
  readonly critical: boolean
  /** Price of the goods, in the file's own currency. */
  readonly price: number
  /** Goods, origin, mass and price: rows of the synthetic file repeat them, with other parties and days. */
  readonly fingerprint: string
}

const goodsDoubt = 0.5
const otherDoubt = 20

/**
 * Indicators for the columns of the file, from the coarse to the fine. Mass and price are left out: in this synthetic file an exact mass and price tell which
 * original row was copied, which nothing real would.
 */
export const krIndicators: readonly Indicator[] = [
  ...['origin', 'departure', 'taxType', 'taxRate', 'importer', 'declarant', 'seller', 'office', 'transport', 'importType'].map((trait) => ({ name: trait, traits: [trait], ridge: otherDoubt })),
  ...[
    ['hs2'], ['hs4'], ['hs6'], ['hs4', 'origin'], ['hs6', 'origin'], ['hs6', 'departure'], ['hs6', 'taxType'], ['hs6', 'taxRate'],
    ['hs6', 'origin', 'departure'], ['hs6', 'origin', 'taxType'], ['hs6', 'origin', 'departure', 'taxType'], ['hs6', 'origin', 'departure', 'taxType', 'taxRate'],
  ].map((traits) => ({ name: traits.join('-'), traits, ridge: goodsDoubt })),
]

/** Reads a record of the file; its labels become `found` and `critical`. */
export function krCaseOf(record: Readonly<Record<string, string>>): KrCase {
  const text = (column: string): string => (record[column] ?? '').trim()
  const hs6 = text('HS6 Code').padStart(6, '0')
  const date = text('Date')
  return {
    at: instant(`${date}T00:00:00Z`),
    month: date.slice(0, 7),
    found: text('Fraud') === '1',
    critical: text('Critical Fraud') === '2',
    price: Number(text('Item Price')),
    fingerprint: [hs6, text('Country of Origin'), text('Net Mass'), text('Item Price')].join(' '),
    ticket: Number.parseInt(sha256Hex(`kr-history ${date} ${text('Declaration ID')}`).slice(0, 12), 16) / 2 ** 48,
    traits: {
      hs2: hs6.slice(0, 2), hs4: hs6.slice(0, 4), hs6,
      origin: text('Country of Origin'), departure: text('Country of Departure'), taxType: text('Tax Type'), taxRate: text('Tax Rate'),
      importer: text('Importer ID'), declarant: text('Declarant ID'), seller: text('Seller ID') || undefined,
      office: text('Office ID'), transport: text('Mode of Transport'), importType: text('Import Type'),
    },
  }
}
