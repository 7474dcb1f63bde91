import { cleanText } from './clean-text.ts'
import { numericAttributes, type RawCode, type RawTable } from './code-shapes.ts'
import { countMend, countRefused, type Tally } from './tally.ts'

/** A code fit for the register. `code` keeps its case: `a` and `A` are different receipts. */
export interface CleanCode {
  readonly table: string
  readonly code: string
  readonly label: string
  readonly attributes: Readonly<Record<string, string | number | readonly string[]>>
}

/** A list with at least this many codes has a usual width that an odd one can be held against. */
const smallestListWithWidth = 20
/** The share of codes that must have the usual width, so that the rest is an accident and not a second level. */
const usualShare = 0.95

/**
 * Cleans one list: texts, numbers where codes should be, a surplus leading zero, repeated codes. What cannot be repaired without
 * guessing is refused with its reason: no code, no label, an odd width, two meanings of one code (the first one stays).
 * Everything done is counted in `tally`.
 */
export function cleanTable(raw: RawTable, tally: Tally): CleanCode[] {
  const kept = new Map<string, CleanCode>()
  const width = raw.numbered ? undefined : usualWidth(raw.rows)
  for (const row of raw.rows) {
    tally.read++
    const clean = cleanRow(raw, row, width, tally)
    if (clean === undefined) continue
    const earlier = kept.get(clean.code)
    const where = `${raw.table} ${row.place}`
    if (earlier === undefined) {
      kept.set(clean.code, clean)
      tally.accepted++
    } else if (JSON.stringify(earlier) === JSON.stringify(clean)) {
      countMend(tally, 'duplicate-dropped', { where, before: `${clean.code} ${clean.label}`, after: '' })
    } else {
      countRefused(tally, { where, reason: 'code-repeated', facts: { code: clean.code, label: clean.label, first: earlier.label } })
    }
  }
  return [...kept.values()]
}

function cleanRow(raw: RawTable, row: RawCode, width: number | undefined, tally: Tally): CleanCode | undefined {
  const where = `${raw.table} ${row.place}`
  const refuse = (reason: string, facts: Readonly<Record<string, string | number>> = {}): undefined => {
    countRefused(tally, { where, reason, facts })
    return undefined
  }
  const text = (value: unknown): string | undefined => {
    if (typeof value !== 'string') return typeof value === 'number' && Number.isFinite(value) ? String(value) : undefined
    const clean = cleanText(value)
    for (const rule of clean.mended) countMend(tally, rule, { where, before: value, after: clean.text })
    return clean.text
  }
  let code = text(row.code)
  if (code === undefined || code === '') return refuse('code-missing')
  if (typeof row.code === 'number' && !raw.numbered) countMend(tally, 'number-as-text', { where, before: String(row.code), after: code })
  if (width !== undefined && code.length !== width) {
    const mended = toWidth(code, width, typeof row.code === 'number')
    if (mended === undefined) return refuse('code-width', { code, width, label: String(row.label) })
    countMend(tally, mended.rule, { where, before: code, after: mended.code })
    code = mended.code
  }
  // A field without a description is still a field; its own name describes it.
  const label = text(row.label) ?? ''
  if (label === '' && !code.includes('.')) return refuse('label-missing', { code })
  const attributes: Record<string, string | number | readonly string[]> = {}
  for (const [name, value] of Object.entries(row.attributes)) {
    const clean = Array.isArray(value) ? value.map(text).filter((entry) => entry !== undefined && entry !== '').map(String) : text(value)
    if (clean === undefined || clean.length === 0) continue
    if (!numericAttributes.has(name) || typeof clean !== 'string') attributes[name] = clean
    else if (Number.isFinite(Number(clean))) attributes[name] = numberOf(clean, { where, name }, tally)
    else countMend(tally, 'number-dropped', { where, before: `${name} ${clean}`, after: '' })
  }
  return { table: raw.table, code, label: label === '' ? code : label, attributes }
}

function numberOf(text: string, at: { readonly where: string; readonly name: string }, tally: Tally): number {
  countMend(tally, 'text-as-number', { where: at.where, before: `${at.name} "${text}"`, after: text })
  return Number(text)
}

/** The width nearly all codes have; undefined for small lists and for lists of several levels. Codes written as numbers do not vote. */
function usualWidth(rows: readonly RawCode[]): number | undefined {
  const counts = new Map<number, number>()
  for (const { code } of rows) if (typeof code === 'string') counts.set(code.trim().length, (counts.get(code.trim().length) ?? 0) + 1)
  const voters = [...counts.values()].reduce((sum, count) => sum + count, 0)
  const [width, count] = [...counts].sort((a, b) => b[1] - a[1])[0] ?? [0, 0]
  if (voters < smallestListWithWidth || count / voters < usualShare) return undefined
  return width
}

/** Only zeros may be added or taken away, and only where nothing else could have been meant. */
function toWidth(code: string, width: number, wasNumber: boolean): { readonly code: string; readonly rule: string } | undefined {
  if (!/^\d+$/.test(code)) return undefined
  if (wasNumber && code.length < width) return { code: code.padStart(width, '0'), rule: 'zero-restored' }
  if (code.length === width + 1 && code.startsWith('00')) return { code: code.slice(1), rule: 'surplus-zero-removed' }
  return undefined
}
