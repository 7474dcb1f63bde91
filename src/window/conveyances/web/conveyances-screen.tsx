import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useCodeName, useTexts } from '../../../web/i18n/i18n.ts'
import { Empty } from '../../../web/kit/blank.tsx'
import { Choices } from '../../../web/kit/choices.tsx'
import { Grid, type Column } from '../../../web/kit/grid.tsx'
import { useRows } from '../../../web/kit/list-query.ts'
import { Listed } from '../../../web/kit/listed.tsx'
import { Moment } from '../../../web/kit/moment.tsx'
import { PageHead } from '../../../web/kit/page-head.tsx'
import { usePort } from '../../../web/reference/port.ts'
import { useHasRole } from '../../../web/session/session.ts'
import type { ListedConveyance } from '../conveyance.ts'
import { kinds, Movement, reporterName, Way } from './conveyance-words.tsx'

/** Vessels, trains, vehicles and aircraft that were reported at the port (SW-05); carriers see their own reports. */
export function ConveyancesScreen() {
  const { t } = useTexts()
  const name = useCodeName()
  const { kind } = useSearch({ from: '/shell/conveyances' })
  const navigate = useNavigate()
  const port = usePort()
  const reports = useHasRole('trader', 'operator')
  const list = useRows<ListedConveyance>(['conveyances'], '/conveyances', { port: port.code, kind }, ['conveyance'], port.code !== '')
  const columns: readonly Column<ListedConveyance>[] = [
    {
      key: 'ref',
      title: t('field.conveyanceRef'),
      render: (row) => (
        <div>
          <Link to="/conveyances/$id" params={{ id: row.id }} className="code strong nowrap">
            {row.ref}
          </Link>
          <span className="sub">
            {name('objectKind', row.kind)}
            {row.voyage === undefined ? null : <span className="code"> · {row.voyage}</span>}
          </span>
        </div>
      ),
    },
    { key: 'movement', title: t('conveyances.movement'), render: (row) => <Movement of={row} /> },
    { key: 'way', title: t('conveyances.fromTo'), wideOnly: true, render: (row) => <Way of={row} /> },
    { key: 'entries', title: t('conveyances.entries'), render: (row) => row.containers },
    { key: 'reporter', title: t('conveyances.reportedBy'), render: (row) => <span className="code">{reporterName(row.reportedBy)}</span> },
    { key: 'reported', title: t('conveyances.reportedAt'), wideOnly: true, render: (row) => <Moment at={row.reportedAt} /> },
  ]
  return (
    <>
      <PageHead title={t('conveyances.title')} lead={t('conveyances.lead')}>
        {reports ? (
          <Link to="/conveyances/new" className="go">
            {t('conveyances.report')}
          </Link>
        ) : null}
      </PageHead>
      <div className="filters no-print">
        <Choices name="kind" label={t('field.conveyanceKind')} value={kind} options={[undefined, ...kinds].map((value) => ({ value, label: value === undefined ? t('common.all') : name('objectKind', value) }))} />
      </div>
      <Listed list={list} empty={<Empty title={t('conveyances.none')} text={t('conveyances.noneText')} />}>
        <Grid label={t('conveyances.title')} columns={columns} rows={list.rows} keyOf={(row) => row.id} open={(row) => void navigate({ to: '/conveyances/$id', params: { id: row.id } })} more={list.more} fetching={list.fetching} />
      </Listed>
    </>
  )
}
