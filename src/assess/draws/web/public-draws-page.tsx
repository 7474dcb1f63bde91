import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { get, href, type Page } from '../../../web/api/client.ts'
import { useTexts } from '../../../web/i18n/i18n.ts'
import { Empty, Failure, Loading } from '../../../web/kit/blank.tsx'
import { useRows } from '../../../web/kit/list-query.ts'
import { Listed } from '../../../web/kit/listed.tsx'
import { PageHead } from '../../../web/kit/page-head.tsx'
import { Pill } from '../../../web/kit/pill.tsx'
import { PublicFrame } from '../../../web/shell/public-frame.tsx'
import type { DrawSummary, PublicDraw } from '../views.ts'
import { DrawReplay } from './draw-replay.tsx'
import { DrawWalk, Recomputed, Remarks, Strata, Utc } from './draw-record.tsx'
import './draws.css'

interface Orderer {
  readonly person: string
  readonly port: string
  readonly agency: string
  readonly draws: number
  readonly redraws: number
}

/** The open register of draws, for everybody (DR-03, DR-04). */
export function PublicDrawsPage() {
  const { t } = useTexts()
  const list = useRows<DrawSummary>(['public-draws'], '/public/draws', {}, [])
  const orderers = useQuery({ queryKey: ['draw-orderers'], queryFn: ({ signal }) => get<Page<Orderer>>('/public/draw-orderers', {}, signal) })
  return (
    <PublicFrame>
      <PageHead title={t('draws.public')} lead={t('draws.publicLead')} />
      <Listed list={list} empty={<Empty title={t('draws.none')} text={t('draws.noneText')} />}>
        <section className="panel">
          <div className="panel-body draw-scroll">
            <table className="draw-table">
              <thead>
                <tr>{(['draw', 'agency', 'state', 'candidates', 'drawn', 'frozen', 'remark'] as const).map((name) => <th key={name} scope="col">{t(`draws.${name}`)}</th>)}</tr>
              </thead>
              <tbody>
                {list.rows.map((draw) => (
                  <tr key={draw.id}>
                    <td><Link to="/public/draws/$id" params={{ id: draw.id }} className="strong code">{draw.label}</Link> <span className="quiet small">{draw.port}</span></td>
                    <td>{draw.agency}</td>
                    <td><StateOf state={draw.state} /></td>
                    <td>{draw.objects}</td>
                    <td>{draw.drawn ?? '—'}</td>
                    <td><Utc moment={draw.frozenAt} /></td>
                    <td>{draw.replacedBy !== null ? t('draws.replacedBy') : draw.causes.map((cause) => t(`draws.cause.${cause}`)).join(', ')}</td>
                  </tr>
                ))}
              </tbody>
            </table>
            {list.more === undefined ? null : <button type="button" className="link-button" onClick={list.more}>{t('draws.more')}</button>}
          </div>
        </section>
      </Listed>
      {orderers.data === undefined || orderers.data.items.length === 0 ? null : (
        <section className="panel" aria-labelledby="orderers-title">
          <div className="panel-head"><h2 id="orderers-title">{t('draws.orderers')}</h2></div>
          <div className="panel-body draw-scroll">
            <table className="draw-table">
              <thead><tr>{(['person', 'agency', 'ordersOf', 'redraws'] as const).map((name) => <th key={name} scope="col">{t(`draws.${name}`)}</th>)}</tr></thead>
              <tbody>
                {orderers.data.items.map((one) => <tr key={`${one.person} ${one.port}`}><td className="code">{one.person}</td><td>{one.agency} {one.port}</td><td>{one.draws}</td><td>{one.redraws}</td></tr>)}
              </tbody>
            </table>
          </div>
        </section>
      )}
    </PublicFrame>
  )
}

/** A state of a draw, in its tone. */
export function StateOf({ state }: { readonly state: DrawSummary['state'] }) {
  const { t } = useTexts()
  return <Pill tone={state === 'drawn' ? 'good' : state === 'declined' ? 'bad' : state === 'proposed' ? 'warn' : 'info'}>{t(`draws.stateOf.${state}`)}</Pill>
}

/** One draw for everybody: recomputed here, by the code that drew it, from what is published (DR-03). */
export function PublicDrawPage() {
  const { t } = useTexts()
  const { id } = useParams({ from: '/public/draws/$id' })
  const found = useQuery({ queryKey: ['public-draw', id], queryFn: ({ signal }) => get<PublicDraw>(`/public/draws/${id}`, {}, signal) })
  const draw = found.data
  if (found.error !== null) return <PublicFrame><Failure error={found.error} retry={() => void found.refetch()} /></PublicFrame>
  if (draw === undefined || draw.list === null) return <PublicFrame><Loading /></PublicFrame>
  return (
    <PublicFrame>
      <PageHead title={`${draw.label} · ${draw.agency} · ${draw.port}`} lead={<StateOf state={draw.state} />}>
        <a className="link-button" href={href(`/public/draws/${id}`)} download={`${draw.label}.json`}>{t('draws.download')}</a>
      </PageHead>
      <DrawWalk draw={draw} />
      {draw.replacedBy === null ? null : <p className="refused"><Link to="/public/draws/$id" params={{ id: draw.replacedBy }}>{t('draws.replacedBy')}</Link></p>}
      {draw.replaces === null ? null : <p><Link to="/public/draws/$id" params={{ id: draw.replaces }}>{t('draws.replacesThat')}</Link></p>}
      {draw.seed === null ? <p className="quiet">{t('draws.notYet')}</p> : <Recomputed draw={draw} />}
      <Strata list={draw.list} names={draw.strata} drawn={draw.result} />
      {draw.seed === null || draw.current === null ? null : <DrawReplay key={draw.seed} list={draw.list} strata={draw.strata} seed={draw.seed} drawn={draw.current} />}
      <Remarks draw={draw} />
    </PublicFrame>
  )
}
