import { Link, useSearch } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import { useTexts, useCodeName } from '../../../web/i18n/i18n.ts'
import { count } from '../../../web/i18n/time.ts'
import { Empty, Failure, Loading } from '../../../web/kit/blank.tsx'
import { useRows } from '../../../web/kit/list-query.ts'
import { Moment } from '../../../web/kit/moment.tsx'
import { PageHead } from '../../../web/kit/page-head.tsx'
import { StatusPill } from '../../../web/kit/pill.tsx'
import { Table } from '../../../web/kit/table.tsx'
import { usePackName } from '../../../web/reference/reference.ts'
import type { ReplayView } from '../replay-view.ts'
import './replays.css'

type Figures = NonNullable<ReplayView['figures']>

// Charts are half of the bundle: fetched when somebody looks at one.
const Charts = lazy(async () => ({ default: (await import('./replay-charts.tsx')).ReplayCharts }))

/** Reports of replays: a port's real declarations sent through the whole path with a simulated clock. */
export function ReplaysScreen() {
  const { t } = useTexts()
  const search = useSearch({ from: '/shell/replays' })
  const list = useRows<ReplayView>(['replays'], '/replays', { limit: 50 }, ['replay'])
  const shown = list.rows.find((replay) => replay.id === search.id) ?? list.rows[0]
  return (
    <>
      <PageHead title={t('replay.title')} lead={t('replay.lead')} />
      {list.error !== null ? (
        <Failure error={list.error} retry={list.retry} />
      ) : list.isPending ? (
        <Loading />
      ) : shown === undefined ? (
        <Empty title={t('replay.none')} text={t('replay.noneText')}>
          <code className="code">lianjian replay</code>
        </Empty>
      ) : (
        <div className="stack wide">
          {list.rows.length < 2 ? null : <ReplayList replays={list.rows} shown={shown.id} />}
          <Report replay={shown} />
        </div>
      )}
    </>
  )
}

function ReplayList({ replays, shown }: { readonly replays: readonly ReplayView[]; readonly shown: string }) {
  const { t } = useTexts()
  return (
    <nav className="choices no-print" aria-label={t('replay.choose')}>
      {replays.map((replay) => (
        <Link key={replay.id} to="/replays" search={{ id: replay.id }} className={replay.id === shown ? 'chosen' : ''} activeProps={{}}>
          <Moment at={replay.startedAt} /> <span className="n">{replay.port}</span>
        </Link>
      ))}
    </nav>
  )
}

function Report({ replay }: { readonly replay: ReplayView }) {
  const { t, language } = useTexts()
  const name = usePackName()
  return (
    <>
      <div className="row">
        <StatusPill state={replay.state} group="replayState" />
        <span>{name('ports', replay.port)}</span>
        <span className="quiet">
          {t('replay.progress', { done: count(replay.rowsDone, language), total: count(replay.rowsTotal, language) })} · {t('replay.speed', { rate: count(replay.rowsPerSecond ?? 0, language) })}
        </span>
      </div>
      {replay.figures === undefined ? (
        <progress max={replay.rowsTotal} value={replay.rowsDone} aria-label={t('replay.title')} />
      ) : (
        <>
          <Numbers figures={replay.figures} />
          <Suspense fallback={<Loading rows={8} />}>
            <Charts figures={replay.figures}>
              <Stages figures={replay.figures} />
            </Charts>
          </Suspense>
        </>
      )}
    </>
  )
}

function Numbers({ figures }: { readonly figures: Figures }) {
  const { t, language } = useTexts()
  const code = useCodeName()
  const share = (value: number | null): string => (value === null ? '—' : `${count(value * 100, language, 1)} %`)
  const { bookings } = figures
  const reasons = Object.entries(figures.openBy ?? {}).map(([why, n]) => `${code('openReason', why)} ${count(n, language)}`).join(' · ')
  const numbers: readonly (readonly [string, string, string])[] = [
    [t('replay.declarations'), count(figures.declarations, language), t('replay.released', { n: count(figures.released, language) })],
    [t('replay.open'), count(figures.open, language), reasons === '' ? t('replay.openNone') : reasons],
    [t('replay.directives'), count(figures.directives, language), t('replay.collisions', { n: count(figures.collisions, language) })],
    [t('replay.jointRate'), share(figures.jointRate), t('replay.joint', { n: count(figures.inspections.joint, language) })],
    [t('replay.saved'), count(figures.openings.saved, language), t('replay.openings', { made: count(figures.openings.made, language), separate: count(figures.openings.separate, language) })],
    ...(bookings === undefined ? [] : [[t('replay.bookings'), count(bookings.made, language), t('replay.returned', { n: count(bookings.returned, language) })] as const]),
    [t('replay.hitRate'), share(figures.hits.rate), t('replay.baseRate', { rate: share(figures.hits.base) })],
    [t('replay.median'), figures.hours.inspected.median === undefined ? '—' : `${count(figures.hours.inspected.median, language, 1)} h`, t('replay.p90', { hours: count(figures.hours.inspected.p90 ?? 0, language, 1) })],
  ]
  return (
    <dl className="numbers">
      {numbers.map(([title, value, note]) => (
        <div key={title}>
          <dt>{title}</dt>
          <dd>{value}</dd>
          <dd className="small quiet">{note}</dd>
        </div>
      ))}
    </dl>
  )
}

function Stages({ figures }: { readonly figures: Figures }) {
  const { t, language } = useTexts()
  const code = useCodeName()
  const cell = (value: number | undefined): string => (value === undefined ? '—' : count(value, language, 2))
  return (
    <section className="panel" aria-labelledby="stages-title">
      <div className="panel-head">
        <h2 id="stages-title">{t('replay.stages')}</h2>
      </div>
      <Table label={t('replay.stages')} heads={[t('replay.stage'), ...(['cases', 'meanHours', 'medianHours', 'p90Hours', 'longestHours'] as const).map((each) => ({ right: t(`replay.${each}`) }))]}>
        {figures.hours.stages.map((stage) => (
          <tr key={stage.stage}>
            <td>{code('replayStage', stage.stage)}</td>
            <td className="right">{count(stage.count, language)}</td>
            <td className="right">{cell(stage.mean)}</td>
            <td className="right">{cell(stage.median)}</td>
            <td className="right">{cell(stage.p90)}</td>
            <td className="right">{cell(stage.longest)}</td>
          </tr>
        ))}
      </Table>
    </section>
  )
}
