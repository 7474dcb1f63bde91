import { Link, useSearch } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { useTexts } from '../../../web/i18n/i18n.ts'
import { dayInWords, fromWallClock, wallClock } from '../../../web/i18n/time.ts'
import { Empty } from '../../../web/kit/blank.tsx'
import { Choices } from '../../../web/kit/choices.tsx'
import { useNow } from '../../../web/kit/now.ts'
import { usePort } from '../../../web/reference/port.ts'
import { useCrewName, useSitePlaces } from '../../../web/reference/resources.ts'
import { GanttBar } from './gantt-bar.tsx'
import type { InspectionView } from './inspection-view.ts'
import { layOut } from './lanes.ts'
import { ReplanPanel } from './replan-panel.tsx'
import { conflictsOf, type Draft } from './replan.ts'

const day = 86_400_000
const noRow = ''
/** Pixels from one row of bars to the next. */
const barHeight = 52
const hours = Array.from({ length: 12 }, (_, at) => at * 2)
const gone: readonly string[] = ['superseded', 'cancelled', 'declined']

/** The board by place or crew and time: a row each, a bar per inspection, the line of now. Bars are moved by pointer or keys; what they would hit is said. */
export function Gantt({ inspections, day: chosen, onOpen }: { readonly inspections: readonly InspectionView[]; readonly day: string | undefined; readonly onOpen: (id: string) => void }) {
  const { t, language } = useTexts()
  const { timeZone, code: port } = usePort()
  const search = useSearch({ from: '/shell/board' })
  const now = useNow()
  const places = useSitePlaces(port)
  const person = useCrewName(port)
  const [draft, setDraft] = useState<Draft | undefined>(undefined)
  const byCrew = search.rows === 'crew'
  const shownDay = chosen ?? wallClock(new Date(now).toISOString(), timeZone).slice(0, 10)
  const from = Date.parse(fromWallClock(`${shownDay}T00:00`, timeZone) ?? new Date(now).toISOString())
  const to = from + day
  const other = (step: number): string => wallClock(new Date(from + step * day + day / 2).toISOString(), timeZone).slice(0, 10)
  const planned = inspections.filter((inspection) => inspection.slot !== undefined && !gone.includes(inspection.state)).map((inspection) => drafted(inspection, draft))
  const moved = draft === undefined ? undefined : inspections.find((inspection) => inspection.id === draft.id)
  const conflicts = draft === undefined ? [] : conflictsOf(draft, inspections, (site) => places.find((place) => place.value === site)?.places, now)
  const rowsOf = (inspection: InspectionView): readonly string[] => {
    const crew = inspection.tasks.flatMap((task) => task.crew)
    return byCrew ? (crew.length === 0 ? [noRow] : crew) : [inspection.site ?? noRow]
  }
  const called = (row: string): string => {
    if (row === noRow) return t(byCrew ? 'replan.noCrew' : 'board.noSite')
    return byCrew ? person(row) : (places.find((place) => place.value === row)?.label ?? row)
  }
  const names = [...new Set(planned.flatMap(rowsOf))].sort()
  const rows = names.map((name) => ({ name, bars: layOut(planned.filter((inspection) => rowsOf(inspection).includes(name)), from, to) })).filter((row) => row.bars.length > 0)
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => {
    // The hours that matter first: a little before now; of another day the morning, or what is earlier.
    const earliest = Math.min(0.28, ...rows.flatMap((row) => row.bars.map((bar) => bar.left)))
    const share = now >= from && now < to ? (now - from) / day - 0.08 : earliest
    // From a full hour on, so that no hour is half under the names.
    const column = box.current?.querySelector('.gantt-hours span')?.clientWidth ?? 0
    if (box.current !== null) box.current.scrollLeft = Math.max(0, Math.floor(share * hours.length)) * column
    // Not on every tick: that would take the view away from the reader.
  }, [from])
  return (
    <section className="panel gantt" aria-label={t('board.time')}>
      <div className="panel-head">
        <Link to="/board" search={{ ...search, view: 'time', day: other(-1) }}>
          ← {other(-1)}
        </Link>
        <h2>{dayInWords(new Date(from).toISOString(), timeZone, language)}</h2>
        <Link to="/board" search={{ ...search, view: 'time', day: other(1) }}>
          {other(1)} →
        </Link>
      </div>
      <div className="row spread gantt-tools">
        <Choices
          name="rows"
          label={t('replan.rows')}
          value={search.rows}
          options={[
            { value: undefined, label: t('replan.bySite') },
            { value: 'crew', label: t('replan.byCrew') },
          ]}
        />
        <span className="small quiet" id="gantt-help">
          {t('replan.help')}
        </span>
      </div>
      {draft === undefined || moved === undefined ? null : <ReplanPanel key={draft.id} inspection={moved} draft={draft} conflicts={conflicts} sites={places} onDraft={setDraft} onDone={() => setDraft(undefined)} />}
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
            {rows.map(({ name, bars }) => (
              <div key={name} className="gantt-row">
                <h3 title={name}>{called(name)}</h3>
                <ul data-site={byCrew ? undefined : name} style={{ height: (Math.max(...bars.map((bar) => bar.row)) + 1) * barHeight + 8 }}>
                  {bars.map((bar) => (
                    <li key={bar.inspection.id} style={{ left: `${bar.left * 100}%`, width: `${bar.width * 100}%`, top: bar.row * barHeight + 4 }}>
                      <GanttBar inspection={bar.inspection} draft={draft?.id === bar.inspection.id ? draft : undefined} clashes={draft?.id === bar.inspection.id && conflicts.length > 0} sites={places.map((place) => place.value)} dayMs={day} onDraft={setDraft} onOpen={onOpen} />
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

/** An inspection where the draft would put it. */
function drafted(inspection: InspectionView, draft: Draft | undefined): InspectionView {
  if (draft?.id !== inspection.id) return inspection
  return { ...inspection, slot: { from: new Date(draft.from).toISOString(), to: new Date(draft.to).toISOString() }, ...(draft.site === '' ? {} : { site: draft.site }) }
}
