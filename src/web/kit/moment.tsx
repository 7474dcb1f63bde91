import { useTexts } from '../i18n/i18n.ts'
import { distance, hourMinute, relative, wallClock, zoneName } from '../i18n/time.ts'
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
  const { language, t } = useTexts()
  const { timeZone } = usePort()
  const now = useNow()
  if (at === undefined) return <span className="quiet">—</span>
  const left = Date.parse(at) - now
  const tone = done ? '' : left < 0 ? 'late' : left < 3_600_000 ? 'soon' : ''
  const { value, unit } = distance(now, Date.parse(at))
  const span = t(`span.${unit}`, { count: Math.abs(value) })
  const words = value === 0 ? t('span.now') : tone === 'late' ? t('span.late', { span }) : relative(now, Date.parse(at), language)
  return (
    <time dateTime={at} className={`due ${tone}`} title={`${wallClock(at, timeZone)} ${zoneName(timeZone, new Date(at))}`}>
      {words}
      <span className="sub">{wallClock(at, timeZone).slice(5)}</span>
    </time>
  )
}

