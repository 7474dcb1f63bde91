/** A row of the declarations file, read and checked. Nothing here is ours yet: codes are those of the source. */
export interface SourceRow {
  readonly line: number
  readonly id: string
  /** `YYYY-MM-DD`. */
  readonly date: string
  readonly office: string
  readonly transport: string
  readonly declarant: string
  readonly importer: string
  readonly seller: string
  readonly courier: string
  readonly hs6: string
  readonly departure: string
  readonly origin: string
  readonly netMassKg: number
  readonly price: number
  readonly verdict: Verdict
}

/** What later turned out to be true of the goods. Never part of a declaration: the path must not know it before it opens the box. */
export type Verdict = 'clean' | 'fraud' | 'critical-fraud'

/** Why a row was not taken over. */
export interface RejectedRow {
  readonly line: number
  readonly reason: string
  readonly text: string
}

/** The columns a declarations file must have; others are ignored. */
export const sourceColumns = [
  'Declaration ID', 'Date', 'Office ID', 'Mode of Transport', 'Declarant ID', 'Importer ID', 'Seller ID', 'Courier ID',
  'HS6 Code', 'Country of Departure', 'Country of Origin', 'Net Mass', 'Item Price', 'Fraud', 'Critical Fraud',
] as const

/** Reads one record. The first thing that is wrong with it is its reason. */
export function readSourceRow(record: Readonly<Record<string, string>>, line: number): SourceRow | RejectedRow {
  const field = (column: (typeof sourceColumns)[number]): string => (record[column] ?? '').trim()
  const reject = (reason: string, text: string): RejectedRow => ({ line, reason, text })
  const id = field('Declaration ID')
  if (!/^[A-Za-z0-9-]{1,40}$/.test(id)) return reject('id-malformed', id)
  const date = field('Date')
  if (!isDay(date)) return reject('date-malformed', date)
  const office = field('Office ID')
  if (!/^[A-Za-z0-9]{1,8}$/.test(office)) return reject('office-malformed', office)
  const importer = field('Importer ID')
  if (!/^[A-Za-z0-9]{1,20}$/.test(importer)) return reject('importer-malformed', importer)
  // A spreadsheet on the way drops the zero of chapters 01 to 09.
  const hs6 = field('HS6 Code').replace(/^(\d{5})$/, '0$1')
  if (!/^\d{6}$/.test(hs6)) return reject('hs6-malformed', hs6)
  const origin = field('Country of Origin')
  const departure = field('Country of Departure')
  if (!/^[A-Z]{2}$/.test(origin)) return reject('origin-malformed', origin)
  if (!/^[A-Z]{2}$/.test(departure)) return reject('departure-malformed', departure)
  const netMassKg = amount(field('Net Mass'))
  if (netMassKg === undefined) return reject('mass-malformed', field('Net Mass'))
  if (netMassKg === 0) return reject('mass-zero', field('Net Mass'))
  const price = amount(field('Item Price'))
  if (price === undefined) return reject('price-malformed', field('Item Price'))
  const verdict = verdicts[`${field('Fraud')}/${field('Critical Fraud')}`]
  if (verdict === undefined) return reject('label-malformed', `${field('Fraud')}/${field('Critical Fraud')}`)
  return {
    line, id, date, office, transport: field('Mode of Transport'), declarant: field('Declarant ID'), importer,
    seller: field('Seller ID'), courier: field('Courier ID'), hs6, departure, origin, netMassKg, price, verdict,
  }
}

/** Fraud and Critical Fraud as the file combines them; critical fraud (2) is always fraud (1). */
const verdicts: Readonly<Record<string, Verdict>> = { '0/0': 'clean', '1/1': 'fraud', '1/2': 'critical-fraud' }

function amount(text: string): number | undefined {
  if (!/^\d+(\.\d+)?(e[+-]?\d+)?$/i.test(text)) return undefined
  const value = Number(text)
  return Number.isFinite(value) ? value : undefined
}

function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const at = Date.parse(`${text}T00:00:00Z`)
  return !Number.isNaN(at) && new Date(at).toISOString().slice(0, 10) === text
}
