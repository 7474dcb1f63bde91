import { cleanText } from './clean-text.ts'
import { countMend, countRefused, type Tally } from './tally.ts'

/** One 10-digit code of a tariff with what the register keeps of it. Rates stay text where they are no plain percentage. */
export interface TariffCode {
  readonly hs: string
  readonly name: string
  readonly units: readonly string[]
  /** As printed: `6%`, `0.6元/千克`, or a formula. Absent where the source has nothing, which is not zero. */
  readonly dutyRate?: string
  readonly vatRate?: string
  readonly exportRebates: readonly string[]
  /** Letters of the conditions of supervision, each once, in the order printed. */
  readonly supervision: readonly string[]
  readonly inspectionImport: readonly string[]
  readonly inspectionExport: readonly string[]
  /** Declaration elements (申报要素) in their order, without their numbers. */
  readonly elements: readonly string[]
}

/** The columns a tariff file must have; others are ignored. */
export const tariffColumns = [
  'hs10', 'name_zh', 'unit1', 'unit2', 'mfn_rate', 'vat_rate', 'export_rebate',
  'supervision_conditions', 'quarantine_import', 'quarantine_export', 'declaration_elements',
] as const

/**
 * Reads one row of a tariff file. Undefined when it cannot be used; the reason is counted in `tally`.
 * The letters of supervision and the categories of inspection are kept as printed, also where they contradict each other:
 * the official tables do, and neither may be derived from the other.
 */
export function readTariffRow(record: Readonly<Record<string, string>>, line: number, tally: Tally): TariffCode | undefined {
  tally.read++
  const where = `line ${line}`
  const text = (column: (typeof tariffColumns)[number]): string => {
    const before = record[column] ?? ''
    const clean = cleanText(before)
    for (const rule of clean.mended) countMend(tally, rule, { where, before, after: clean.text })
    return clean.text
  }
  const hs = tariffNumber(text('hs10'), where, tally)
  if (hs === undefined) {
    countRefused(tally, { where, reason: 'hs-malformed', facts: { hs: record['hs10'] ?? '' } })
    return undefined
  }
  const name = text('name_zh')
  if (name === '') {
    countRefused(tally, { where, reason: 'name-missing', facts: { hs } })
    return undefined
  }
  const [dutyRate, vatRate] = [text('mfn_rate'), text('vat_rate')]
  tally.accepted++
  return {
    hs,
    name,
    units: [text('unit1'), text('unit2')].filter((unit) => unit !== ''),
    ...(dutyRate === '' ? {} : { dutyRate }),
    ...(vatRate === '' ? {} : { vatRate }),
    exportRebates: text('export_rebate').split(/[,，]/).filter((rate) => rate !== ''),
    supervision: letters(text('supervision_conditions')),
    inspectionImport: letters(text('quarantine_import')),
    inspectionExport: letters(text('quarantine_export')),
    elements: elements(text('declaration_elements')),
  }
}

/** Spreadsheets drop a leading zero and add dots; both can be put right because a code has ten digits and chapters 01 to 09 exist. */
function tariffNumber(text: string, where: string, tally: Tally): string | undefined {
  const digits = text.replace(/[. ]/g, '')
  if (digits !== text) countMend(tally, 'separator-removed', { where, before: text, after: digits })
  if (/^\d{10}$/.test(digits)) return digits
  if (!/^[1-9]\d{8}$/.test(digits)) return undefined
  countMend(tally, 'zero-restored', { where, before: digits, after: `0${digits}` })
  return `0${digits}`
}

function letters(text: string): string[] {
  return [...new Set(text.replace(/[^0-9A-Za-z]/g, ''))]
}

function elements(text: string): string[] {
  if (text === '' || text === '无') return []
  return text
    .split(/[;；]/)
    .map((element) => element.replace(/^\s*\d+\s*[:：]\s*/, '').trim())
    .filter((element) => element !== '')
}
