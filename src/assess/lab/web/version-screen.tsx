import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { useTexts } from '../../../web/i18n/i18n.ts'
import { Empty, Failure, Loading } from '../../../web/kit/blank.tsx'
import { Moment } from '../../../web/kit/moment.tsx'
import { PageHead } from '../../../web/kit/page-head.tsx'
import { Pill } from '../../../web/kit/pill.tsx'
import { editingQuery } from '../../editor/web/editor-query.ts'
import { BacktestPart } from './backtest-part.tsx'
import { ChangesPart } from './changes-part.tsx'
import { useActs, useVersions, type Version } from './lab-query.ts'
import { LivePart } from './live-part.tsx'
import { TrialPart } from './trial-part.tsx'
import '../../../web/kit/grid.css'
import { Table } from '../../../web/kit/table.tsx'
import './lab.css'

/** The life of a version: tried on the past, in the shadow, on a share of the cases, in force, and back. */
export function VersionScreen() {
  const { t, language } = useTexts()
  const { table, version } = useParams({ from: '/shell/rule-lab/$table/$version' })
  const versions = useVersions(table)
  const acts = useActs(table)
  const editing = useQuery(editingQuery(table))
  if (versions.error !== null) return <Failure error={versions.error} retry={() => void versions.refetch()} />
  if (versions.data === undefined) return <Loading />
  const shown = versions.data.items.find(({ number }) => String(number) === version)
  if (shown === undefined) return <Empty title={t('lab.noVersion')} />
  const trials = acts.data?.trials ?? []
  const canary = trials.find((trial) => trial.number === shown.number && trial.state === 'running' && trial.kind === 'canary')
  return (
    <div className="stack wide">
      <PageHead title={t('lab.title', { table: editing.data?.definition.title[language] ?? table, version: shown.number })} lead={shown.note}>
        <StateOf version={shown} canary={canary !== undefined} />
      </PageHead>
      <dl className="lab-facts">
        <div><dt>{t('lab.author')}</dt><dd>{shown.author}</dd><dd className="small quiet"><Moment at={shown.recordedAt} /></dd></div>
        <div><dt>{t('lab.activatedBy')}</dt><dd>{shown.activatedBy ?? '—'}</dd><dd className="small quiet"><Moment at={shown.activatedAt ?? undefined} /></dd></div>
        <div><dt>{t('lab.inForce')}</dt><dd><Moment at={shown.validFrom ?? undefined} /></dd><dd className="small quiet">{shown.validTo === null ? '' : <>→ <Moment at={shown.validTo} /></>}</dd></div>
        <div><dt>{t('lab.rows')}</dt><dd>{shown.rowCount}</dd><dd className="small quiet code" title={shown.rowsHash}>{shown.rowsHash.slice(0, 12)}</dd></div>
      </dl>
      <ChangesPart key={`changes ${shown.number}`} table={table} version={shown} versions={versions.data.items} />
      <BacktestPart key={shown.number} table={table} version={shown.number} />
      <TrialPart table={table} version={shown} trials={trials} />
      <LivePart table={table} version={shown} acts={acts.data?.acts ?? []} />
      <History table={table} versions={versions.data.items} current={shown.number} />
    </div>
  )
}

function StateOf({ version, canary }: { readonly version: Version; readonly canary: boolean }) {
  const { t } = useTexts()
  if (canary) return <Pill tone="joint">{t('lab.state.canary')}</Pill>
  const ended = version.validTo !== null && Date.parse(version.validTo) <= Date.now()
  return version.state === 'recorded' ? <Pill tone="info">{t('lab.state.recorded')}</Pill> : <Pill tone={ended ? 'idle' : 'good'}>{t(ended ? 'lab.state.ended' : 'lab.state.active')}</Pill>
}

function History({ table, versions, current }: { readonly table: string; readonly versions: readonly Version[]; readonly current: number }) {
  const { t } = useTexts()
  return (
    <section className="panel" aria-labelledby="lab-history">
      <div className="panel-head"><h2 id="lab-history">{t('lab.history')}</h2></div>
      <Table label={t('lab.history')} heads={(['version', 'note', 'author', 'activatedBy', 'inForce', 'ended'] as const).map((each) => t(`lab.${each}`))}>
        {versions.map((one) => (
          <tr key={one.number} aria-current={one.number === current ? 'true' : undefined}>
            <th scope="row"><Link to="/rule-lab/$table/$version" params={{ table, version: String(one.number) }} className="strong code">{one.number}</Link></th>
            <td>{one.note}</td>
            <td>{one.author}</td>
            <td>{one.activatedBy ?? '—'}</td>
            <td><Moment at={one.validFrom ?? undefined} /></td>
            <td><Moment at={one.validTo ?? undefined} /></td>
          </tr>
        ))}
      </Table>
    </section>
  )
}
