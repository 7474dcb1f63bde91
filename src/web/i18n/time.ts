import type { Bilingual } from '../../kernel/refusal.ts'

export type Language = 'zh' | 'en'

const locales: Readonly<Record<Language, string>> = { zh: 'zh-CN', en: 'en-GB' }
const formats = new Map<string, Intl.DateTimeFormat>()

function format(language: Language, timeZone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${language}|${timeZone}|${JSON.stringify(options)}`
  let found = formats.get(key)
  if (found === undefined) formats.set(key, (found = new Intl.DateTimeFormat(locales[language], { ...options, timeZone, hourCycle: 'h23' })))
  return found
}

/** `2026-03-01 08:30` of the port's wall clock, the same in both languages so that columns line up. */
export function wallClock(iso: string, timeZone: string): string {
  const parts = new Map(
    format('en', timeZone, { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' })
      .formatToParts(new Date(iso))
      .map((part) => [part.type, part.value]),
  )
  return `${parts.get('year')}-${parts.get('month')}-${parts.get('day')} ${parts.get('hour')}:${parts.get('minute')}`
}

/** `08:30` of the port's wall clock. */
export function hourMinute(iso: string, timeZone: string): string {
  return wallClock(iso, timeZone).slice(11)
}

/** `UTC+8`: the zone as people say it. */
export function zoneName(timeZone: string, at: Date): string {
  const part = format('en', timeZone, { timeZoneName: 'shortOffset' })
    .formatToParts(at)
    .find((each) => each.type === 'timeZoneName')
  return (part?.value ?? timeZone).replace('GMT', 'UTC')
}

/** Weekday and day in words, for headings of a time-line. */
export function dayInWords(iso: string, timeZone: string, language: Language): string {
  return format(language, timeZone, { weekday: 'short', month: 'long', day: 'numeric' }).format(new Date(iso))
}

/** The moment of a wall-clock text `2026-03-01T08:30` at the port, as ISO 8601 in UTC; undefined when it is no time. */
export function fromWallClock(text: string, timeZone: string): string | undefined {
  const asUtc = Date.parse(`${text}Z`)
  if (Number.isNaN(asUtc)) return undefined
  // The zone's offset at the moment we look for, found by asking what the wall shows there; a second look settles days of change.
  let moment = asUtc
  for (let round = 0; round < 2; round++) moment += asUtc - Date.parse(`${wallClock(new Date(moment).toISOString(), timeZone).replace(' ', 'T')}Z`)
  return new Date(moment).toISOString()
}

/** The value of a `datetime-local` field that shows this moment at the port. */
export function toWallField(iso: string, timeZone: string): string {
  return wallClock(iso, timeZone).replace(' ', 'T')
}

/** How far away a moment is: the size and the unit people would use. Negative is past. */
export function distance(from: number, to: number): { readonly value: number; readonly unit: 'minute' | 'hour' | 'day' } {
  const minutes = Math.round((to - from) / 60_000)
  if (Math.abs(minutes) < 60) return { value: minutes, unit: 'minute' }
  const hours = Math.round(minutes / 60)
  return Math.abs(hours) < 48 ? { value: hours, unit: 'hour' } : { value: Math.round(hours / 24), unit: 'day' }
}

/** `in 3 hours`, `2 天前`. */
export function relative(from: number, to: number, language: Language): string {
  const { value, unit } = distance(from, to)
  return new Intl.RelativeTimeFormat(locales[language], { numeric: 'always', style: 'short' }).format(value, unit)
}

/** A number with the language's separators. */
export function count(value: number, language: Language, digits = 0): string {
  return new Intl.NumberFormat(locales[language], { maximumFractionDigits: digits }).format(value)
}

/** The text of the language. */
export function pick(text: Bilingual, language: Language): string {
  return text[language]
}

const sideBySide = /^(?:(.+) · (.+)|([\u4e00-\u9fff]+) ([A-Za-z ]+))$/u

/** A name given in both languages side by side (`海关 关员 · Customs officer`, `审计员 auditor`), in the one of the reader; any other as it is. */
export function nameFor(name: string, language: Language): string {
  const [, zh, en, shortZh, shortEn] = sideBySide.exec(name) ?? []
  return (language === 'zh' ? (zh ?? shortZh) : (en ?? shortEn)) ?? name
}

const isoInText = /\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?Z/g

/** A text of the server with its moments on the port's wall clock: they arrive as ISO 8601 because the server does not know who reads. */
export function inPortTime(text: string, timeZone: string): string {
  return text.replace(isoInText, (iso) => wallClock(iso, timeZone))
}
