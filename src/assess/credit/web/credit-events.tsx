import { Link } from '@tanstack/react-router'
import { Button, Input, Modal } from 'antd'
import { useState } from 'react'
import { send } from '../../../web/api/client.ts'
import { useTexts } from '../../../web/i18n/i18n.ts'
import { Empty } from '../../../web/kit/blank.tsx'
import { useCommand } from '../../../web/kit/command.ts'
import { ErrorSummary } from '../../../web/kit/error-summary.tsx'
import { Grid, type Column } from '../../../web/kit/grid.tsx'
import { Moment } from '../../../web/kit/moment.tsx'
import { Pill } from '../../../web/kit/pill.tsx'
import type { Tone } from '../../../web/kit/tones.ts'
import { usePackName } from '../../../web/reference/reference.ts'
import { creditSubjects, type CreditEvent, type CreditView } from './credit-views.ts'

const tones: Readonly<Record<CreditEvent['state'], Tone>> = { recorded: 'info', appealed: 'warn', upheld: 'info', struck: 'idle', expired: 'idle' }

/** Points with their sign, or a dash where a happening weighs nothing. */
export function Points({ value }: { readonly value: number }) {
  if (value === 0) return <span className="quiet">0</span>
  return <span className={`strong nowrap ${value < 0 ? 'points-bad' : 'points-good'}`}>{value > 0 ? `+${value}` : `−${Math.abs(value)}`}</span>
}

/** Every event of a record: what it weighs, when that eases, who told of it, and the appeal. */
export function CreditEvents({ record }: { readonly record: CreditView }) {
  const { t, language } = useTexts()
  const [appealing, setAppealing] = useState<CreditEvent>()
  const events = (record.events ?? []).toReversed()
  const reasonOf = (id: string) => record.reasons?.find(({ event }) => event === id)
  const columns: readonly Column<CreditEvent>[] = [
    {
      key: 'event',
      title: t('credit.event'),
      render: (event) => (
        <div>
          <span className="strong">{event.name[language]}</span> {event.grade === undefined ? null : <span className="strong">{event.grade}</span>}
          {event.case === undefined ? null : <CaseOf text={event.case} />}
        </div>
      ),
    },
    { key: 'occurred', title: t('credit.occurred'), render: (event) => <span className="code nowrap">{event.occurredOn}</span> },
    { key: 'points', title: t('credit.points'), end: true, render: (event) => <Points value={reasonOf(event.id)?.points ?? 0} /> },
    {
      key: 'counts',
      title: t('credit.counts'),
      render: (event) => {
        const reason = reasonOf(event.id)
        return (
          <div>
            {reason === undefined ? '—' : t(`credit.whyOf.${reason.why}`)}
            {reason?.until === undefined ? null : <span className="sub nowrap">{t('credit.weighsLess')} <span className="code">{reason.until}</span></span>}
          </div>
        )
      },
    },
    { key: 'sources', title: t('credit.sources'), wideOnly: true, render: (event) => event.sources.map(({ source, reference, by }) => <span key={`${source} ${reference}`} className="sub">{source} · <span className="code">{reference}</span>{by === undefined ? '' : ` · ${by}`}</span>) },
    {
      key: 'state',
      title: t('credit.state'),
      render: (event) => (
        <div>
          <span className="row nowrap">
            <Pill tone={tones[event.state]}>{t(`credit.stateOf.${event.state}`)}</Pill>
            {event.appeal === undefined ? null : <Link to="/cases" search={{ procedure: 'credit-appeal', show: 'all', open: event.appeal } as never} className="small">{t('credit.seeAppeal')}</Link>}
            {event.mayAppeal ? <Button size="small" onClick={() => setAppealing(event)}>{t('credit.appeal')}</Button> : null}
          </span>
          {event.state === 'appealed' && event.underAppeal !== undefined ? <AppealStanding appeal={event.underAppeal} /> : null}
        </div>
      ),
    },
  ]
  return (
    <section className="stack">
      <h2>{t('credit.events')}</h2>
      {events.length === 0 ? <Empty title={t('credit.noEvents')} text={t('credit.noEventsText')} /> : <Grid label={t('credit.events')} columns={columns} rows={events} keyOf={(event) => event.id} />}
      {appealing === undefined ? null : <AppealForm event={appealing} close={() => setAppealing(undefined)} />}
    </section>
  )
}

/** Who decides an appeal that waits, and until when. */
function AppealStanding({ appeal }: { readonly appeal: NonNullable<CreditEvent['underAppeal']> }) {
  const { t, language } = useTexts()
  const name = usePackName()
  const by = appeal.decidedBy === 'headquarters' ? t('credit.headquarters') : name('agencies', appeal.decidedBy)
  return (
    <span className="sub">
      {appeal.stateTitle[language]} · {t('credit.appealBy', { agency: by })}
      {appeal.overdue ? ` · ${t('credit.appealOverdue')}` : appeal.due === undefined ? null : <> · <Moment at={appeal.due} /></>}
    </span>
  )
}

/** A case of ours leads to its page. */
function CaseOf({ text }: { readonly text: string }) {
  const [kind, id] = text.split(' ')
  if (kind === 'joint-inspection' && id !== undefined) return <span className="sub"><Link to="/inspections/$id" params={{ id }}>{id.slice(0, 8)}</Link></span>
  return <span className="sub">{text}</span>
}

function AppealForm({ event, close }: { readonly event: CreditEvent; readonly close: () => void }) {
  const { t, language } = useTexts()
  const [grounds, setGrounds] = useState('')
  const appeal = useCommand<object, { appeal: string }>((body, key) => send(`/credit-events/${event.id}/appeal`, body, { key }), { touches: creditSubjects, done: close })
  return (
    <Modal open title={t('credit.appealTitle')} okText={t('credit.sendAppeal')} cancelText={t('common.cancel')} okButtonProps={{ disabled: grounds.trim() === '', loading: appeal.isPending }} onOk={() => appeal.mutate({ grounds })} onCancel={close}>
      <div className="stack">
        <p><strong>{event.name[language]}</strong> · <span className="code">{event.occurredOn}</span></p>
        {appeal.error === null ? null : <ErrorSummary entries={appeal.error.spoken()} />}
        <label htmlFor="credit-grounds">{t('credit.grounds')}</label>
        <Input.TextArea id="credit-grounds" rows={5} maxLength={4000} value={grounds} aria-describedby="credit-grounds-help" onChange={(change) => setGrounds(change.target.value)} />
        <p id="credit-grounds-help" className="small quiet">{t('credit.groundsHelp')}</p>
      </div>
    </Modal>
  )
}
