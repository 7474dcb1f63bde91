import { App, Button, Form, Radio, Select } from 'antd'
import { useState } from 'react'
import { send } from '../../../web/api/client.ts'
import type { ProblemEntry } from '../../../web/api/problem.ts'
import { useCodeName, useTexts } from '../../../web/i18n/i18n.ts'
import { useCommand } from '../../../web/kit/command.ts'
import { ErrorSummary } from '../../../web/kit/error-summary.tsx'
import { CodeInput } from '../../../web/kit/field.tsx'
import { Moment } from '../../../web/kit/moment.tsx'
import { Pill } from '../../../web/kit/pill.tsx'
import { useActor } from '../../../web/session/session.ts'
import type { CommissionView } from '../views.ts'

interface Step {
  readonly step: string
  readonly seal: string
  readonly intact: boolean
  readonly from?: string
  readonly to?: string
}

/** The way of a sample, step by step, and the form for the next one: agency and body write down what they do with it. */
export function CustodyPart({ order }: { readonly order: CommissionView }) {
  const { t } = useTexts()
  const code = useCodeName()
  const actor = useActor()
  const handles = actor.agency === order.agency || actor.enterprise === order.body
  return (
    <div className="stack">
      <h3>{t('acceptance.custody')}</h3>
      <ol className="stack">
        {order.custody.map((step) => (
          <li key={`${step.step}|${step.at}`}>
            <b>{code('custodyStep', step.step)}</b> {t('acceptance.step', { from: step.from, to: step.to })} {step.intact ? null : <Pill tone="bad">{t('acceptance.broken')}</Pill>}
            <span className="sub">
              {t('acceptance.seal')} <span className="code">{step.seal}</span> · {step.by} · <Moment at={step.at} />
            </span>
          </li>
        ))}
      </ol>
      {handles ? <StepForm order={order} /> : null}
    </div>
  )
}

const named = (name: string, text: string | undefined): object => (text === undefined || text.trim() === '' ? {} : { [name]: text.trim() })

function StepForm({ order }: { readonly order: CommissionView }) {
  const { t } = useTexts()
  const code = useCodeName()
  const { message } = App.useApp()
  const [entries, setEntries] = useState<readonly ProblemEntry[]>([])
  const [form] = Form.useForm<Step>()
  const record = useCommand<object, CommissionView>((body, key) => send(`/sampling-commissions/${order.id}/custody`, body, { key }), {
    touches: ['commission'],
    done: () => {
      setEntries([])
      form.resetFields()
      void message.success(t('act.done'))
    },
  })
  const run = ({ step, seal, intact, from, to }: Step): void => record.mutate({ step, seal, intact, ...named('from', from), ...named('to', to) }, { onError: (problem) => setEntries(problem.spoken()) })
  return (
    <Form<Step> form={form} name="custody" layout="vertical" requiredMark={false} initialValues={{ step: 'handed', intact: true }} onFinish={run}>
      <ErrorSummary entries={entries} />
      <Form.Item name="step" label={t('acceptance.what')}>
        <Select options={['handed', 'opened'].map((value) => ({ value, label: code('custodyStep', value) }))} />
      </Form.Item>
      <Form.Item name="seal" label={t('acceptance.seal')} rules={[{ required: true, whitespace: true, message: t('acceptance.empty') }]}>
        <CodeInput maxLength={40} />
      </Form.Item>
      <Form.Item name="intact" label={t('acceptance.intact')}>
        <Radio.Group options={[{ value: true, label: t('acceptance.whole') }, { value: false, label: t('acceptance.isBroken') }]} />
      </Form.Item>
      <Form.Item name="from" label={t('acceptance.from')}>
        <CodeInput maxLength={80} />
      </Form.Item>
      <Form.Item name="to" label={t('acceptance.to')}>
        <CodeInput maxLength={80} />
      </Form.Item>
      <Button type="primary" htmlType="submit" loading={record.isPending}>
        {t('acceptance.recordStep')}
      </Button>
    </Form>
  )
}
