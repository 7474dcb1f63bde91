import { Bug } from './invariant.ts'

declare const instantBrand: unique symbol

/** A moment, in milliseconds since 1970-01-01T00:00Z. Pure code receives it as a value and never reads a clock. */
export type Instant = number & { readonly [instantBrand]: true }

/** A span in milliseconds. */
export type Milliseconds = number

const isoWithZone = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,9})?)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/

// Beyond these years a moment has no four digits any more, and no database reads it: an offset can move it there.
const firstEver = Date.parse('0001-01-01T00:00:00Z')
const lastEver = Date.parse('9999-12-31T23:59:59.999Z')

/** Reads ISO 8601 with a zone (`2026-03-01T08:00:00+08:00`), of the years 1 to 9999; undefined when it is anything else, or no such day exists. */
export function parseInstant(text: string): Instant | undefined {
  if (!isoWithZone.test(text)) return undefined
  const milliseconds = Date.parse(text)
  if (Number.isNaN(milliseconds) || milliseconds < firstEver || milliseconds > lastEver) return undefined
  const day = Number(text.slice(8, 10))
  const lastDay = Date.UTC(Number(text.slice(0, 4)), Number(text.slice(5, 7)), 0)
  if (day > Number(new Date(lastDay).toISOString().slice(8, 10))) return undefined
  return milliseconds as Instant
}

/** Before and after every moment a calendar can name: what holds `always` holds from the one to the other. */
export const always: Interval = { from: -8.64e15 as Instant, to: 8.64e15 as Instant }

/** As `parseInstant`, for constants in packs and tests. Throws when the text is not a moment. */
export function instant(text: string): Instant {
  const parsed = parseInstant(text)
  if (parsed === undefined) throw new Bug(`not an ISO 8601 instant with zone: ${text}`)
  return parsed
}

/** From milliseconds since the epoch, as clocks and the database driver give them. */
export function fromEpoch(milliseconds: number): Instant {
  return milliseconds as Instant
}

// What is written in one act bears its moment a dozen times.
let lastMoment = Number.NaN
let lastIso = ''

/** ISO 8601 in UTC with milliseconds: the form of the API, the ledger and SQL parameters. */
export function toIso(moment: Instant): string {
  if (moment !== lastMoment) {
    lastIso = new Date(moment).toISOString()
    lastMoment = moment
  }
  return lastIso
}

/** The moment a span later, or earlier where the span is negative. */
export function plus(moment: Instant, span: Milliseconds): Instant {
  return (moment + span) as Instant
}

/** So many seconds, in milliseconds. */
export const seconds = (n: number): Milliseconds => n * 1000
/** So many minutes, in milliseconds. */
export const minutes = (n: number): Milliseconds => n * 60_000
/** So many hours, in milliseconds. */
export const hours = (n: number): Milliseconds => n * 3_600_000
/** So many spans of 24 hours, in milliseconds. Not calendar days: where a clock is put forward or back those differ. */
export const days = (n: number): Milliseconds => n * 86_400_000

/** A span with a beginning and an end, `from` ≤ `to`. */
export interface Interval {
  readonly from: Instant
  readonly to: Instant
}

/** Whether two closed intervals share at least one moment. */
export function overlaps(a: Interval, b: Interval): boolean {
  return a.from <= b.to && b.from <= a.to
}

/** Whether two intervals share more than a moment: one that ends when the other begins is not in its way. */
export function crosses(a: Interval, b: Interval): boolean {
  return a.from < b.to && b.from < a.to
}

/** What is left of intervals when others are taken out of them. */
export function subtract(intervals: readonly Interval[], taken: readonly Interval[]): readonly Interval[] {
  return taken.reduce<readonly Interval[]>(
    (rest, busy) => rest.flatMap((piece) => (crosses(piece, busy) ? [{ from: piece.from, to: busy.from }, { from: busy.to, to: piece.to }].filter(({ from, to }) => from < to) : [piece])),
    intervals,
  )
}

/** Whether a rule with `validFrom` (inclusive) and `validTo` (exclusive, open when absent) is in force (GV-12). */
export function inForce(rule: { readonly validFrom: Instant; readonly validTo?: Instant | undefined }, at: Instant): boolean {
  return rule.validFrom <= at && (rule.validTo === undefined || at < rule.validTo)
}
