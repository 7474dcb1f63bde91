import { App, Button, Form, Input } from 'antd'
import { useState } from 'react'
import { useQuery } from '@tanstack/react-query'
import type { CaseView } from '../../../platform/procedures/case-view.ts'
import { get, send, type Page } from '../../../web/api/client.ts'
import type { ProblemEntry } from '../../../web/api/problem.ts'
import { useTexts } from '../../../web/i18n/i18n.ts'
import { useCommand } from '../../../web/kit/command.ts'
import { ErrorSummary } from '../../../web/kit/error-summary.tsx'
import { usePort } from '../../../web/reference/port.ts'
import { useActor } from '../../../web/session/session.ts'

const subjects = ['body-admission']
const touches = ['body-admission', 'acceptance-report', 'register', 'declaration']

/** A body's admission: application, and the acts open to the reader with their forms, read off the procedure. */
export function AdmissionPart({ body, owner, standing }: { readonly body: string; readonly owner: string; readonly standing: string }) {
  const { t } = useTexts()
  const actor = useActor()
  const mine = actor.enterprise === body || (actor.agency === owner && actor.roles.some((role) => role === 'officer' || role === 'coordinator'))
  const found = useQuery({ queryKey: ['acceptance', 'admissions', body], queryFn: ({ signal }) => get<Page<CaseView>>('/body-admissions', { open: 'true', limit: 200 }, signal), meta: { subjects }, enabled: mine })
  if (!mine) return null
  const open = found.data?.items.find((one) => one.subject.id === body)
  const applies = ['none', 'declined', 'removed'].includes(standing)
  return (
    <section className="stack" aria-labelledby="admission-title">
      <h3 id="admission-title">{t('acceptance.admission')}</h3>
      {applies ? <Apply body={body} /> : null}
      {open === undefined || open.acts.length === 0 ? (applies ? null : <p className="quiet">{t('acceptance.noActs')}</p>) : open.acts.map((act) => <ActForm key={act.act} id={open.id} act={act} />)}
    </section>
  )
}

function Apply({ body }: { readonly body: string }) {
  const { t } = useTexts()
  const port = usePort()
  const { message } = App.useApp()
  const [entries, setEntries] = useState<readonly ProblemEntry[]>([])
  const apply = useCommand<object, CaseView>((sent, key) => send('/body-admissions', sent, { key }), { touches, done: () => void message.success(t('act.done')) })
  return (
    <>
      <ErrorSummary entries={entries} />
      <Button type="primary" loading={apply.isPending} onClick={() => apply.mutate({ port: port.code, body }, { onError: (problem) => setEntries(problem.spoken()) })}>
        {t('acceptance.apply')}
      </Button>
    </>
  )
}

function ActForm({ id, act }: { readonly id: string; readonly act: CaseView['acts'][number] }) {
  const { t, language } = useTexts()
  const { message } = App.useApp()
  const [entries, setEntries] = useState<readonly ProblemEntry[]>([])
  const run = useCommand<object, CaseView>((sent, key) => send(`/body-admissions/${id}/${act.act}`, sent, { key }), { touches, done: () => void message.success(t('act.done')) })
  return (
    <Form<Record<string, string>> name={`admission-${act.act}`} layout="vertical" requiredMark={false} onFinish={(evidence) => run.mutate({ evidence }, { onError: (problem) => setEntries(problem.spoken()) })}>
      <ErrorSummary entries={entries} />
      {act.evidence.map((one) => (
        <Form.Item key={one.name} name={one.name} label={`${act.title[language]} · ${one.title[language]}`} rules={[{ required: one.required, whitespace: true, message: t('acceptance.empty') }]}>
          <Input maxLength={4000} />
        </Form.Item>
      ))}
      <Button htmlType="submit" danger={act.act === 'suspend' || act.act === 'remove'} loading={run.isPending}>
        {act.title[language]}
      </Button>
    </Form>
  )
}
