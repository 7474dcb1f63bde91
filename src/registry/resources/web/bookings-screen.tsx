import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { useBoard } from '../../../joint/inspections/web/use-board.ts'
import { get, type Page } from '../../../web/api/client.ts'
import { useCodeName, useTexts } from '../../../web/i18n/i18n.ts'
import { dayInWords, fromWallClock, hourMinute, wallClock } from '../../../web/i18n/time.ts'
import { Empty, Failure, Loading } from '../../../web/kit/blank.tsx'
import { DayInput } from '../../../web/kit/field.tsx'
import { useNow } from '../../../web/kit/now.ts'
import { PageHead } from '../../../web/kit/page-head.tsx'
import { Pill } from '../../../web/kit/pill.tsx'
import { Parties } from '../../../web/reference/party.tsx'
import { usePort } from '../../../web/reference/port.ts'
import type { BookableView, BookingView } from '../booking-routes.ts'
import { BookForm, ReleasePanel } from './booking-forms.tsx'
import { conflictsIn, laid, rowsOf, type Conflict, type Row, type Taken } from './calendar.ts'
import '../../../joint/inspections/web/board.css'
import './bookings.css'

const day = 86_400_000
const laneHeight = 44
const hours = Array.from({ length: 12 }, (_, at) => at * 2)

/** The day of everything that is booked at a port, site by site: whose it is, for which inspection, what collides; booked and released here (SW-10, JI-19). */
export function BookingsScreen() {
  const { t } = useTexts()
  const { code: port, timeZone } = usePort()
  const search = useSearch({ from: '/shell/bookings' })
  const navigate = useNavigate()
  const now = useNow()
  const shown = search.day ?? wallClock(new Date(now).toISOString(), timeZone).slice(0, 10)
  const from = Date.parse(fromWallClock(`${shown}T00:00`, timeZone) ?? new Date(now).toISOString())
  const span = { from: new Date(from).toISOString(), to: new Date(from + day).toISOString() }
  const pieces = useQuery({ queryKey: ['bookables', port], queryFn: ({ signal }) => get<Page<BookableView>>('/bookables', { port }, signal), meta: { subjects: ['register', 'booking'] }, enabled: port !== '' })
  const bookings = useQuery({ queryKey: ['bookings', port, span], queryFn: ({ signal }) => get<Page<BookingView>>('/bookings', { port, ...span }, signal), meta: { subjects: ['booking'] }, enabled: port !== '' })
  const board = useBoard(port, undefined)
  const [chosen, setChosen] = useState<string | undefined>(undefined)
  const failed = pieces.error ?? bookings.error ?? board.error
  const rows = rowsOf(pieces.data?.items ?? [], bookings.data?.items ?? [], board.rows, from, from + day)
  const open = rows.flatMap((row) => row.taken.map((taken) => ({ taken, piece: row.piece }))).find(({ taken }) => taken.id === chosen)
  const inspections = board.rows.filter((inspection) => ['proposed', 'coordinating', 'agreed', 'started'].includes(inspection.state))
  return (
    <>
      <PageHead title={t('bookings.title')} lead={t('bookings.lead')}>
        <DayInput value={shown} onChange={(value) => void navigate({ to: '/bookings', search: value === undefined ? {} : { day: value } })} label={t('bookings.from')} />
      </PageHead>
      {failed !== null ? (
        <Failure error={failed} retry={() => void Promise.all([pieces.refetch(), bookings.refetch()])} />
      ) : pieces.data === undefined || bookings.data === undefined || board.isPending ? (
        <Loading rows={10} />
      ) : rows.length === 0 ? (
        <Empty title={t('bookings.none')} />
      ) : (
        <>
          <Conflicts conflicts={conflictsIn(rows, (moment) => wallClock(new Date(moment - 1).toISOString(), timeZone).slice(0, 10))} timeZone={timeZone} />
          <Plot rows={rows} from={from} now={now} chosen={chosen} onChoose={setChosen} />
          {open === undefined ? null : <ReleasePanel key={open.taken.id} taken={open.taken} piece={open.piece} onDone={() => setChosen(undefined)} />}
          <BookForm key={port} pieces={pieces.data.items.filter((piece) => piece.mayBook)} inspections={inspections.map(({ id, object }) => ({ id, ref: object.ref }))} day={shown} />
        </>
      )}
    </>
  )
}

function Conflicts({ conflicts, timeZone }: { readonly conflicts: readonly Conflict[]; readonly timeZone: string }) {
  const { t } = useTexts()
  const said = (conflict: Conflict): string => {
    if (conflict.kind === 'service') return t('bookings.conflict.service', { code: conflict.code })
    if (conflict.kind === 'calibration') return t('bookings.conflict.calibration', { code: conflict.code, day: conflict.day })
    const { code, places, count } = conflict
    return t('bookings.conflict.platform', { code, places, count, from: hourMinute(new Date(conflict.from).toISOString(), timeZone), to: hourMinute(new Date(conflict.to).toISOString(), timeZone) })
  }
  return (
    <section className="panel" aria-labelledby="conflicts-title">
      <div className="panel-head">
        <h2 id="conflicts-title">{t('bookings.conflicts')}</h2>
      </div>
      <div className="panel-body">
        {conflicts.length === 0 ? (
          <span className="quiet">{t('bookings.noConflicts')}</span>
        ) : (
          <ul className="stack">
            {conflicts.map((conflict) => (
              <li key={`${conflict.kind} ${conflict.code}`}>
                <Pill tone="bad">{conflict.code}</Pill> {said(conflict)}
              </li>
            ))}
          </ul>
        )}
      </div>
    </section>
  )
}

function Plot({ rows, from, now, chosen, onChoose }: { readonly rows: readonly Row[]; readonly from: number; readonly now: number; readonly chosen: string | undefined; readonly onChoose: (id: string) => void }) {
  const { t, language } = useTexts()
  const { timeZone } = usePort()
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const share = now >= from && now < from + day ? (now - from) / day - 0.08 : 0.28
    if (box.current !== null) box.current.scrollLeft = Math.max(0, share * box.current.scrollWidth)
    // Not on every tick: that would take the view away from the reader.
  }, [from])
  const sites = [...new Set(rows.map((row) => row.piece.site))]
  return (
    <section className="panel gantt bookings" aria-label={t('bookings.title')}>
      <div className="panel-head">
        <h2>{dayInWords(new Date(from).toISOString(), timeZone, language)}</h2>
        <span className="small quiet">{t('bookings.help')}</span>
      </div>
      <div className="gantt-scroll" ref={box} tabIndex={0} role="region" aria-label={t('bookings.title')}>
        <div className="gantt-plot">
          <div className="gantt-hours" aria-hidden="true">
            {hours.map((hour) => (
              <span key={hour}>{`${String(hour).padStart(2, '0')}:00`}</span>
            ))}
          </div>
          {sites.flatMap((site) => rows.filter((row) => row.piece.site === site).map((row) => <PieceRow key={`${site} ${row.piece.kind} ${row.piece.code}`} row={row} from={from} now={now} chosen={chosen} onChoose={onChoose} />))}
        </div>
      </div>
    </section>
  )
}

function PieceRow({ row: { piece, taken }, from, now, chosen, onChoose }: { readonly row: Row; readonly from: number; readonly now: number; readonly chosen: string | undefined; readonly onChoose: (id: string) => void }) {
  const { t, language } = useTexts()
  const code = useCodeName()
  const bars = laid(taken, from, from + day)
  const name = language === 'en' ? (piece.name.en ?? piece.name.zh) : piece.name.zh
  return (
    <div className="gantt-row bookings-row">
      <h3>
        <span>
          <span className="code">{piece.code}</span> {name}
        </span>
        <span className="sub">
          {code('bookableKind', piece.kind)} · {t('bookings.places', { count: piece.capacity })}
          {piece.kind === 'platform' ? '' : ` · ${piece.site}`}
          {piece.shared ? '' : ` · ${t('bookings.notShared')}`}
          {piece.calibratedTo === undefined ? '' : ` · ${t('bookings.calibratedTo', { day: piece.calibratedTo })}`}
        </span>
        {piece.status === 'in-service' ? null : <Pill tone="bad">{code('bookableStatus', piece.status)}</Pill>}
      </h3>
      <ul style={{ height: (bars.length === 0 ? 1 : Math.max(...bars.map((bar) => bar.lane)) + 1) * laneHeight + 8 }}>
        {bars.map((bar) => (
          <li key={bar.id} style={{ left: `${bar.left * 100}%`, width: `${bar.width * 100}%`, top: bar.lane * laneHeight + 4 }}>
            <TakenBar taken={bar} chosen={bar.id === chosen} onChoose={onChoose} />
          </li>
        ))}
        {now >= from && now < from + day ? <li className="gantt-now" aria-hidden="true" style={{ left: `${((now - from) / day) * 100}%` }} /> : null}
      </ul>
    </div>
  )
}

function TakenBar({ taken, chosen, onChoose }: { readonly taken: Taken; readonly chosen: boolean; readonly onChoose: (id: string) => void }) {
  const { timeZone } = usePort()
  const time = `${hourMinute(new Date(taken.from).toISOString(), timeZone)}–${hourMinute(new Date(taken.to).toISOString(), timeZone)}`
  const inside = (
    <>
      <Parties codes={taken.agencies} />
      <span>{taken.label}</span>
      <span className="visually-hidden">{time}</span>
    </>
  )
  if (taken.booking === undefined) {
    return (
      <Link to="/inspections/$id" params={{ id: taken.id }} className="bar held">
        {inside}
      </Link>
    )
  }
  return (
    <button type="button" className={`bar ${chosen ? 'chosen' : ''}`} aria-pressed={chosen} onClick={() => onChoose(taken.id)}>
      {inside}
    </button>
  )
}
