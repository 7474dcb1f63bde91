import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { Button, Input } from 'antd'
import { AskedPart } from '../../../clear/measures/web/measures-part.tsx'
import { get } from '../../../web/api/client.ts'
import { useCodeName, useTexts } from '../../../web/i18n/i18n.ts'
import { Empty, Failure, Loading } from '../../../web/kit/blank.tsx'
import { Choices } from '../../../web/kit/choices.tsx'
import { Grid, type Column } from '../../../web/kit/grid.tsx'
import { useRows } from '../../../web/kit/list-query.ts'
import { Moment } from '../../../web/kit/moment.tsx'
import { PageHead } from '../../../web/kit/page-head.tsx'
import { Pill, StatusPill } from '../../../web/kit/pill.tsx'
import { riskTone } from '../../../web/kit/tones.ts'
import { Walk } from '../../../web/kit/walk.tsx'
import { usePort } from '../../../web/reference/port.ts'
import { usePackName } from '../../../web/reference/reference.ts'
import { useHasRole } from '../../../web/session/session.ts'
import { TurnLine, useTurns, type Turn } from '../../../joint/inspections/web/waiting-part.tsx'
import type { DeclarationRow } from './declaration-views.ts'
import { walkOf } from './walk-of.ts'

/** How many there are of each status, as the server counts them. `more` names counts that ended at its bound. */
interface Counts {
  readonly total: number
  readonly byStatus: Readonly<Record<string, number>>
  readonly more: readonly string[]
}

const shownCount = (counts: Counts, status: string | undefined): string =>
  `${(status === undefined ? counts.total : (counts.byStatus[status] ?? 0)).toLocaleString('en')}${counts.more.includes(status ?? 'total') ? '+' : ''}`

const statuses = [undefined, 'accepted', 'held', 'released', 'refused'] as const

/** A trader's consignments, or all of the port for those who supervise: what is asked of whom, and when the goods are promised. */
export function ConsignmentsScreen() {
  const { t } = useTexts()
  const search = useSearch({ from: '/shell/consignments' })
  const navigate = useNavigate()
  const port = usePort()
  const name = useCodeName()
  const isTrader = useHasRole('trader')
  const list = useRows<DeclarationRow>(['declarations'], '/declarations', { port: port.code, status: search.status, direction: search.direction, q: search.find }, ['declaration', 'directive', 'joint-inspection'], port.code !== '')
  const counts = useQuery({
    queryKey: ['declarations', 'counts', port.code],
    queryFn: ({ signal }) => get<Counts>('/declarations/counts', { port: port.code }, signal),
    meta: { subjects: ['declaration'] },
    enabled: port.code !== '',
  }).data
  const turns = useTurns(port.code, list.rows.filter((row) => row.status === 'accepted' || row.status === 'held').map((row) => row.id))
  const columns = useColumns(isTrader, turns)
  const filtered = search.status !== undefined || search.find !== undefined || search.direction !== undefined
  return (
    <>
      <PageHead title={isTrader ? t('consignments.mine') : t('consignments.all')} lead={isTrader ? t('consignments.mineLead') : t('consignments.allLead')}>
        {isTrader ? (
          <Link to="/declarations/new" className="go">
            {t('nav.newDeclaration')}
          </Link>
        ) : null}
      </PageHead>
      <AskedPart port={port.code} />
      <div className="filters no-print">
        <Choices name="status" label={t('field.status')} value={search.status} options={statuses.map((value) => ({ value, label: value === undefined ? t('common.all') : name('status', value), count: counts === undefined ? undefined : shownCount(counts, value) }))} />
        <Input.Search
          key={search.find ?? ''}
          className="grow"
          style={{ maxWidth: 320 }}
          allowClear
          defaultValue={search.find ?? ''}
          placeholder={t('consignments.findHint')}
          aria-label={t('consignments.find')}
          onSearch={(find) => void navigate({ to: '/consignments', search: { ...search, find: find.trim() === '' ? undefined : find.trim() } as never })}
        />
      </div>
      {list.error !== null ? (
        <Failure error={list.error} retry={list.retry} />
      ) : list.isPending ? (
        <Loading />
      ) : list.rows.length === 0 && (list.more !== undefined || list.fetching) ? (
        <Empty title={t('consignments.noneYet')} text={t('consignments.noneYetText')}>
          <Button onClick={list.more} loading={list.fetching}>
            {t('consignments.lookFurther')}
          </Button>
        </Empty>
      ) : list.rows.length === 0 ? (
        <Empty title={filtered ? t('consignments.noneFound') : t('consignments.none')} text={filtered ? t('consignments.noneFoundText') : t('consignments.noneText')}>
          {filtered ? <Link to="/consignments">{t('common.clearFilters')}</Link> : null}
        </Empty>
      ) : (
        <Grid
          label={isTrader ? t('consignments.mine') : t('consignments.all')}
          columns={columns}
          rows={list.rows}
          keyOf={(row) => row.id}
          open={(row) => void navigate({ to: '/declarations/$id', params: { id: row.id } })}
          urgent={(row) => row.status === 'held' || row.status === 'refused'}
          more={list.more}
          fetching={list.fetching}
        />
      )}
    </>
  )
}

function useColumns(isTrader: boolean, turns: ReadonlyMap<string, Turn>): readonly Column<DeclarationRow>[] {
  const { t } = useTexts()
  const code = useCodeName()
  const name = usePackName()
  return [
    {
      key: 'number',
      title: t('field.declarationNumber'),
      render: (row) => (
        <div>
          <Link to="/declarations/$id" params={{ id: row.id }} className="code strong nowrap">
            {row.number}
          </Link>
          <span className="sub code nowrap">{isTrader ? row.reference : `${row.declarant} · ${row.reference}`}</span>
        </div>
      ),
    },
    {
      key: 'goods',
      title: t('field.goods'),
      render: (row) => (
        <div>
          <span className="cut">{row.goods}</span>
          <span className="sub">
            {code('direction', row.direction)} · {code('mode', row.mode)} · {t('consignments.lines', { count: row.items })}
          </span>
        </div>
      ),
    },
    isTrader
      ? { key: 'mode', title: t('field.releaseMode'), wideOnly: true, render: (row) => <span className="nowrap">{name('releaseModes', row.releaseMode)}</span> }
      : {
          key: 'risk',
          title: t('field.riskLevel'),
          wideOnly: true,
          render: (row) => (
            <div>
              <Pill tone={riskTone(row.riskLevel)}>{`${row.creditGrade} × ${name('riskLevels', row.riskLevel)}`}</Pill>
              <span className="sub">{name('releaseModes', row.releaseMode)}</span>
            </div>
          ),
        },
    {
      key: 'status',
      title: t('field.status'),
      render: (row) => (
        <div className="stack tight">
          <span>
            <StatusPill state={row.status} />
          </span>
          <Walk views={walkOf(row)} />
        </div>
      ),
    },
    {
      key: 'next',
      title: t('field.next'),
      render: (row) => {
        const turn = turns.get(row.id)
        if (turn !== undefined) return <TurnLine turn={turn} />
        return <span className={row.status === 'accepted' ? undefined : 'quiet'}>{code('waitsFor', row.status === 'accepted' ? row.releaseMode : row.status)}</span>
      },
    },
    {
      key: 'times',
      title: t('consignments.times'),
      render: (row) => (
        <div className="stack tight">
          <Moment at={row.acceptedAt} />
          <Moment at={row.releasedAt} />
        </div>
      ),
    },
  ]
}
