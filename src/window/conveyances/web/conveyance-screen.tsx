import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { get } from '../../../web/api/client.ts'
import { useCodeName, useTexts } from '../../../web/i18n/i18n.ts'
import { count } from '../../../web/i18n/time.ts'
import { Empty, Failure, Loading } from '../../../web/kit/blank.tsx'
import { Grid, type Column } from '../../../web/kit/grid.tsx'
import { Moment } from '../../../web/kit/moment.tsx'
import { PageHead } from '../../../web/kit/page-head.tsx'
import { StatusPill } from '../../../web/kit/pill.tsx'
import type { ConveyanceView } from '../conveyance.ts'
import { Movement, reporterName, Way } from './conveyance-words.tsx'

type Entry = ConveyanceView['containers'][number] & { readonly position: number }

/** One conveyance with its manifest: each container with the declarations it belongs to, whether they came before the report or after it (SW-05). */
export function ConveyanceScreen() {
  const { id } = useParams({ from: '/shell/conveyances/$id' })
  const { t, language } = useTexts()
  const name = useCodeName()
  const found = useQuery({ queryKey: ['conveyance', id], queryFn: ({ signal }) => get<ConveyanceView>(`/conveyances/${id}`, undefined, signal), meta: { subjects: ['conveyance', 'declaration'] } })
  if (found.error !== null) return <Failure error={found.error} retry={() => void found.refetch()} />
  if (found.data === undefined) return <Loading rows={8} />
  const conveyance = found.data
  const columns: readonly Column<Entry>[] = [
    { key: 'position', title: t('field.line'), wideOnly: true, render: (row) => row.position },
    { key: 'number', title: t('field.number'), render: (row) => <span className="code nowrap">{row.number ?? t('conveyances.loose')}</span> },
    { key: 'document', title: t('field.transportDocument'), render: (row) => <span className="code">{row.transportDocument ?? '—'}</span> },
    { key: 'weight', title: t('field.grossWeightKg'), wideOnly: true, render: (row) => (row.grossWeightKg === undefined ? '—' : `${count(row.grossWeightKg, language)} kg`) },
    {
      key: 'declarations',
      title: t('conveyances.declarations'),
      render: (row) =>
        row.declarations.length === 0 ? (
          <span className="quiet">{t('conveyances.undeclared')}</span>
        ) : (
          <ul className="stack tight">
            {row.declarations.map((declaration) => (
              <li key={declaration.id} className="row">
                <Link to="/declarations/$id" params={{ id: declaration.id }} className="code nowrap">
                  {declaration.number}
                </Link>
                <StatusPill state={declaration.status} />
              </li>
            ))}
          </ul>
        ),
    },
  ]
  const rows = conveyance.containers.map((entry, at) => ({ ...entry, position: at + 1 }))
  return (
    <>
      <PageHead
        title={conveyance.ref}
        mono
        lead={
          <span className="row">
            <span>{name('objectKind', conveyance.kind)}</span>
            {conveyance.voyage === undefined ? null : <span className="code">{conveyance.voyage}</span>}
            <Movement of={conveyance} />
            <Way of={conveyance} />
            <span className="quiet">
              {t('conveyances.reportedBy')} <span className="code">{reporterName(conveyance.reportedBy)}</span> <Moment at={conveyance.reportedAt} />
            </span>
          </span>
        }
      />
      {rows.length === 0 ? (
        <Empty title={t('conveyances.empty')} />
      ) : (
        <Grid label={t('conveyances.manifest')} columns={columns} rows={rows} keyOf={(row) => String(row.position)} />
      )}
    </>
  )
}
