import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { get } from '../../../web/api/client.ts'
import { useTexts } from '../../../web/i18n/i18n.ts'
import { distance } from '../../../web/i18n/time.ts'
import { Empty, Failure, Loading } from '../../../web/kit/blank.tsx'
import { DayInput } from '../../../web/kit/field.tsx'
import { Moment } from '../../../web/kit/moment.tsx'
import { PageHead } from '../../../web/kit/page-head.tsx'
import { fromWallClock } from '../../../web/i18n/time.ts'
import { Parties } from '../../../web/reference/party.tsx'
import { usePort } from '../../../web/reference/port.ts'
import { StagesPart } from '../../../watch/stages/web/stages-part.tsx'
import type { JointMeasures, Repeats } from '../routes.ts'
import '../../../web/kit/grid.css'
import { Table } from '../../../web/kit/table.tsx'
import './measures.css'

const subjects = ['joint-inspection']

/** What joint inspection brought in a period: the five goals, repeats and finds, each with the cases behind it. */
export function MeasuresScreen() {
  const { t } = useTexts()
  const { code: port, timeZone } = usePort()
  const search = useSearch({ from: '/shell/measures' })
  const navigate = useNavigate()
  const day = (text: string | undefined): string | undefined => (text === undefined ? undefined : fromWallClock(`${text}T00:00`, timeZone))
  const query = { port, from: day(search.from), to: day(search.to) }
  const joint = useQuery({ queryKey: ['measures', 'joint', query], queryFn: ({ signal }) => get<JointMeasures>('/measures/joint', { ...query, limit: 100 }, signal), meta: { subjects }, enabled: port !== '' })
  const repeats = useQuery({ queryKey: ['measures', 'repeats', query], queryFn: ({ signal }) => get<Repeats>('/measures/repeats', query, signal), meta: { subjects }, enabled: port !== '' })
  const failed = joint.error ?? repeats.error
  const set = (name: 'from' | 'to') => (value: string | undefined) => void navigate({ to: '/measures', search: { ...search, [name]: value } as never })
  return (
    <>
      <PageHead title={t('measures.title')} lead={t('measures.lead')}>
        <DayInput value={search.from} onChange={set('from')} label={t('measures.from')} />
        <DayInput value={search.to} onChange={set('to')} label={t('measures.to')} />
      </PageHead>
      {failed !== null ? (
        <Failure error={failed} retry={() => void Promise.all([joint.refetch(), repeats.refetch()])} />
      ) : joint.data === undefined || repeats.data === undefined ? (
        <Loading rows={10} />
      ) : (
        <>
          <StagesPart span={query} opened={search} search={{ from: search.from, to: search.to }} />
          <h2>{t('modes.stages.joint')}</h2>
          <Figures joint={joint.data} repeats={repeats.data} />
          <Cases joint={joint.data} />
          <Again repeats={repeats.data} />
        </>
      )}
    </>
  )
}

function useLength(): (milliseconds: number) => string {
  const { t } = useTexts()
  return (milliseconds) => {
    const { value, unit } = distance(0, milliseconds)
    return t(`span.${unit}`, { count: value })
  }
}

const percent = (share: number): string => `${(share * 100).toFixed(1).replace(/\.0$/, '')} %`

/** The figures, each leading to the list it counts. */
function Figures({ joint, repeats }: { readonly joint: JointMeasures; readonly repeats: Repeats }) {
  const { t } = useTexts()
  const length = useLength()
  const { totals, answers } = joint
  const figures = [
    { name: t('measures.inspections'), value: String(totals.inspections), note: t('measures.visits', { count: totals.time.visitsAlone }), to: '#cases' },
    { name: t('measures.persons'), value: String(totals.persons.used), note: t('measures.alone', { count: totals.persons.alone }), to: '#cases' },
    { name: t('measures.span'), value: totals.inspections === 0 ? '—' : length(totals.time.span / totals.inspections), note: t('measures.each'), to: '#cases' },
    { name: t('measures.openings'), value: String(totals.openings), note: t('measures.ofInspections', { count: totals.inspections }), to: '#cases' },
    { name: t('measures.results'), value: `${totals.results.kept}/${totals.results.due}`, note: t('measures.shared'), to: '#cases' },
    { name: t('measures.toAgreement'), value: totals.toAgreement === undefined ? '—' : length(totals.toAgreement), note: t('measures.median'), to: '#cases' },
    { name: t('measures.declined'), value: percent(answers.declineRate), note: t('measures.of', { part: answers.declined, whole: answers.proposed }), to: undefined },
    { name: t('measures.repeatRate'), value: percent(repeats.repeatRate), note: t('measures.of', { part: repeats.repeats, whole: repeats.objects }), to: '#again' },
    { name: t('measures.findRate'), value: percent(repeats.findRate), note: t('measures.of', { part: repeats.finds, whole: repeats.inspections }), to: '#found' },
  ]
  return (
    <ul className="figures">
      {figures.map((figure) => (
        <li key={figure.name} className="figure">
          <span className="small quiet">{figure.name}</span>
          {figure.to === undefined ? <b>{figure.value}</b> : <a href={figure.to}>{figure.value}</a>}
          <span className="small">{figure.note}</span>
        </li>
      ))}
    </ul>
  )
}

function Cases({ joint }: { readonly joint: JointMeasures }) {
  const { t } = useTexts()
  const length = useLength()
  return (
    <section className="panel" id="cases" aria-labelledby="cases-title">
      <div className="panel-head">
        <h2 id="cases-title">{t('measures.cases')}</h2>
      </div>
      {joint.items.length === 0 ? (
        <Empty title={t('measures.none')} />
      ) : (
        <Table
          label={t('measures.cases')}
          heads={[t('field.object'), t('board.parties'), t('board.closedAt'), { right: t('measures.persons') }, { right: t('measures.span') }, { right: t('measures.openings') }, { right: t('measures.results') }, { right: t('measures.toAgreement') }]}
        >
          {joint.items.map(({ id, object, agencies, closedAt, goals }) => (
            <tr key={id}>
              <td>
                <Link to="/inspections/$id" params={{ id }} className="code">
                  {object}
                </Link>
              </td>
              <td>
                <Parties codes={agencies} />
              </td>
              <td>
                <Moment at={closedAt} />
              </td>
              <td className="right nowrap">
                {goals.persons.used} <span className="quiet">({goals.persons.alone})</span>
              </td>
              <td className="right nowrap">{length(goals.time.span)}</td>
              <td className="right">{goals.openings}</td>
              <td className="right">
                {goals.results.kept}/{goals.results.due}
              </td>
              <td className="right nowrap">{goals.toAgreement === undefined ? '—' : length(goals.toAgreement)}</td>
            </tr>
          ))}
        </Table>
      )}
    </section>
  )
}

function Again({ repeats }: { readonly repeats: Repeats }) {
  const { t } = useTexts()
  return (
    <div className="again">
      <section className="panel" id="again" aria-labelledby="again-title">
        <div className="panel-head">
          <h2 id="again-title">{t('measures.again')}</h2>
        </div>
        <ul className="panel-body stack tight">
          {repeats.repeated.length === 0 ? <li className="quiet">{t('measures.noRepeats')}</li> : null}
          {repeats.repeated.map((one) => (
            <li key={`${one.port} ${one.inspections[0]?.id ?? one.object}`} className="row">
              <b className="code">{one.object}</b>
              {one.inspections.map((look) => (
                <Link key={look.id} to="/inspections/$id" params={{ id: look.id }}>
                  <Moment at={look.closedAt} />
                </Link>
              ))}
              <span className="small quiet">{t('measures.opened', { count: one.openings })}</span>
            </li>
          ))}
        </ul>
      </section>
      <section className="panel" id="found" aria-labelledby="found-title">
        <div className="panel-head">
          <h2 id="found-title">{t('measures.found')}</h2>
        </div>
        <ul className="panel-body stack tight">
          {repeats.found.length === 0 ? <li className="quiet">{t('measures.noFinds')}</li> : null}
          {repeats.found.map((one) => (
            <li key={one.id} className="row">
              <Link to="/inspections/$id" params={{ id: one.id }} className="code">
                {one.object}
              </Link>
              <Parties codes={one.agencies} />
              <Moment at={one.closedAt} />
            </li>
          ))}
        </ul>
      </section>
    </div>
  )
}
