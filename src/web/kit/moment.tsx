import { useTexts } from '../i18n/i18n.ts'
import { hourMinute, relative, wallClock, zoneName } from '../i18n/time.ts'
import { usePort } from '../reference/port.ts'
import { useNow } from './now.ts'

/** A moment on the port's wall clock; the tooltip names the zone. */
export function Moment({ at, short = false, zone }: { readonly at: string | undefined; readonly short?: boolean; readonly zone?: string }) {
  const { timeZone } = usePort()
  if (at === undefined) return <span className="quiet">—</span>
  const used = zone ?? timeZone
  return (
    <time dateTime={at} title={`${wallClock(at, used)} ${zoneName(used, new Date(at))}`} className="nowrap">
      {short ? hourMinute(at, used) : wallClock(at, used)}
    </time>
  )
}

/** By when something is due: how long is left or how late it is, then the time itself. */
export function Due({ at, done = false }: { readonly at: string | undefined; readonly done?: boolean }) {
  const { language } = useTexts()
  const { timeZone } = usePort()
  const now = useNow()
  if (at === undefined) return <span className="quiet">—</span>
  const left = Date.parse(at) - now
  const tone = done ? '' : left < 0 ? 'late' : left < 3_600_000 ? 'soon' : ''
  return (
    <time dateTime={at} className={`due ${tone}`} title={`${wallClock(at, timeZone)} ${zoneName(timeZone, new Date(at))}`}>
      {relative(now, Date.parse(at), language)}
      <span className="sub">{wallClock(at, timeZone).slice(5)}</span>
    </time>
  )
}

