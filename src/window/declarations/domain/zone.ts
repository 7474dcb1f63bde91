const formats = new Map<string, Intl.DateTimeFormat>()

function offsetAt(timeZone: string, milliseconds: number): string {
  let format = formats.get(timeZone)
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' })
    formats.set(timeZone, format)
  }
  const name = format.formatToParts(milliseconds).find((part) => part.type === 'timeZoneName')?.value ?? 'GMT'
  return name === 'GMT' ? '+00:00' : name.replace('GMT', '')
}

/** A local moment (`2026-03-05T08:00:00`) with the offset its place has then. In the hour that clocks repeat, the offset before the change. */
export function withZone(localMoment: string, timeZone: string): string {
  const asUtc = Date.parse(`${localMoment}Z`)
  if (Number.isNaN(asUtc)) return localMoment
  const first = offsetAt(timeZone, asUtc)
  const guess = Date.parse(`${localMoment}${first}`)
  return localMoment + offsetAt(timeZone, guess)
}
