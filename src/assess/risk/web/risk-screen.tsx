import { useQuery } from '@tanstack/react-query'
import { Link, useSearch } from '@tanstack/react-router'
import { get, type Page } from '../../../web/api/client.ts'
import { useTexts } from '../../../web/i18n/i18n.ts'
import { Failure, Loading } from '../../../web/kit/blank.tsx'
import { PageHead } from '../../../web/kit/page-head.tsx'
import { useHasRole } from '../../../web/session/session.ts'
import type { PortPicture, YieldView } from '../centre-routes.ts'
import type { AlertView, EntryView, HoldView } from '../views.ts'
import type { BulletinView, WarningView } from '../routes-watch.ts'
import { Alerts } from './alerts-part.tsx'
import { Bulletins, Warnings } from './notes-part.tsx'
import { Holds } from './holds-part.tsx'
import { Kept, type KeptGoods } from './kept-part.tsx'
import { NewEntry } from './new-part.tsx'
import { Picture } from './picture-part.tsx'
import { Records } from './records-part.tsx'
import { Yields } from './yields-part.tsx'
import '../../../web/kit/grid.css'
import './risk.css'

interface Centre {
  readonly levels: readonly string[]
  readonly ports: readonly PortPicture[]
}

/** News of any of these and the picture is drawn anew; what belongs to every port is looked for besides. */
const subjects = ['hold-rule', 'alert', 'risk-record', 'warning', 'bulletin', 'declaration', 'joint-inspection']
const again = { meta: { subjects }, refetchInterval: 10_000 } as const

function useList<Item>(path: string, query: Record<string, string | number> = {}) {
  return useQuery({ queryKey: ['risk', path, query], queryFn: ({ signal }) => get<Page<Item>>(path, query, signal), ...again })
}

/** The risk centre (口岸风险布控中心): the ports as they are, what came in, what is looked for, what it is worth. */
export function RiskScreen() {
  const { t } = useTexts()
  const search = useSearch({ from: '/shell/risk' })
  const may = useHasRole('officer', 'coordinator', 'headquarters')
  const centre = useQuery({ queryKey: ['risk', 'centre'], queryFn: ({ signal }) => get<Centre>('/risk-centre', {}, signal), ...again })
  const alerts = useList<AlertView>('/alerts', { state: 'new', limit: 200 })
  const holds = useList<HoldView>('/hold-rules', { limit: 30 })
  const kept = useList<KeptGoods>('/held-goods')
  const records = useList<EntryView>('/risk-records', { standing: 'true', limit: 200 })
  const yields = useQuery({ queryKey: ['risk', 'yields'], queryFn: ({ signal }) => get<{ readonly items: readonly YieldView[]; readonly least: { readonly hits: number; readonly rate: number } }>('/rule-yields', {}, signal), ...again })
  const warnings = useList<WarningView>('/warnings', { state: 'standing' })
  const bulletins = useList<BulletinView>('/bulletins', { limit: 10 })
  const all = [centre, alerts, holds, records, kept, yields, warnings, bulletins]
  const failed = all.find(({ error }) => error !== null)?.error
  const ready = centre.data !== undefined && alerts.data !== undefined && holds.data !== undefined && records.data !== undefined && kept.data !== undefined && yields.data !== undefined && warnings.data !== undefined && bulletins.data !== undefined
  return (
    <div className="stack wide">
      <PageHead title={t('risk.title')} lead={t('risk.lead')}>
        <Link to={'/rule-lab' as never}>{t('risk.ruleLab')}</Link>
        <Link to={'/targeting' as never}>{t('risk.targeting')}</Link>
        <Link to="/draws">{t('risk.draws')}</Link>
        {may ? <Link to="/risk" search={{ new: 'hold' }} className="go">{t('risk.new')}</Link> : null}
      </PageHead>
      {failed !== undefined && failed !== null ? (
        <Failure error={failed} retry={() => void Promise.all(all.map((one) => one.refetch()))} />
      ) : !ready ? (
        <Loading rows={12} />
      ) : (
        <>
          {search.new === undefined || !may ? null : <NewEntry key={search.new} kind={search.new} bases={[...records.data.items, ...holds.data.items]} />}
          <Picture levels={centre.data.levels} ports={centre.data.ports} />
          <div className="risk-pair">
            <Alerts alerts={alerts.data.items} />
            <div className="stack">
              <Kept goods={kept.data.items} holds={holds.data.items} />
              <Records records={records.data.items} />
            </div>
          </div>
          <Holds holds={holds.data.items} />
          <Yields yields={yields.data.items} least={yields.data.least} />
          <div className="risk-pair">
            <Warnings warnings={warnings.data.items} />
            <Bulletins bulletins={bulletins.data.items} />
          </div>
        </>
      )}
    </div>
  )
}
