import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { Empty, Failure, Loading } from '../../../web/kit/blank.tsx'
import { Grid, type Column } from '../../../web/kit/grid.tsx'
import { useRows } from '../../../web/kit/list-query.ts'
import { Moment } from '../../../web/kit/moment.tsx'
import { PageHead } from '../../../web/kit/page-head.tsx'
import { Pill } from '../../../web/kit/pill.tsx'
import type { Tone } from '../../../web/kit/tones.ts'
import { usePackName } from '../../../web/reference/reference.ts'
import type { ReplayView } from '../replay-view.ts'
import { ReplayReport } from './replay-report.tsx'
import { percent, useReportTexts } from './texts.ts'
import './replays.css'

const tones: Readonly<Record<ReplayView['state'], Tone>> = { running: 'info', stopped: 'warn', done: 'good' }

/** Replays of imported declarations: the list, and the report of the one that is chosen (the newest unless told). */
export function ReplaysScreen() {
  const t = useReportTexts()
  const name = usePackName()
  const navigate = useNavigate()
  const { id } = useSearch({ from: '/shell/replays' })
  const { rows, error, isPending, fetching, more, retry } = useRows<ReplayView>(['replays'], '/replays', {}, ['replay'])
  const chosen = rows.find((replay) => replay.id === id) ?? rows[0]
  if (error !== null) return <Failure error={error} retry={retry} />
  const columns: readonly Column<ReplayView>[] = [
    {
      key: 'started',
      title: t.column.started,
      render: (replay) => (
        <Link to="/replays" search={{ id: replay.id }} aria-current={replay.id === chosen?.id ? 'true' : undefined}>
          <Moment at={replay.startedAt} />
        </Link>
      ),
    },
    { key: 'port', title: t.column.port, render: (replay) => name('ports', replay.port) },
    { key: 'rows', title: t.column.rows, end: true, render: (replay) => `${replay.rowsDone.toLocaleString()} / ${replay.rowsTotal.toLocaleString()}` },
    { key: 'speed', title: t.column.speed, end: true, wideOnly: true, render: (replay) => replay.rowsPerSecond ?? '—' },
    { key: 'joint', title: t.column.joint, end: true, render: (replay) => percent(replay.figures?.jointRate) },
    { key: 'hit', title: t.column.hit, end: true, render: (replay) => percent(replay.figures?.hits.rate) },
    { key: 'state', title: t.column.state, render: (replay) => <Pill tone={tones[replay.state]}>{t.state[replay.state]}</Pill> },
  ]
  return (
    <>
      <PageHead title={t.title} lead={t.lead} />
      {isPending ? (
        <Loading />
      ) : chosen === undefined ? (
        <Empty title={t.none} text={t.noneText} />
      ) : (
        <>
          <Grid label={t.list} columns={columns} rows={rows} keyOf={(replay) => replay.id} open={(replay) => void navigate({ to: '/replays', search: { id: replay.id } })} more={more} fetching={fetching} />
          {chosen.figures === undefined ? null : <ReplayReport replay={{ ...chosen, figures: chosen.figures }} />}
        </>
      )}
    </>
  )
}
