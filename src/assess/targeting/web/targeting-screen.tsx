import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense } from 'react'
import type { z } from 'zod'
import { get, type Page } from '../../../web/api/client.ts'
import { useTexts } from '../../../web/i18n/i18n.ts'
import { count } from '../../../web/i18n/time.ts'
import { Empty, Failure, Loading } from '../../../web/kit/blank.tsx'
import { PageHead } from '../../../web/kit/page-head.tsx'
import { usePort } from '../../../web/reference/port.ts'
import type { LaneView, ModelView, RateView, ReplayView } from '../views.ts'
import { FindIndicator } from './find-indicator.tsx'
import { Models } from './models-part.tsx'
import { usePercent, useLaneName } from './said.ts'
import '../../../web/kit/grid.css'
import { Table } from '../../../web/kit/table.tsx'
import './targeting.css'

type Lane = z.infer<typeof LaneView>
interface Selection {
  readonly share: number
  readonly lanes: readonly Lane[]
}
interface Rates {
  readonly total: RateView
  readonly weeks: readonly RateView[]
}

// Charts are half of the bundle: fetched when there is something to draw.
const Curves = lazy(async () => ({ default: (await import('./curves.tsx')).Curves }))

/** What is chosen for inspection at the port in force now and what came of it: lanes and their capacity, rates, versions of the indicators, replays. */
export function TargetingScreen() {
  const { t } = useTexts()
  const port = usePort()
  const ready = { enabled: port.code !== '', meta: { subjects: ['indicators', 'declaration'] } }
  const selection = useQuery({ queryKey: ['targeting', 'selection', port.code], queryFn: ({ signal }) => get<Selection>('/targeting/selection', { port: port.code }, signal), ...ready })
  const rates = useQuery({ queryKey: ['targeting', 'rates', port.code], queryFn: ({ signal }) => get<Rates>('/targeting/rates', { port: port.code }, signal), ...ready })
  const models = useQuery({ queryKey: ['targeting', 'models'], queryFn: ({ signal }) => get<Page<ModelView>>('/targeting/models', { limit: 10 }, signal), meta: { subjects: ['indicators'] } })
  const replays = useQuery({ queryKey: ['targeting', 'replays'], queryFn: ({ signal }) => get<{ items: readonly z.infer<typeof ReplayView>[] }>('/targeting/replays', undefined, signal), meta: { subjects: ['indicators'] } })
  const error = selection.error ?? rates.error ?? models.error ?? replays.error
  if (error !== null) return <Failure error={error} retry={() => void Promise.all([selection.refetch(), rates.refetch(), models.refetch(), replays.refetch()])} />
  if (selection.data === undefined || rates.data === undefined || models.data === undefined || replays.data === undefined) return <Loading rows={12} />
  return (
    <div className="stack wide">
      <PageHead title={t('targeting.title')} lead={t('targeting.lead')} />
      <Lanes selection={selection.data} />
      <Outcomes rates={rates.data} />
      <FindIndicator />
      <Models models={models.data.items} />
      {replays.data.items.length === 0 ? null : (
        <Suspense fallback={<Loading rows={6} />}>
          <Curves replays={replays.data.items} />
        </Suspense>
      )}
    </div>
  )
}

function Lanes({ selection: { lanes, share } }: { readonly selection: Selection }) {
  const { t, language } = useTexts()
  const percent = usePercent()
  const laneName = useLaneName()
  if (lanes.length === 0) return <Empty title={t('targeting.noLanes')} text={t('targeting.noLanesText')} />
  return (
    <section className="panel" aria-labelledby="lanes">
      <div className="panel-head">
        <h2 id="lanes">{t('targeting.lanes')}</h2>
        <span className="quiet small">{t('targeting.shareIs', { share: percent(share) })}</span>
      </div>
      <Table
        label={t('targeting.lanes')}
        heads={[t('targeting.lane'), { right: t('targeting.arrivals') }, { right: t('targeting.byRules') }, { right: t('targeting.byScore') }, { right: t('targeting.atRandom') }, t('targeting.ofCapacity')]}
      >
        {lanes.map((lane) => {
          const chosen = lane.byRules + lane.byScore + lane.atRandom
          return (
            <tr key={lane.lane}>
              <th scope="row">{laneName(lane.lane)}</th>
              <td className="right">{count(lane.arrivals, language)}</td>
              <td className="right">{count(lane.byRules, language)}</td>
              <td className="right">{count(lane.byScore, language)}</td>
              <td className="right">{count(lane.atRandom, language)}</td>
              <td>
                <progress aria-label={t('targeting.ofCapacity')} max={lane.capacity} value={Math.min(chosen, lane.capacity)} /> {t('targeting.chosenOf', { chosen: count(chosen, language), capacity: count(lane.capacity, language) })}
              </td>
            </tr>
          )
        })}
      </Table>
    </section>
  )
}

function Outcomes({ rates: { total, weeks } }: { readonly rates: Rates }) {
  const { t, language } = useTexts()
  const percent = usePercent()
  const precision = ({ checks, finds }: { readonly checks: number; readonly finds: number }): string => (checks === 0 ? '—' : `${percent(finds / checks)} (${count(finds, language)}/${count(checks, language)})`)
  const estimate = (rate: RateView): string => (rate.estimate === undefined ? '—' : t('targeting.between', { rate: percent(rate.estimate.rate), low: percent(rate.estimate.low), high: percent(rate.estimate.high) }))
  const rows = [...weeks, { ...total, week: '' }]
  if (weeks.length === 0) return <p className="quiet">{t('targeting.noResultsText')}</p>
  return (
    <section className="panel" aria-labelledby="rates">
      <div className="panel-head">
        <h2 id="rates">{t('targeting.rates')}</h2>
        <span className="quiet small">{t('targeting.ratesText')}</span>
      </div>
      <Table
        label={t('targeting.rates')}
        heads={[t('targeting.week'), { right: t('targeting.byRules') }, { right: t('targeting.byScore') }, { right: t('targeting.atRandom') }, t('targeting.estimate'), { right: t('targeting.naive') }]}
      >
        {rows.map((rate) => (
          <tr key={rate.week} className={rate.week === '' ? 'strong' : ''}>
            <th scope="row">{rate.week === '' ? t('targeting.total') : rate.week}</th>
            <td className="right">{precision(rate.byRules)}</td>
            <td className="right">{precision(rate.byScore)}</td>
            <td className="right">{precision(rate.atRandom)}</td>
            <td>{estimate(rate)}</td>
            <td className="right">{percent(rate.naive.rate)}</td>
          </tr>
        ))}
      </Table>
    </section>
  )
}
