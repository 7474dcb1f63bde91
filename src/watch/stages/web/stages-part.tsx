import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { get } from '../../../web/api/client.ts'
import { useTexts } from '../../../web/i18n/i18n.ts'
import { distance } from '../../../web/i18n/time.ts'
import { Empty, Failure, Loading } from '../../../web/kit/blank.tsx'
import { useRows } from '../../../web/kit/list-query.ts'
import { Listed } from '../../../web/kit/listed.tsx'
import { Moment } from '../../../web/kit/moment.tsx'
import { Pill } from '../../../web/kit/pill.tsx'
import { Table } from '../../../web/kit/table.tsx'
import { usePackName } from '../../../web/reference/reference.ts'
import type { BatchesView, StageCaseView, StagesView } from '../routes.ts'
import './stages.css'

const subjects = ['declaration', 'joint-inspection']

interface Span {
  readonly port: string
  readonly from: string | undefined
  readonly to: string | undefined
}

/** What the address of the screen asks for besides its period. */
export interface Opened {
  readonly cases?: string | undefined
  readonly mode?: string | undefined
}

const percent = (share: number | null): string => (share === null ? '—' : `${(share * 100).toFixed(1).replace(/\.0$/, '')} %`)

function useLength(): (milliseconds: number | null) => string {
  const { t } = useTexts()
  return (milliseconds) => {
    if (milliseconds === null) return '—'
    const { value, unit } = distance(0, milliseconds)
    return t(`span.${unit}`, { count: value })
  }
}

/** Two fast, one precise (SW-12): declaration, inspection and release by themselves, the rate of inspected batches (RR-21), and the cases behind each number. */
export function StagesPart({ span, opened, search }: { readonly span: Span; readonly opened: Opened; readonly search: Readonly<Record<string, string | undefined>> }) {
  const stages = useQuery({ queryKey: ['measures', 'stages', span], queryFn: ({ signal }) => get<StagesView>('/measures/stages', { ...span }, signal), meta: { subjects }, enabled: span.port !== '' })
  const batches = useQuery({ queryKey: ['measures', 'batches', span.port], queryFn: ({ signal }) => get<BatchesView>('/measures/batches', { port: span.port }, signal), meta: { subjects }, enabled: span.port !== '' })
  const failed = stages.error ?? batches.error
  if (failed !== null) return <Failure error={failed} retry={() => void Promise.all([stages.refetch(), batches.refetch()])} />
  if (stages.data === undefined || batches.data === undefined) return <Loading rows={6} />
  return (
    <>
      <Three stages={stages.data} search={search} />
      {opened.cases === undefined ? null : <StageCases span={span} opened={opened} />}
      <div className="two-columns">
        <Modes stages={stages.data} search={search} />
        <Batches batches={batches.data} />
      </div>
    </>
  )
}

/** A number that opens its cases. */
function Opens({ cases, mode, search, children }: { readonly cases: string; readonly mode?: string | undefined; readonly search: Readonly<Record<string, string | undefined>>; readonly children: React.ReactNode }) {
  return (
    <Link to="/measures" hash="stage-cases" search={{ ...search, cases, mode } as never}>
      {children}
    </Link>
  )
}

function Three({ stages, search }: { readonly stages: StagesView; readonly search: Readonly<Record<string, string | undefined>> }) {
  const { t } = useTexts()
  const length = useLength()
  const { total, inspect } = stages
  return (
    <section aria-labelledby="stages-title" className="stack">
      <h2 id="stages-title">{t('modes.stages.title')}</h2>
      <ul className="stages">
        <li className="panel">
          <span className="small quiet">{t('modes.stages.declare')}</span>
          <Opens cases="released" search={search}>{length(total.declare.median)}</Opens>
          <span className="small">{t('modes.stages.declareNote', { count: total.declare.batches })}</span>
        </li>
        <li className="panel">
          <span className="small quiet">{t('modes.stages.inspect')}</span>
          <Opens cases="inspected" search={search}>{percent(inspect.precision)}</Opens>
          <span className="small">
            <a href="#found" className="way">{t('modes.stages.inspectNote', { finds: inspect.finds, whole: inspect.inspections })}</a>
          </span>
        </li>
        <li className="panel">
          <span className="small quiet">{t('modes.stages.release')}</span>
          <Opens cases="released" search={search}>{length(total.release.median)}</Opens>
          <span className="small">{t('modes.stages.releaseNote', { count: total.release.batches })}</span>
        </li>
      </ul>
    </section>
  )
}

function Modes({ stages, search }: { readonly stages: StagesView; readonly search: Readonly<Record<string, string | undefined>> }) {
  const { t } = useTexts()
  const name = usePackName()
  const length = useLength()
  return (
    <section className="panel" aria-labelledby="modes-title">
      <div className="panel-head">
        <h2 id="modes-title">{t('modes.stages.byMode')}</h2>
      </div>
      <Table label={t('modes.stages.byMode')} heads={[t('field.releaseMode'), { right: t('modes.stages.batches') }, { right: t('modes.stages.declare') }, { right: t('modes.stages.release') }]}>
        {stages.modes.map((one) => (
          <tr key={one.mode}>
            <th scope="row">{name('releaseModes', one.mode)}</th>
            <td className="right"><Opens cases="released" mode={one.mode} search={search}>{one.released}</Opens></td>
            <td className="right nowrap">{length(one.declare.median)}</td>
            <td className="right nowrap">{length(one.release.median)}</td>
          </tr>
        ))}
      </Table>
    </section>
  )
}

/** The rate of inspected batches month by month against its target, with how it moved (RR-21). */
function Batches({ batches }: { readonly batches: BatchesView }) {
  const { t } = useTexts()
  const months = batches.months.filter(({ rate }) => rate !== null)
  const { change, target } = batches
  const highest = Math.max(target, ...months.map(({ rate }) => rate ?? 0))
  return (
    <section className="panel" aria-labelledby="batches-title">
      <div className="panel-head">
        <h2 id="batches-title">{t('modes.stages.rate')}</h2>
        <span className="row">
          <span className="small quiet">{t('modes.stages.target', { share: percent(target) })}</span>
          {change === undefined ? null : <Pill tone={change.points <= 0 ? 'good' : 'warn'}>{t('modes.stages.points', { points: change.points > 0 ? `+${change.points}` : String(change.points).replace('-', '−') })}</Pill>}
        </span>
      </div>
      {months.length === 0 ? (
        <Empty title={t('modes.stages.noMonths')} />
      ) : (
        <ul className="panel-body months">
          {months.map((one) => (
            <li key={one.month} className={one.aboveTarget ? 'above' : undefined}>
              <span className="code small">{one.month}</span>
              <meter min={0} max={highest} value={one.rate ?? 0} aria-label={`${one.month} ${percent(one.rate)}`} />
              <b className="right">{percent(one.rate)}</b>
              <span className="small quiet nowrap">{t('measures.of', { part: one.inspected, whole: one.batches })}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

function StageCases({ span, opened }: { readonly span: Span; readonly opened: Opened }) {
  const { t } = useTexts()
  const name = usePackName()
  const length = useLength()
  const inspected = opened.cases === 'inspected' ? 'true' : 'false'
  const list = useRows<StageCaseView>(['measures', 'stage-cases'], '/measures/stages/cases', { ...span, mode: opened.mode, inspected }, subjects)
  return (
    <section className="panel" id="stage-cases" aria-labelledby="stage-cases-title">
      <div className="panel-head">
        <h2 id="stage-cases-title">
          {t(`modes.stages.cases.${inspected === 'true' ? 'inspected' : 'released'}`)}
          {opened.mode === undefined ? '' : ` · ${name('releaseModes', opened.mode)}`}
        </h2>
      </div>
      <Listed list={list} bones={4} empty={<Empty title={t('modes.stages.noCases')} />}>
        <Table label={t('measures.cases')} heads={[t('field.declarationNumber'), t('field.releaseMode'), t('field.releasedAt'), { right: t('modes.stages.declareTime') }, { right: t('modes.stages.releaseTime') }]}>
          {list.rows.map((row) => (
            <tr key={row.id}>
              <td>
                <Link to="/declarations/$id" params={{ id: row.id }} className="code">
                  {row.number}
                </Link>
              </td>
              <td>{name('releaseModes', row.mode)}</td>
              <td>{row.releasedAt === null ? '—' : <Moment at={row.releasedAt} />}</td>
              <td className="right nowrap">{length(row.declare)}</td>
              <td className="right nowrap">{length(row.release)}</td>
            </tr>
          ))}
        </Table>
        {list.more === undefined ? null : <button type="button" className="link-button" onClick={list.more}>{t('draws.more')}</button>}
      </Listed>
    </section>
  )
}
