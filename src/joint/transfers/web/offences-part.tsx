import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { App, Button, Form, Input, Select } from 'antd'
import { useState } from 'react'
import { get, send, type Page } from '../../../web/api/client.ts'
import type { ProblemEntry } from '../../../web/api/problem.ts'
import { useTexts } from '../../../web/i18n/i18n.ts'
import { useCommand } from '../../../web/kit/command.ts'
import { ErrorSummary } from '../../../web/kit/error-summary.tsx'
import { Moment } from '../../../web/kit/moment.tsx'
import { Party } from '../../../web/reference/party.tsx'
import { useActor } from '../../../web/session/session.ts'

interface Found {
  readonly id: string
  readonly agency: string
  readonly offence: string
  readonly competent: string
  readonly description: string
  readonly at: string
}

interface OffenceEntry {
  readonly code: string
  readonly name: { readonly zh: string; readonly en: string }
  readonly competent: string
}

/** Suspected offences found at an inspection, whose power each is, and the way to pass it on before the session ends (LB-14). */
export function OffencesPart({ id, started }: { readonly id: string; readonly started: boolean }) {
  const { t, language } = useTexts()
  const actor = useActor()
  const { message } = App.useApp()
  const [form] = Form.useForm<{ offence: string; description: string; evidence: string[] }>()
  const [entries, setEntries] = useState<readonly ProblemEntry[]>([])
  const found = useQuery({ queryKey: ['offences', id], queryFn: ({ signal }) => get<Page<Found>>(`/joint-inspections/${id}/offences`, undefined, signal), meta: { subjects: ['joint-inspection'], subjectId: id } })
  const known = useQuery({ queryKey: ['register', 'offences'], queryFn: ({ signal }) => get<Page<{ data: OffenceEntry }>>('/registers/offences', { limit: 200 }, signal), meta: { subjects: ['register'] }, enabled: started && actor.agency !== undefined })
  const run = useCommand<object, unknown>((body, key) => send(`/joint-inspections/${id}/offences`, body, { key }), {
    touches: ['joint-inspection'],
    done: () => {
      setEntries([])
      form.resetFields()
      void message.success(t('act.done'))
    },
  })
  const items = found.data?.items ?? []
  const writes = started && actor.agency !== undefined
  const nameOf = (code: string): string => known.data?.items.find(({ data }) => data.code === code)?.data.name[language] ?? code
  if (items.length === 0 && !writes) return null
  return (
    <section className="panel no-print" aria-labelledby="offences-title">
      <div className="panel-head">
        <h2 id="offences-title">{t('exchange.offences')}</h2>
      </div>
      <div className="panel-body stack">
        {items.map((one) => (
          <article key={one.id} className="stack tight">
            <span className="row">
              <Party code={one.agency} />
              <b>{nameOf(one.offence)}</b>
              <Moment at={one.at} />
              {one.competent === one.agency ? null : (
                <span className="row">
                  {t('exchange.competent')} <Party code={one.competent} />
                  {one.agency === actor.agency ? (
                    <Link to="/cases" search={{ new: 'transfer', about: `joint-inspection:${id}` }}>
                      {t('cases.new.transfer')}
                    </Link>
                  ) : null}
                </span>
              )}
            </span>
            <p>{one.description}</p>
          </article>
        ))}
        {writes ? (
          <details>
            <summary>{t('exchange.recordOffence')}</summary>
            <Form form={form} name="offence" layout="vertical" requiredMark={false} onFinish={(values) => run.mutate(values, { onError: (problem) => setEntries(problem.spoken()) })}>
              <ErrorSummary entries={entries} title={t('session.refused')} />
              <Form.Item name="offence" label={t('exchange.offence')}>
                <Select options={(known.data?.items ?? []).map(({ data }) => ({ value: data.code, label: `${data.name[language]} · ${data.competent}` }))} />
              </Form.Item>
              <Form.Item name="description" label={t('exchange.description')}>
                <Input.TextArea rows={3} maxLength={4000} />
              </Form.Item>
              <Form.Item name="evidence" label={t('exchange.evidence')}>
                <Select mode="tags" open={false} suffixIcon={null} />
              </Form.Item>
              <Button type="primary" htmlType="submit" loading={run.isPending}>
                {t('exchange.record')}
              </Button>
            </Form>
          </details>
        ) : null}
      </div>
    </section>
  )
}
