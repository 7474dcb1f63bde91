import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { Button, Input } from 'antd'
import { useState } from 'react'
import { get, send, type Page } from '../../../web/api/client.ts'
import { useTexts } from '../../../web/i18n/i18n.ts'
import { Empty, Failure, Loading } from '../../../web/kit/blank.tsx'
import { useCommand } from '../../../web/kit/command.ts'
import { ErrorSummary } from '../../../web/kit/error-summary.tsx'
import { Moment } from '../../../web/kit/moment.tsx'
import { PageHead } from '../../../web/kit/page-head.tsx'
import { Pill } from '../../../web/kit/pill.tsx'
import { useHasRole } from '../../../web/session/session.ts'
import { BacktestPart } from './backtest-part.tsx'
import { useProposals, type Proposal } from './proposals-part.tsx'
import '../../../web/kit/grid.css'
import { Table } from '../../../web/kit/table.tsx'
import './lab.css'

/** A proposed change of a register of rules: what it would change, what it would have done to the past, and the second person's word. */
export function ProposalScreen() {
  const { t, language } = useTexts()
  const { name, number } = useParams({ from: '/shell/registers/$name/proposals/$number' })
  const found = useProposals(name)
  const registers = useQuery({ queryKey: ['registers'], queryFn: ({ signal }) => get<Page<{ readonly name: string; readonly rule?: string; readonly title: { readonly zh: string; readonly en: string } }>>('/registers', undefined, signal), meta: { subjects: ['register'] } })
  const reads = useHasRole('officer', 'coordinator', 'headquarters', 'auditor')
  if (found.error !== null) return <Failure error={found.error} retry={() => void found.refetch()} />
  if (found.data === undefined || registers.data === undefined) return <Loading />
  const register = registers.data.items.find((one) => one.name === name)
  const shown = found.data.items.find((one) => String(one.number) === number)
  if (shown === undefined || register === undefined) return <Empty title={t('failure.absent.title')} text={t('failure.absent.text')} />
  return (
    <div className="stack wide">
      <PageHead title={`${register.title[language]} · ${shown.key}`} lead={shown.reason}>
        <Link to="/registers/$name" params={{ name }}>{register.title[language]}</Link>
        <Pill tone={shown.state === 'proposed' ? 'warn' : shown.state === 'agreed' ? 'good' : 'idle'}>{t(`lab.proposals.state.${shown.state}`)}</Pill>
      </PageHead>
      <dl className="lab-facts">
        <div><dt>{t('lab.author')}</dt><dd>{shown.author}</dd><dd className="small quiet"><Moment at={shown.proposedAt} /></dd></div>
        <div><dt>{t('lab.proposals.decidedBy')}</dt><dd>{shown.decidedBy ?? '—'}</dd><dd className="small quiet"><Moment at={shown.decidedAt ?? undefined} /></dd></div>
        <div><dt>{t('lab.proposals.from')}</dt><dd>{shown.validFrom === null ? t('lab.proposals.once') : <Moment at={shown.validFrom} />}</dd><dd className="small quiet">{shown.validTo === null ? '' : <>→ <Moment at={shown.validTo} /></>}</dd></div>
      </dl>
      <section className="panel" aria-labelledby="proposal-change">
        <div className="panel-head"><h2 id="proposal-change">{t(`lab.proposals.kind.${shown.kind}`)}</h2></div>
        <div className="panel-body"><Change register={name} proposal={shown} /></div>
      </section>
      {register.rule === 'tried' && reads ? <BacktestPart table={name} version={shown.number} /> : null}
      {shown.state === 'proposed' ? <Answer register={name} proposal={shown} /> : null}
    </div>
  )
}

/** The fields that change, before and after. */
function Change({ register, proposal }: { readonly register: string; readonly proposal: Proposal }) {
  const { t } = useTexts()
  const { key, expectedVersion, data } = proposal
  const former = useQuery({
    queryKey: ['register', register, 'entry', key],
    queryFn: ({ signal }) => get<{ readonly versions: readonly { readonly version: number; readonly data: Readonly<Record<string, unknown>> }[] }>(`/registers/${register}/${encodeURIComponent(key)}`, undefined, signal),
    enabled: expectedVersion > 0,
  })
  const before = former.data?.versions.find(({ version }) => version === expectedVersion)?.data ?? {}
  const after: Readonly<Record<string, unknown>> = data ?? {}
  const said = (value: unknown): string => (value === undefined ? '—' : typeof value === 'object' ? JSON.stringify(value) : String(value))
  const fields = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((field) => said(before[field]) !== said(after[field]))
  return (
    <Table label={t('lab.proposals.change')} heads={(['field', 'before', 'after'] as const).map((each) => t(`lab.proposals.${each}`))}>
      {fields.map((field) => <tr key={field}><th scope="row" className="code">{field}</th><td className="quiet">{said(before[field])}</td><td>{said(after[field])}</td></tr>)}
    </Table>
  )
}

function Answer({ register, proposal }: { readonly register: string; readonly proposal: Proposal }) {
  const { t } = useTexts()
  const [reason, setReason] = useState('')
  const act = useCommand<{ readonly to: string; readonly body: object }, unknown>(({ to, body }, key) => send(`/registers/${register}/proposals/${proposal.number}/${to}`, body, { key }), { touches: ['register'], done: () => setReason('') })
  return (
    <section className="panel" aria-labelledby="proposal-answer">
      <div className="panel-head"><h2 id="proposal-answer">{t('lab.proposals.answer')}</h2></div>
      <div className="panel-body stack">
        <p className="small quiet">{t('lab.proposals.answerText')}</p>
        {act.error === null ? null : <ErrorSummary entries={act.error.spoken()} />}
        <Input.TextArea aria-label={t('lab.reason')} placeholder={t('lab.proposals.declineWhy')} rows={2} maxLength={1000} value={reason} onChange={(event) => setReason(event.target.value)} />
        <div className="row">
          {proposal.mayAgree ? <Button type="primary" loading={act.isPending} onClick={() => act.mutate({ to: 'agree', body: {} })}>{t('lab.proposals.agree')}</Button> : null}
          <Button danger disabled={reason.trim().length < 3} loading={act.isPending} onClick={() => act.mutate({ to: 'decline', body: { reason } })}>{t('lab.proposals.decline')}</Button>
        </div>
      </div>
    </section>
  )
}
