import { Link } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { useTexts } from '../../../web/i18n/i18n.ts'
import { dayInWords, fromWallClock, hourMinute, wallClock } from '../../../web/i18n/time.ts'
import { Empty } from '../../../web/kit/blank.tsx'
import { useNow } from '../../../web/kit/now.ts'
import { Parties } from '../../../web/reference/party.tsx'
import { usePort } from '../../../web/reference/port.ts'
import type { InspectionView } from './inspection-view.ts'
import { isLate, layOut } from './lanes.ts'

const day = 86_400_000
const noSite = ''
/** Pixels from one row of bars to the next. */
const barHeight = 52
const hours = Array.from({ length: 12 }, (_, at) => at * 2)

/** The board by place and time: a row per site, a bar per inspection, the line of now. */
export function Gantt({ inspections, day: chosen, onOpen }: { readonly inspections: readonly InspectionView[]; readonly day: string | undefined; readonly onOpen: (id: string) => void }) {
  const { t, language } = useTexts()
  const { timeZone } = usePort()
  const now = useNow()
  const shownDay = chosen ?? wallClock(new Date(now).toISOString(), timeZone).slice(0, 10)
  const from = Date.parse(fromWallClock(`${shownDay}T00:00`, timeZone) ?? new Date(now).toISOString())
  const to = from + day
  const other = (step: number): string => wallClock(new Date(from + step * day + day / 2).toISOString(), timeZone).slice(0, 10)
  const planned = inspections.filter((inspection) => inspection.slot !== undefined && inspection.state !== 'superseded' && inspection.state !== 'cancelled' && inspection.state !== 'declined')
  const sites = [...new Set(planned.map((inspection) => inspection.site ?? noSite))].sort()
  const rows = sites.map((site) => ({ site, bars: layOut(planned.filter((inspection) => (inspection.site ?? noSite) === site), from, to) })).filter((row) => row.bars.length > 0)
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => {
    // The hours that matter first: a little before now, or the morning of another day.
    const share = now >= from && now < to ? (now - from) / day - 0.08 : 0.28
    if (box.current !== null) box.current.scrollLeft = Math.max(0, share * box.current.scrollWidth)
    // Not on every tick: that would take the view away from the reader.
  }, [from])
  return (
    <section className="panel gantt" aria-label={t('board.time')}>
      <div className="panel-head">
        <Link to="/board" search={{ view: 'time', day: other(-1) }}>
          ← {other(-1)}
        </Link>
        <h2>{dayInWords(new Date(from).toISOString(), timeZone, language)}</h2>
        <Link to="/board" search={{ view: 'time', day: other(1) }}>
          {other(1)} →
        </Link>
      </div>
      {rows.length === 0 ? (
        <Empty title={t('board.noneThatDay')} />
      ) : (
        <div className="gantt-scroll" ref={box} tabIndex={0} role="region" aria-label={t('board.time')}>
          <div className="gantt-plot">
            <div className="gantt-hours" aria-hidden="true">
              {hours.map((hour) => (
                <span key={hour}>{`${String(hour).padStart(2, '0')}:00`}</span>
              ))}
            </div>
            {rows.map(({ site, bars }) => (
              <div key={site} className="gantt-row">
                <h3>{site === noSite ? t('board.noSite') : site}</h3>
                <ul style={{ height: (Math.max(...bars.map((bar) => bar.row)) + 1) * barHeight + 8 }}>
                  {bars.map((bar) => (
                    <li key={bar.inspection.id} style={{ left: `${bar.left * 100}%`, width: `${bar.width * 100}%`, top: bar.row * barHeight + 4 }}>
                      <button type="button" className={`bar ${bar.inspection.state} ${isLate(bar.inspection, now) ? 'late' : ''}`} onClick={() => onOpen(bar.inspection.id)}>
                        <Parties codes={bar.inspection.tasks.map((task) => task.agency)} />
                        <span className="code">{bar.inspection.object.ref}</span>
                        <span className="visually-hidden">
                          {bar.inspection.slot === undefined ? '' : `${hourMinute(bar.inspection.slot.from, timeZone)}–${hourMinute(bar.inspection.slot.to, timeZone)}`}
                        </span>
                      </button>
                    </li>
                  ))}
                  {now >= from && now < to ? <li className="gantt-now" aria-hidden="true" style={{ left: `${((now - from) / day) * 100}%` }} /> : null}
                </ul>
              </div>
            ))}
          </div>
        </div>
      )}
    </section>
  )
}
