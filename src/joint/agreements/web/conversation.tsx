import { useQuery } from '@tanstack/react-query'
import { App, Button, Form, Input, Radio, Select } from 'antd'
import { useState } from 'react'
import { get, send, type Page } from '../../../web/api/client.ts'
import type { ProblemEntry } from '../../../web/api/problem.ts'
import { useCodeName, useTexts } from '../../../web/i18n/i18n.ts'
import { useCommand } from '../../../web/kit/command.ts'
import { ErrorSummary } from '../../../web/kit/error-summary.tsx'
import { useRows } from '../../../web/kit/list-query.ts'
import { Moment } from '../../../web/kit/moment.tsx'
import { Pill } from '../../../web/kit/pill.tsx'
import { Party } from '../../../web/reference/party.tsx'
import { SideMark } from '../../inspections/web/side-mark.tsx'

interface MessageView {
  readonly id: string
  readonly kind: 'message' | 'consultation'
  readonly audience: 'agencies' | 'everyone'
  readonly side: { readonly kind: string; readonly code: string }
  readonly agencies: readonly string[]
  readonly channel?: string
  readonly text: string
  readonly name: string
  readonly at: string
}

const subjects = ['joint-inspection']

/** What the sides say to each other about a case, oldest first, and a line to say more. Nothing that was said is changed. */
export function Conversation({ inspection, agencies, forAgency, conveyance }: { readonly inspection: string; readonly agencies: readonly string[]; readonly forAgency: boolean; readonly conveyance: boolean }) {
  const { t } = useTexts()
  const code = useCodeName()
  const said = useRows<MessageView>(['messages', inspection], `/joint-inspections/${inspection}/messages`, { limit: 200 }, subjects)
  return (
    <section className="panel talk" aria-labelledby="talk-title">
      <div className="panel-head">
        <h2 id="talk-title">{t('arrange.talk')}</h2>
      </div>
      <ol className="talk-list" aria-live="polite">
        {said.rows.length === 0 ? <li className="quiet small">{t('arrange.talkEmpty')}</li> : null}
        {said.rows.map((message) => (
          <li key={message.id} className={`said ${message.kind}`}>
            <span className="row">
              <SideMark side={message.side} />
              {message.name === message.side.code ? null : <span className="small">{message.name}</span>}
              <span className="sub">
                <Moment at={message.at} />
              </span>
              {message.kind === 'consultation' ? <Pill tone="joint">{t('arrange.consultation', { channel: code('consultChannel', message.channel) })}</Pill> : null}
              {forAgency && message.kind === 'message' && message.audience === 'everyone' ? <Pill tone="info">{t('arrange.toEveryone')}</Pill> : null}
            </span>
            {message.kind === 'consultation' ? (
              <span className="row">
                {message.agencies.map((agency) => (
                  <Party key={agency} code={agency} />
                ))}
              </span>
            ) : null}
            <p>{message.text}</p>
          </li>
        ))}
      </ol>
      <div className="panel-body stack">
        <SayForm inspection={inspection} forAgency={forAgency} />
        {forAgency && conveyance ? <ConsultationForm inspection={inspection} agencies={agencies} /> : null}
      </div>
    </section>
  )
}

function SayForm({ inspection, forAgency }: { readonly inspection: string; readonly forAgency: boolean }) {
  const { t } = useTexts()
  const [form] = Form.useForm<{ text?: string; audience?: string }>()
  const [entries, setEntries] = useState<readonly ProblemEntry[]>([])
  const run = useCommand<object, MessageView>((body, key) => send(`/joint-inspections/${inspection}/messages`, body, { key }), { touches: subjects, done: () => form.resetFields() })
  return (
    <Form form={form} name="say" layout="vertical" requiredMark={false} initialValues={{ audience: 'agencies' }} onFinish={(values) => run.mutate(values, { onSuccess: () => setEntries([]), onError: (problem) => setEntries(problem.spoken()) })}>
      <ErrorSummary entries={entries} />
      <Form.Item name="text" label={t('arrange.say')}>
        <Input.TextArea rows={2} maxLength={2000} />
      </Form.Item>
      <div className="row spread">
        {forAgency ? (
          <Form.Item name="audience" label={t('arrange.audience')} noStyle>
            <Radio.Group
              aria-label={t('arrange.audience')}
              options={[
                { value: 'agencies', label: t('arrange.amongAgencies') },
                { value: 'everyone', label: t('arrange.toEveryone') },
              ]}
            />
          </Form.Item>
        ) : (
          <span className="small quiet">{t('arrange.everybodyReads')}</span>
        )}
        <Button htmlType="submit" loading={run.isPending}>
          {t('arrange.send')}
        </Button>
      </div>
    </Form>
  )
}

const channels = ['telephone', 'meeting', 'video', 'message', 'on-site'] as const

/** The record that the agencies consulted each other: what a joint inspection of a conveyance waits for (JI-16). */
function ConsultationForm({ inspection, agencies }: { readonly inspection: string; readonly agencies: readonly string[] }) {
  const { t } = useTexts()
  const code = useCodeName()
  const { message } = App.useApp()
  const [open, setOpen] = useState(false)
  const [entries, setEntries] = useState<readonly ProblemEntry[]>([])
  const run = useCommand<object, MessageView>((body, key) => send(`/joint-inspections/${inspection}/consultations`, body, { key }), {
    touches: subjects,
    done: () => {
      setOpen(false)
      void message.success(t('act.done'))
    },
  })
  if (!open) return <Button onClick={() => setOpen(true)}>{t('arrange.recordConsultation')}</Button>
  return (
    <Form name="consult" layout="vertical" requiredMark={false} initialValues={{ channel: 'telephone', agencies }} onFinish={(values) => run.mutate(values, { onSuccess: () => setEntries([]), onError: (problem) => setEntries(problem.spoken()) })}>
      <ErrorSummary entries={entries} />
      <div className="two">
        <Form.Item name="channel" label={t('arrange.channel')}>
          <Select options={channels.map((value) => ({ value, label: code('consultChannel', value) }))} />
        </Form.Item>
        <Form.Item name="agencies" label={t('board.parties')}>
          <Select mode="multiple" options={agencies.map((value) => ({ value, label: value }))} />
        </Form.Item>
      </div>
      <Form.Item name="outcome" label={t('arrange.outcome')}>
        <Input.TextArea rows={2} maxLength={2000} />
      </Form.Item>
      <Button htmlType="submit" loading={run.isPending}>
        {t('arrange.recordConsultation')}
      </Button>
    </Form>
  )
}

interface ContactView {
  readonly id: string
  readonly agency: string
  readonly channel: string
  readonly address?: string
  readonly state: 'sent' | 'failed' | 'open' | 'done'
  readonly detail?: string
  readonly at: string
}
interface Reached extends Page<ContactView> {
  readonly escalations: readonly { readonly level: number; readonly owes: string; readonly agencies: readonly string[]; readonly at: string }[]
}

const contactTones = { sent: 'info', failed: 'bad', open: 'warn', done: 'good' } as const

/** How those who owe an answer were reached, and what followed when they gave none. */
export function ClockPart({ inspection }: { readonly inspection: string }) {
  const { t } = useTexts()
  const code = useCodeName()
  const found = useQuery({ queryKey: ['contacts', inspection], queryFn: ({ signal }) => get<Reached>(`/joint-inspections/${inspection}/contacts`, undefined, signal), meta: { subjects, subjectId: inspection } })
  const { items = [], escalations = [] } = found.data ?? {}
  if (items.length === 0 && escalations.length === 0) return null
  return (
    <section className="panel" aria-labelledby="clock-title">
      <div className="panel-head">
        <h2 id="clock-title">{t('arrange.clock')}</h2>
      </div>
      <ul className="panel-body stack tight">
        {items.map((contact) => (
          <li key={contact.id} className="row">
            <Party code={contact.agency} />
            <span>{code('channel', contact.channel)}</span>
            <span className="code small">{contact.address ?? ''}</span>
            <Pill tone={contactTones[contact.state]}>{code('contactState', contact.state)}</Pill>
            <Moment at={contact.at} />
            <span className="small quiet">{contact.detail ?? ''}</span>
          </li>
        ))}
        {escalations.map((escalation) => (
          <li key={`${escalation.level} ${escalation.at}`} className="row">
            {escalation.agencies.map((agency) => (
              <Party key={agency} code={agency} />
            ))}
            <span className="small">{code('debt', escalation.owes)}</span>
            <b>{t(escalation.level === 1 ? 'arrange.escalated.liaison' : escalation.owes === 'answer' ? 'arrange.escalated.meeting' : 'arrange.escalated.coordinator')}</b>
            <Moment at={escalation.at} />
          </li>
        ))}
      </ul>
    </section>
  )
}
