import type { Instant } from '../../../kernel/instant.ts'
import { invariant } from '../../../kernel/invariant.ts'

const directionDigits: Readonly<Record<'export' | 'import' | 'transit', string>> = { export: '0', import: '1', transit: '2' }

/** The series a declaration number is drawn from: office of the port (4 digits), year at the port, direction. */
export function numberSeries(office: string, year: number, direction: 'export' | 'import' | 'transit'): string {
  invariant(/^\d{4}$/.test(office), `an office has four digits: ${office}`)
  return office + String(year) + directionDigits[direction]
}

/** An 18-digit declaration number (报关单号): the series and a sequence number of nine digits. */
export function declarationNumber(series: string, sequence: number): string {
  invariant(sequence > 0 && sequence < 1e9, `sequence ${sequence} of ${series} does not fit nine digits`)
  return series + String(sequence).padStart(9, '0')
}

/** The office in a port's numbers: its own, or the last four digits of its code where the pack names none. */
export function officeOf(port: { readonly code: string; readonly office?: string }): string {
  return port.office ?? port.code.replace(/\D/g, '').slice(-4).padStart(4, '0')
}

const minute = 60_000

interface Year {
  readonly format: Intl.DateTimeFormat
  minute: number
  year: number
}

// Asked for every declaration, and the calendar's answer is dear: zones differ by whole minutes, so a minute has one year.
const years = new Map<string, Year>()

/** The year in which a moment falls at a place with this time zone. */
export function yearAt(timeZone: string, at: Instant): number {
  let known = years.get(timeZone)
  if (known === undefined) {
    known = { format: new Intl.DateTimeFormat('en-US', { timeZone, year: 'numeric', calendar: 'gregory' }), minute: Number.NaN, year: 0 }
    years.set(timeZone, known)
  }
  const now = Math.floor(at / minute)
  if (known.minute !== now) {
    known.year = Number(known.format.format(at))
    known.minute = now
  }
  return known.year
}
