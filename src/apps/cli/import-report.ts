import { SourceUnusable, type ReferenceImport, type Tally } from '../../registry/reference/public.ts'

const rules: Readonly<Record<string, string>> = {
  'byte-order-mark-removed': 'byte-order mark removed from the file',
  'decoded-gb18030': 'file read as GB 18030, it is not UTF-8',
  'corrupt-part-removed': 'part with a printed character set instead of text removed',
  'control-removed': 'control or replacement characters removed',
  'line-joined': 'line breaks inside a text joined',
  'blank-trimmed': 'blanks at an end removed',
  'blank-folded': 'foreign or repeated blanks made one blank',
  'full-width-folded': 'full-width letters and digits made plain',
  'residue-removed': 'residue of an export at the end removed',
  'number-as-text': 'number read as a code',
  'zero-restored': 'lost leading zero restored',
  'surplus-zero-removed': 'surplus leading zero removed',
  'separator-removed': 'dots or blanks removed from a code',
  'duplicate-dropped': 'row repeated word for word dropped',
  'text-as-number': 'number written as text read as a number',
  'number-dropped': 'unreadable number left out',
  'code-in-name-removed': 'code behind the name of a country removed',
  'origin-dropped': 'unknown origin beside a known one left out',
  'origin-repeated': 'origin named twice counted once',
  'hazard-dropped': 'empty hazard beside a stated one left out',
  'hazard-repeated': 'hazard named twice counted once',
  'category-spelt-otherwise': 'category in its older spelling',
}

const reasons: Readonly<Record<string, string>> = {
  'not-text': 'neither UTF-8 nor GB 18030',
  'not-json': 'not JSON',
  'unknown-list': 'a list whose columns are not known',
  'code-missing': 'no code',
  'code-width': 'a code of another length than the rest of its list',
  'code-repeated': 'a second meaning of a code that is taken',
  'label-missing': 'no name',
  'hs-malformed': 'not a commodity code of ten digits',
  'name-missing': 'no name',
  'reference-malformed': 'no reference of the network',
  'reference-repeated': 'a second meaning of a reference that is taken',
  'date-malformed': 'no day that exists',
  'origin-unknown': 'no origin, or none that is in the list of countries',
  'hazard-missing': 'no hazard is stated',
  'goods-unknown': 'neither words nor category say which goods',
}

/** Prints the report for people, or as one JSON object. */
export function printImport(report: ReferenceImport, json: boolean): void {
  if (!json) return console.log(renderImport(report))
  const { tally, ...rest } = report
  console.log(JSON.stringify({ ...rest, ...tallyJson(tally) }))
}

/** A tally as JSON tells it. */
export function tallyJson(tally: Tally): object {
  return { read: tally.read, accepted: tally.accepted, mended: Object.fromEntries(tally.mended), refusedCount: tally.refusedCount, reasons: Object.fromEntries(tally.reasons), refused: tally.refused, noted: Object.fromEntries(tally.noted) }
}

/** What the operator can mend is said in a sentence, exit 1; anything else is thrown on. */
export function sourceFailure(verb: string, error: unknown): number {
  if (!(error instanceof SourceUnusable)) throw error
  console.error(`lianjian ${verb}: ${error.message}`)
  return 1
}

/** What was mended and refused, in words: rules and reasons with their counts, few samples, and rows refused by name up to a number. */
export function tallyLines(tally: Tally, most = Infinity): string[] {
  const lines: string[] = []
  if (tally.mended.size > 0) lines.push('', 'Mended')
  for (const [rule, { count, samples }] of [...tally.mended].sort((a, b) => b[1].count - a[1].count)) {
    lines.push(`  ${String(count).padStart(6)}  ${rules[rule] ?? rule}`)
    for (const { where, before, after } of samples) if (before !== '') lines.push(`          ${where}: ${quoted(before)} → ${after === '' ? 'nothing' : quoted(after)}`)
  }
  if (tally.refusedCount > 0) lines.push('', 'Refused')
  if (tally.reasons.size > 1) for (const [reason, count] of [...tally.reasons].sort((a, b) => b[1] - a[1])) lines.push(`  ${String(count).padStart(6)}  ${reasons[reason] ?? reason}`)
  const named = tally.refused.slice(0, most)
  for (const { where, reason, facts } of named) {
    const details = Object.entries(facts).map(([name, value]) => `${name} ${value}`)
    lines.push(`  ${where}: ${reasons[reason] ?? reason}${details.length === 0 ? '' : ` (${details.join(', ')})`}`)
  }
  if (tally.refusedCount > named.length) lines.push(`  … and ${tally.refusedCount - named.length} more`)
  return lines
}

/** The report of an import in words: what was read, mended by which rule, refused for which reason, and what it changed. */
function renderImport(report: ReferenceImport): string {
  const { tally, changes } = report
  const lines = [`${report.source}: ${tally.read} rows read, ${tally.accepted} taken over, ${tally.refusedCount} refused`, ...tallyLines(tally)]
  if (tally.noted.size > 0) lines.push('', `Not in the list of units, so that any unit is taken: ${[...tally.noted].map(([what, count]) => `${what.replace(/^unit /, '')} (${count})`).join(', ')}`)
  if (report.tables.length > 0) lines.push('', `Lists: ${report.tables.map(({ table, codes }) => `${table} ${codes}`).join(', ')}`)
  lines.push('', `Register ${report.register}: ${changes.added} added, ${changes.changed} changed, ${changes.unchanged} unchanged`)
  return lines.join('\n')
}

function quoted(text: string): string {
  return `"${text.replaceAll('\n', '⏎').replaceAll('\u3000', '□')}"`
}
