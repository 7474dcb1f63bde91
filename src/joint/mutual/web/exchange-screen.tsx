import { useQuery } from '@tanstack/react-query'
import { Link, useSearch } from '@tanstack/react-router'
import { get } from '../../../web/api/client.ts'
import { useCodeName, useTexts } from '../../../web/i18n/i18n.ts'
import { nameFor } from '../../../web/i18n/time.ts'
import { Empty, Failure, Loading } from '../../../web/kit/blank.tsx'
import { Choices } from '../../../web/kit/choices.tsx'
import { Grid, type Column } from '../../../web/kit/grid.tsx'
import { useRows } from '../../../web/kit/list-query.ts'
import { Listed } from '../../../web/kit/listed.tsx'
import { Moment } from '../../../web/kit/moment.tsx'
import { PageHead } from '../../../web/kit/page-head.tsx'
import { Pill } from '../../../web/kit/pill.tsx'
import { Party } from '../../../web/reference/party.tsx'
import { usePort } from '../../../web/reference/port.ts'
import { useHasRole } from '../../../web/session/session.ts'
import { TravellerPart } from '../../travellers/web/traveller-part.tsx'
import { AskDataForm } from './ask-data-form.tsx'
import type { QueryEntry } from './queries.ts'

interface Dealings {
  readonly exchange: { readonly answered: number; readonly denied: number }
  readonly recognition: { readonly adopted: number }
  readonly assistance: { readonly requested: number; readonly answered: number; readonly declined: number; readonly withdrawn: number }
}

const month = 30 * 24 * 3_600_000

/** Exchange of information, recognition of control, assistance in enforcement (三互, SW-11): asked here, counted here, and every query on the record. */
export function ExchangeScreen() {
  const { t } = useTexts()
  const search = useSearch({ from: '/shell/exchange' })
  const asks = useHasRole('officer', 'coordinator')
  return (
    <>
      <PageHead title={t('exchange.title')} lead={t('exchange.lead')}>
        <Link to="/cases" search={{ procedure: 'mutual-assistance' }}>
          {t('exchange.toAssistance')}
        </Link>
      </PageHead>
      <DealingsPart />
      {asks ? (
        <>
          <Choices
            name="view"
            label={t('exchange.ask')}
            value={search.view}
            options={[
              { value: undefined, label: t('exchange.ofDeclaration') },
              { value: 'traveller', label: t('exchange.ofTraveller') },
            ]}
          />
          {search.view === 'traveller' ? <TravellerPart /> : <AskDataForm />}
        </>
      ) : null}
      <LogPart />
    </>
  )
}

/** How much was dealt of each of the three kinds within thirty days. */
function DealingsPart() {
  const { t } = useTexts()
  const port = usePort()
  const found = useQuery({
    queryKey: ['mutual', port.code],
    queryFn: ({ signal }) => get<Dealings>('/mutual-dealings', { port: port.code, from: new Date(Date.now() - month).toISOString(), to: new Date().toISOString() }, signal),
    meta: { subjects: ['data-query', 'assistance', 'result'] },
    enabled: port.code !== '',
  })
  if (found.error !== null) return <Failure error={found.error} retry={() => void found.refetch()} />
  if (found.data === undefined) return <Loading rows={2} />
  const { exchange, recognition, assistance } = found.data
  return (
    <section className="panel" aria-labelledby="dealings-title">
      <div className="panel-head">
        <h2 id="dealings-title">{t('exchange.thirtyDays')}</h2>
      </div>
      <dl className="panel-body facts">
        <div>
          <dt>{t('exchange.information')}</dt>
          <dd>{t('exchange.answeredDenied', { answered: exchange.answered, denied: exchange.denied })}</dd>
        </div>
        <div>
          <dt>{t('exchange.recognition')}</dt>
          <dd>{t('exchange.adopted', { count: recognition.adopted })}</dd>
        </div>
        <div>
          <dt>{t('exchange.assistance')}</dt>
          <dd>{t('exchange.assisted', { requested: assistance.requested, answered: assistance.answered, declined: assistance.declined })}</dd>
        </div>
      </dl>
    </section>
  )
}

/** The log of queries: what was given, what was not, to whom and for what. */
function LogPart() {
  const { t, list, language } = useTexts()
  const code = useCodeName()
  const log = useRows<QueryEntry>(['data-queries'], '/data-queries', {}, ['data-query'])
  const fields = (names: readonly string[]): string => list(names.map((name) => code('tradeField', name)))
  const columns: readonly Column<QueryEntry>[] = [
    { key: 'at', title: t('exchange.at'), render: (row) => <Moment at={row.at} /> },
    { key: 'agency', title: t('exchange.agency'), render: (row) => <Party code={row.agency} /> },
    { key: 'kind', title: t('exchange.kind'), render: (row) => code('queryKind', row.kind) },
    { key: 'subject', title: t('exchange.subject'), wideOnly: true, render: (row) => (row.kind === 'trade' ? <Link to="/declarations/$id" params={{ id: row.subject }}>{t('exchange.declaration')}</Link> : <span className="code">{row.subject}</span>) },
    { key: 'purpose', title: t('exchange.purpose'), render: (row) => code('queryPurpose', row.purpose) },
    { key: 'allowed', title: t('exchange.allowed'), render: (row) => (row.allowed.length === 0 ? '—' : fields(row.allowed)) },
    { key: 'denied', title: t('exchange.denied'), render: (row) => (row.denied.length === 0 ? '—' : <Pill tone="bad">{fields(row.denied)}</Pill>) },
    { key: 'by', title: t('exchange.by'), wideOnly: true, render: (row) => nameFor(row.by, language) },
  ]
  return (
    <section className="stack" aria-labelledby="log-title">
      <h2 id="log-title">{t('exchange.log')}</h2>
      <Listed list={log} empty={<Empty title={t('exchange.none')} text={t('exchange.noneText')} />}>
        <Grid label={t('exchange.log')} columns={columns} rows={log.rows} keyOf={(row) => row.id} more={log.more} fetching={log.fetching} />
      </Listed>
    </section>
  )
}
