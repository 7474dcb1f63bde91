import { Drawer } from 'antd'
import { useState } from 'react'
import { useCodeName, useTexts } from '../../../web/i18n/i18n.ts'
import { inPortTime } from '../../../web/i18n/time.ts'
import { Empty, Failure, Loading } from '../../../web/kit/blank.tsx'
import { Grid, type Column } from '../../../web/kit/grid.tsx'
import { useRows } from '../../../web/kit/list-query.ts'
import { Moment } from '../../../web/kit/moment.tsx'
import { Pill } from '../../../web/kit/pill.tsx'
import { Party } from '../../../web/reference/party.tsx'
import { usePort } from '../../../web/reference/port.ts'
import type { CommissionView } from '../views.ts'
import { CustodyPart } from './custody-part.tsx'

/** Commissioned samples: where each is, under which seal, and what is wrong with its way. */
export function OrdersPart() {
  const { t, language } = useTexts()
  const name = useCodeName()
  const { timeZone } = usePort()
  const [open, setOpen] = useState<string | undefined>(undefined)
  const list = useRows<CommissionView>(['acceptance', 'orders'], '/sampling-commissions', {}, ['commission'])
  if (list.error !== null) return <Failure error={list.error} retry={list.retry} />
  if (list.isPending) return <Loading />
  if (list.rows.length === 0) return <Empty title={t('acceptance.noOrders')} />
  const columns: readonly Column<CommissionView>[] = [
    {
      key: 'sample',
      title: t('acceptance.sample'),
      render: (order) => (
        <button type="button" data-open className="link-button strong code" onClick={() => setOpen(order.id)}>
          {order.sample}
        </button>
      ),
    },
    { key: 'agency', title: t('acceptance.agency'), render: (order) => <Party code={order.agency} /> },
    { key: 'body', title: t('acceptance.body'), render: (order) => <span className="code">{order.body}</span> },
    { key: 'declaration', title: t('acceptance.declaration'), render: (order) => <span className="bytes">{order.declaration}</span> },
    { key: 'tests', title: t('acceptance.tests'), render: (order) => <span className="cut">{order.tests.join(', ')}</span> },
    {
      key: 'custody',
      title: t('acceptance.custody'),
      render: (order) => {
        const last = order.custody.at(-1)
        return last === undefined ? '—' : <>{name('custodyStep', last.step)} <span className="sub">{t('acceptance.step', { from: last.from, to: last.to })} · <Moment at={last.at} /></span></>
      },
    },
    {
      key: 'gaps',
      title: t('acceptance.gaps'),
      render: (order) => (order.gaps.length === 0 ? <Pill tone="good">{t('acceptance.noGaps')}</Pill> : <span className="sub">{order.gaps.map((gap) => inPortTime(gap.message[language], timeZone)).join(' ')}</span>),
    },
  ]
  const chosen = list.rows.find((order) => order.id === open)
  return (
    <>
      <Grid label={t('acceptance.orders')} columns={columns} rows={list.rows} keyOf={(order) => order.id} open={(order) => setOpen(order.id)} more={list.more} fetching={list.fetching} />
      <Drawer open={chosen !== undefined} onClose={() => setOpen(undefined)} size={560} title={chosen?.sample ?? ''} destroyOnHidden>
        {chosen === undefined ? null : <CustodyPart order={chosen} />}
      </Drawer>
    </>
  )
}
