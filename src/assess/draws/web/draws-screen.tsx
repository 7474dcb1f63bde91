import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { Button, Input } from 'antd'
import { useState } from 'react'
import { get, send } from '../../../web/api/client.ts'
import { useTexts } from '../../../web/i18n/i18n.ts'
import { Empty } from '../../../web/kit/blank.tsx'
import { useCommand } from '../../../web/kit/command.ts'
import { ErrorSummary } from '../../../web/kit/error-summary.tsx'
import { Grid, type Column } from '../../../web/kit/grid.tsx'
import { useRows } from '../../../web/kit/list-query.ts'
import { Listed } from '../../../web/kit/listed.tsx'
import { Due, Moment } from '../../../web/kit/moment.tsx'
import { PageHead } from '../../../web/kit/page-head.tsx'
import { Party } from '../../../web/reference/party.tsx'
import { usePort } from '../../../web/reference/port.ts'
import { useActor, useHasRole } from '../../../web/session/session.ts'
import type { DrawSummary, DrawView } from '../views.ts'
import { StateOf } from './public-draws-page.tsx'
import './draws.css'

interface Owed {
  readonly draw: string
  readonly label: string
  readonly object: string
  readonly due: string
}

/** Draws of the port, what of them is owed a crew, and ordering one: there is nothing to choose but the moment. */
export function DrawsScreen() {
  const { t } = useTexts()
  const navigate = useNavigate()
  const port = usePort()
  const coordinator = useHasRole('coordinator')
  const [reason, setReason] = useState('')
  const list = useRows<DrawSummary>(['draws'], '/draws', { port: port.code }, ['draw'], port.code !== '')
  const { agency = '' } = useActor()
  const owed = useQuery({
    queryKey: ['draws', 'owed', port.code, agency],
    queryFn: ({ signal }) => get<{ readonly items: readonly Owed[] }>('/draws/owed', { port: port.code, agency }, signal),
    enabled: port.code !== '' && agency !== '',
    meta: { subjects: ['draw'] },
  })
  const order = useCommand<object, DrawView>((body, key) => send('/draws', body, { key }), { touches: ['draw'], done: (draw) => void navigate({ to: '/draws/$id', params: { id: draw.id } }) })
  const asked = order.error?.code === 'draws/reason-required' || reason !== ''
  const columns: readonly Column<DrawSummary>[] = [
    { key: 'label', title: t('draws.draw'), render: (draw) => <Link to="/draws/$id" params={{ id: draw.id }} className="strong code">{draw.label}</Link> },
    { key: 'agency', title: t('draws.agency'), render: (draw) => <Party code={draw.agency} /> },
    { key: 'state', title: t('draws.state'), render: (draw) => <StateOf state={draw.state} /> },
    { key: 'objects', title: t('draws.candidates'), end: true, render: (draw) => draw.objects },
    { key: 'drawn', title: t('draws.drawn'), end: true, render: (draw) => draw.drawn ?? '—' },
    { key: 'ordered', title: t('draws.ordered'), render: (draw) => <Moment at={draw.ordered.at} /> },
    { key: 'remark', title: t('draws.remark'), render: (draw) => (draw.replacedBy !== null ? t('draws.replacedBy') : draw.causes.map((cause) => t(`draws.cause.${cause}`)).join(' · ')) },
  ]
  return (
    <div className="stack wide">
      <PageHead title={t('draws.title')} lead={t('draws.lead')}>
        <Link to="/public/draws">{t('draws.public')}</Link>
        {coordinator ? <Button type="primary" loading={order.isPending} disabled={port.code === ''} onClick={() => order.mutate({ port: port.code, ...(reason.trim() === '' ? {} : { reason }) })}>{t('draws.order')}</Button> : null}
      </PageHead>
      {order.error === null ? null : <ErrorSummary entries={order.error.spoken()} />}
      {asked ? <Input aria-label={t('draws.reason')} placeholder={t('draws.reasonPublished')} value={reason} maxLength={500} onChange={(event) => setReason(event.target.value)} /> : null}
      {owed.data === undefined || owed.data.items.length === 0 ? null : (
        <section className="panel" aria-labelledby="owed-title">
          <div className="panel-head"><h2 id="owed-title">{t('draws.owed')}</h2></div>
          <div className="panel-body stack">
            <p className="quiet">{t('draws.owedLead')}</p>
            <ul className="stack tight">
              {owed.data.items.map(({ draw, label, object, due }) => (
                <li key={`${draw} ${object}`} className="row">
                  <Link to="/draws/$id" params={{ id: draw }} className="code">{label} {object}</Link> <Due at={due} />
                </li>
              ))}
            </ul>
          </div>
        </section>
      )}
      <Listed list={list} empty={<Empty title={t('draws.none')} text={t('draws.noneText')} />}>
        <Grid label={t('draws.title')} columns={columns} rows={list.rows} keyOf={(draw) => draw.id} open={(draw) => void navigate({ to: '/draws/$id', params: { id: draw.id } })} more={list.more} fetching={list.fetching} />
      </Listed>
    </div>
  )
}
