import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { App, Button, Form, Input } from 'antd'
import { useState } from 'react'
import { get, send, type Page } from '../../../web/api/client.ts'
import type { ProblemEntry } from '../../../web/api/problem.ts'
import { useCodeName, useTexts } from '../../../web/i18n/i18n.ts'
import { useCommand } from '../../../web/kit/command.ts'
import { ErrorSummary } from '../../../web/kit/error-summary.tsx'
import { Moment } from '../../../web/kit/moment.tsx'
import { Pill } from '../../../web/kit/pill.tsx'
import { Party } from '../../../web/reference/party.tsx'
import { useClauseName } from '../../../web/reference/reference.ts'
import { useActor, useHasRole } from '../../../web/session/session.ts'
import type { AskedView, MeasureView } from '../routes.ts'
import './measures.css'

const subjects = ['declaration', 'joint-inspection', 'acceptance-report', 'register']

/** How a measure is met and by whom, in words for whoever reads: what is still asked of me (RR-08). */
function useHow(): (measure: { readonly metBy: MeasureView['metBy']; readonly agency: string; readonly name: MeasureView['name']; readonly registration?: MeasureView['registration'] | undefined }) => string {
  const { t, language } = useTexts()
  const isTrader = useHasRole('trader')
  return ({ metBy, agency, name, registration }) => {
    const facts = { agency, scheme: name[language], enterprise: registration?.enterprise ?? '—' }
    return isTrader ? t(`modes.asked.how.${metBy}`, facts) : t(`modes.asked.howOfficer.${metBy}`, facts)
  }
}

/** The measures of conformity assessment asked of a consignment; nothing where none is asked. */
export function MeasuresPart({ declaration }: { readonly declaration: string }) {
  const { t, language } = useTexts()
  const code = useCodeName()
  const clauseName = useClauseName()
  const how = useHow()
  const items = useQuery({ queryKey: ['measures', declaration], queryFn: ({ signal }) => get<Page<MeasureView>>(`/declarations/${declaration}/measures`, undefined, signal), meta: { subjects }, retry: false }).data?.items ?? []
  if (items.length === 0) return null
  const met = items.filter((one) => one.missing.length === 0).length
  return (
    <section className="panel" aria-labelledby="measures-title">
      <div className="panel-head">
        <h2 id="measures-title">{t('modes.asked.title')}</h2>
        <span className="small quiet">{t('modes.asked.all', { met, whole: items.length })}</span>
      </div>
      <ul className="panel-body measures">
        {items.map((one) => (
          <li key={one.measure}>
            <div className="row">
              <Party code={one.agency} />
              <b className="grow">{one.name[language]}</b>
              <Pill tone={one.missing.length === 0 ? 'good' : 'warn'}>{one.missing.length === 0 ? t('modes.asked.met') : one.missing.length === one.lines.length ? t('modes.asked.missing') : t('modes.asked.missingLines', { lines: one.missing.join(', ') })}</Pill>
            </div>
            <p className="small quiet">
              {[code('measureFamily', one.family), t('modes.asked.lines', { lines: one.lines.join(', ') }), clauseName(one.clause)].filter((part) => part !== undefined).join(' · ')}
            </p>
            {one.missing.length === 0 ? null : <p className="small">{how(one)}</p>}
            {one.evidence.map((shown) => (
              <p key={`${shown.reference} ${shown.at}`} className="small">
                {t('modes.asked.by', { reference: shown.reference, by: shown.by })} <Moment at={shown.at} />
              </p>
            ))}
            {one.metBy === 'evidence' && one.missing.length > 0 ? <JudgeForm declaration={declaration} measure={one} /> : null}
          </li>
        ))}
      </ul>
    </section>
  )
}

function JudgeForm({ declaration, measure }: { readonly declaration: string; readonly measure: MeasureView }) {
  const { t } = useTexts()
  const { message } = App.useApp()
  const actor = useActor()
  const isOfficer = useHasRole('officer')
  const [entries, setEntries] = useState<readonly ProblemEntry[]>([])
  const [open, setOpen] = useState(false)
  const judge = useCommand<object, unknown>((body, key) => send(`/declarations/${declaration}/measures/${measure.measure}/judge`, body, { key }), { touches: subjects, done: () => void message.success(t('act.done')) })
  if (!isOfficer || actor.agency !== measure.agency) return null
  if (!open) return <Button size="small" onClick={() => setOpen(true)}>{t('modes.asked.judge')}</Button>
  return (
    <Form<{ reference: string; note?: string }>
      name={`judge-${measure.measure}`}
      layout="vertical"
      requiredMark={false}
      onFinish={({ reference, note }) => judge.mutate({ reference, ...(note === undefined || note.trim() === '' ? {} : { note }) }, { onError: (problem) => setEntries(problem.spoken()) })}
    >
      <ErrorSummary entries={entries} />
      <Form.Item name="reference" label={t('modes.asked.reference')} rules={[{ required: true, message: t('acceptance.empty') }]}>
        <Input maxLength={200} autoFocus />
      </Form.Item>
      <Form.Item name="note" label={t('modes.asked.note')}>
        <Input maxLength={1000} />
      </Form.Item>
      <Button type="primary" htmlType="submit" loading={judge.isPending}>
        {t('modes.asked.find')}
      </Button>
    </Form>
  )
}

/** What is still asked of all goods of the reader, newest first; nothing where nothing is asked. */
export function AskedPart({ port }: { readonly port: string }) {
  const { t, language } = useTexts()
  const how = useHow()
  const isTrader = useHasRole('trader')
  const asks = useHasRole('trader', 'officer')
  const items = useQuery({ queryKey: ['measures-asked', port], queryFn: ({ signal }) => get<Page<AskedView>>('/measures-asked', { port, limit: 20 }, signal), meta: { subjects }, enabled: asks && port !== '', retry: false }).data?.items ?? []
  if (items.length === 0) return null
  return (
    <section className="panel" aria-labelledby="asked-title">
      <div className="panel-head">
        <h2 id="asked-title">{isTrader ? t('modes.asked.listTitle') : t('modes.asked.listTitleOfficer')}</h2>
        <span className="small quiet">{t('modes.asked.lead')}</span>
      </div>
      <ul className="panel-body measures">
        {items.map((one) => (
          <li key={`${one.declaration} ${one.measure}`}>
            <div className="row">
              <Party code={one.agency} />
              <Link to="/declarations/$id" params={{ id: one.declaration }} className="code nowrap">
                {one.number}
              </Link>
              <b>{one.name[language]}</b>
              <span className="small quiet nowrap">
                {t('modes.asked.since')} <Moment at={one.since} />
              </span>
            </div>
            <p className="small">{how(one)}</p>
          </li>
        ))}
      </ul>
    </section>
  )
}
