import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { Button, Drawer } from 'antd'
import { useCodeName, useTexts } from '../../../web/i18n/i18n.ts'
import { Empty, Failure, Loading } from '../../../web/kit/blank.tsx'
import { Choices } from '../../../web/kit/choices.tsx'
import { Grid, type Column } from '../../../web/kit/grid.tsx'
import { useRows } from '../../../web/kit/list-query.ts'
import { Moment } from '../../../web/kit/moment.tsx'
import { PageHead } from '../../../web/kit/page-head.tsx'
import { Pill } from '../../../web/kit/pill.tsx'
import { usePort } from '../../../web/reference/port.ts'
import { useActor, useHasRole } from '../../../web/session/session.ts'
import { BodiesPart, BodyPart } from './bodies-part.tsx'
import { OrderForm } from './order-form.tsx'
import { OrdersPart } from './orders-part.tsx'
import { ReportPart } from './report-part.tsx'
import { SubmitReportForm } from './submit-report-form.tsx'
import { reportTones, type ReportRow } from './tones.ts'

const views = ['reports', 'doubted', 'all', 'bodies', 'orders'] as const
type View = (typeof views)[number]
const stateOf: Readonly<Partial<Record<View, string>>> = { reports: 'waiting', doubted: 'doubted' }

/** The acceptance desk: reports that wait, each with what the rule says of it; bodies with their standing and figures; samples under seal. A body submits its reports here. */
export function AcceptanceScreen() {
  const { t } = useTexts()
  const search = useSearch({ from: '/shell/acceptance' })
  const navigate = useNavigate()
  const isBody = useHasRole('laboratory')
  const own = useActor().enterprise
  const orders = useHasRole('officer', 'coordinator')
  const first: View = isBody ? 'all' : 'reports'
  const view = views.find((each) => each === search.view) ?? first
  const go = (change: Readonly<Partial<Record<'report' | 'body' | 'new' | 'order', string | undefined>>>): void => void navigate({ to: '/acceptance', search: { ...search, ...change } as never })
  return (
    <>
      <PageHead title={t('acceptance.title')} lead={t(isBody ? 'acceptance.lead.body' : 'acceptance.lead.officer')}>
        {isBody && own !== undefined ? (
          <Button type="primary" onClick={() => go({ new: '1' })}>
            {t('acceptance.new')}
          </Button>
        ) : null}
        {orders ? <Button onClick={() => go({ order: '1' })}>{t('acceptance.order')}</Button> : null}
      </PageHead>
      {isBody && own === undefined ? <p className="quiet">{t('acceptance.noOwnBody')}</p> : null}
      <div className="filters no-print">
        <Choices name="view" label={t('acceptance.views')} value={search.view} options={[first, ...views.filter((each) => each !== first)].map((each) => ({ value: each === first ? undefined : each, label: t(`acceptance.${each}`) }))} />
      </div>
      {view === 'bodies' ? <BodiesPart open={(body) => go({ body })} /> : view === 'orders' ? <OrdersPart /> : <Reports state={stateOf[view]} open={(report) => go({ report })} {...(isBody && own !== undefined ? { submit: () => go({ new: '1' }) } : {})} />}
      <Drawer open={search.report !== undefined} onClose={() => go({ report: undefined })} size={640} title={t('acceptance.number')} destroyOnHidden>
        {search.report === undefined ? null : <ReportPart id={search.report} />}
      </Drawer>
      <Drawer open={search.body !== undefined} onClose={() => go({ body: undefined })} size={640} title={search.body ?? ''} destroyOnHidden>
        {search.body === undefined ? null : <BodyPart code={search.body} openReport={(report) => go({ body: undefined, report })} />}
      </Drawer>
      <Drawer open={search.new !== undefined && own !== undefined} onClose={() => go({ new: undefined })} size={640} title={t('acceptance.new')} destroyOnHidden>
        {search.new === undefined || own === undefined ? null : <SubmitReportForm body={own} done={(report) => go({ new: undefined, report })} />}
      </Drawer>
      <Drawer open={search.order !== undefined && orders} onClose={() => go({ order: undefined })} size={560} title={t('acceptance.order')} destroyOnHidden>
        {search.order === undefined ? null : <OrderForm done={() => void navigate({ to: '/acceptance', search: { view: 'orders' } })} />}
      </Drawer>
    </>
  )
}

function Reports({ state, open, submit }: { readonly state: string | undefined; readonly open: (id: string) => void; readonly submit?: () => void }) {
  const { t } = useTexts()
  const code = useCodeName()
  const port = usePort()
  const list = useRows<ReportRow>(['acceptance', 'reports'], '/acceptance-reports', { state, port: port.code }, ['acceptance-report'], port.code !== '')
  if (list.error !== null) return <Failure error={list.error} retry={list.retry} />
  if (list.isPending) return <Loading />
  if (list.rows.length === 0) return (
    <Empty title={t('acceptance.none')} text={t('acceptance.noneText')}>
      {submit === undefined ? <Link to="/acceptance" search={{ view: 'bodies' }}>{t('acceptance.bodies')}</Link> : <Button onClick={submit}>{t('acceptance.new')}</Button>}
    </Empty>
  )
  const columns: readonly Column<ReportRow>[] = [
    {
      key: 'number',
      title: t('acceptance.number'),
      render: (report) => (
        <button type="button" data-open className="link-button strong code" onClick={() => open(report.id)}>
          {report.number}
        </button>
      ),
    },
    { key: 'body', title: t('acceptance.body'), render: (report) => <span className="code">{report.body}</span> },
    { key: 'declaration', title: t('acceptance.declaration'), render: (report) => <span className="bytes">{report.declaration}</span> },
    { key: 'lines', title: t('acceptance.lines'), render: (report) => <span className="cut">{report.lines.join(', ')}</span> },
    { key: 'conclusion', title: t('acceptance.conclusion'), render: (report) => <Pill tone={report.conclusion === 'conforms' ? 'good' : 'bad'}>{code('conclusion', report.conclusion)}</Pill> },
    { key: 'state', title: t('acceptance.state'), render: (report) => <Pill tone={reportTones[report.state]}>{code('reportState', report.state)}</Pill> },
    { key: 'rule', title: t('acceptance.grounds'), wideOnly: true, render: (report) => <span className="cut">{ruleOf(report, code)}</span> },
    { key: 'submitted', title: t('acceptance.submitted'), wideOnly: true, render: (report) => <Moment at={report.submittedAt} /> },
  ]
  return <Grid label={t('acceptance.title')} columns={columns} rows={list.rows} keyOf={(report) => report.id} open={(report) => open(report.id)} more={list.more} fetching={list.fetching} urgent={(report) => report.state === 'doubted'} />
}

/** The clauses that carry a report, or those it fails by. */
function ruleOf(report: ReportRow, code: ReturnType<typeof useCodeName>): string {
  if (report.reasons.length > 0) return [...new Set(report.reasons.map((reason) => reason.clause ?? reason.code))].join(', ')
  return [...new Set(report.grounds.map((ground) => `${code('ruleField', ground.rule)} ${ground.clause}`))].join(', ')
}
