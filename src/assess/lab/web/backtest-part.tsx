import { Button, Progress } from 'antd'
import { lazy, Suspense, useState } from 'react'
import { send } from '../../../web/api/client.ts'
import { useTexts } from '../../../web/i18n/i18n.ts'
import { count } from '../../../web/i18n/time.ts'
import { Failure, Loading } from '../../../web/kit/blank.tsx'
import { useCommand } from '../../../web/kit/command.ts'
import { ErrorSummary } from '../../../web/kit/error-summary.tsx'
import { Moment } from '../../../web/kit/moment.tsx'
import { useHasRole } from '../../../web/session/session.ts'
import { ChangedCases } from './changed-cases.tsx'
import { useBacktest, useBacktests, type Backtest } from './lab-query.ts'
import { Figures } from './figures.tsx'

const Charts = lazy(async () => ({ default: (await import('./charts.tsx')).Charts }))

/** A version tried on the past: start, progress that survives a reload, cancel, and what would have changed. */
export function BacktestPart({ table, version }: { readonly table: string; readonly version: number }) {
  const { t } = useTexts()
  const may = useHasRole('officer', 'headquarters')
  const list = useBacktests(table, version)
  const [days, setDays] = useState(0)
  const start = useCommand<object, Backtest>((body, key) => send(`/tables/${table}/backtests`, body, { key }), { touches: ['table'] })
  const cancel = useCommand<string, Backtest>((id, key) => send(`/tables/${table}/backtests/${id}/cancel`, {}, { key }), { touches: ['table'] })
  const latest = list.data?.items[0]
  const running = latest?.state === 'waiting' || latest?.state === 'running'
  const done = list.data?.items.find(({ state }) => state === 'done')
  const shown = useBacktest(table, done?.id, done !== undefined)
  const error = start.error ?? cancel.error
  return (
    <section className="panel" aria-labelledby="lab-backtest">
      <div className="panel-head">
        <h2 id="lab-backtest">{t('lab.backtest')}</h2>
        {may && !running ? (
          <div className="row">
            <select className="lab-select" aria-label={t('lab.reach')} value={days} onChange={(event) => setDays(Number(event.target.value))}>
              {[0, 30, 90, 365].map((each) => <option key={each} value={each}>{each === 0 ? t('lab.allTime') : t('lab.lastDays', { days: each })}</option>)}
            </select>
            <Button type="primary" loading={start.isPending} onClick={() => start.mutate({ version, ...(days === 0 ? {} : { period: { from: new Date(Date.now() - days * 86_400_000).toISOString() } }) })}>{t('lab.run')}</Button>
          </div>
        ) : null}
      </div>
      <div className="panel-body stack">
        {error === null ? null : <ErrorSummary entries={error.spoken()} />}
        {list.error === null ? null : <Failure error={list.error} retry={() => void list.refetch()} />}
        {latest !== undefined && running ? (
          <div className="row" aria-live="polite">
            <div className="grow">
              <Progress percent={latest.progress.total === 0 ? 0 : Math.floor((latest.progress.done / latest.progress.total) * 100)} aria-label={t('lab.progress')} />
              <p className="small quiet"><Progressed backtest={latest} /></p>
            </div>
            {may ? <Button loading={cancel.isPending} onClick={() => cancel.mutate(latest.id)}>{t('lab.cancel')}</Button> : null}
          </div>
        ) : null}
        {latest?.state === 'failed' ? <p role="alert">{latest.error === 'lab/rule-too-slow' ? t('lab.tooSlow') : t('lab.failed', { error: latest.error ?? '' })}</p> : null}
        {latest === undefined ? <p className="quiet">{t('lab.notYet')}</p> : null}
        {shown.data?.summary === undefined ? done === undefined ? null : <Loading rows={4} /> : (
          <>
            <p className="small quiet">{t('lab.doneBy', { by: shown.data.askedBy })} <Moment at={shown.data.endedAt ?? undefined} /></p>
            <Figures summary={shown.data.summary} />
            <Suspense fallback={<Loading rows={8} />}>
              <Charts summary={shown.data.summary} />
            </Suspense>
            {shown.data.summary.changed === 0 ? null : <ChangedCases table={table} backtest={shown.data.id} />}
          </>
        )}
      </div>
    </section>
  )
}

function Progressed({ backtest: { progress, state } }: { readonly backtest: Backtest }) {
  const { t, language } = useTexts()
  return state === 'waiting' ? t('lab.waiting') : t('lab.progressed', { done: count(progress.done, language), total: count(progress.total, language) })
}
