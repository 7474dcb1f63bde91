import { App, Button, Form, Input, InputNumber } from 'antd'
import { useState } from 'react'
import type { ProblemEntry } from '../../../web/api/problem.ts'
import { useCodeName, useTexts } from '../../../web/i18n/i18n.ts'
import { count } from '../../../web/i18n/time.ts'
import { ErrorSummary } from '../../../web/kit/error-summary.tsx'
import { Moment } from '../../../web/kit/moment.tsx'
import { Party } from '../../../web/reference/party.tsx'
import type { HandlingView, InspectionView } from './inspection-view.ts'
import { useAct } from './use-acts.ts'

const actions = ['open', 'weigh', 'scan'] as const
type Action = (typeof actions)[number]

/** An image kept here is known by its hash, of which the beginning tells it from the others of a case; one kept elsewhere by the name it was given. */
const nameOfImage = (image: string): string => (/^[0-9a-f]{64}$/.test(image) ? `${image.slice(0, 12)}…` : image)

/** What is done to the object once for everybody: one opening, one weighing, one scan (JI-10, JI-11). */
export function HandlingPart({ inspection, acts }: { readonly inspection: InspectionView; readonly acts: readonly string[] }) {
  const { t } = useTexts()
  const records = inspection.handlings ?? []
  return (
    <section aria-labelledby="handling-title" className="stack">
      <h2 id="handling-title">{t('session.once')}</h2>
      <div className="sides">
        {actions.map((action) => (
          <ActionPart key={action} inspection={inspection} action={action} records={records.filter((record) => record.action === action)} allowed={acts.includes(action)} />
        ))}
      </div>
    </section>
  )
}

interface Report {
  readonly grossKg?: number
  readonly seal?: string
  readonly image?: string
  readonly device?: string
  readonly reason?: string
}

function ActionPart({ inspection, action, records, allowed }: { readonly inspection: InspectionView; readonly action: Action; readonly records: readonly HandlingView[]; readonly allowed: boolean }) {
  const { t } = useTexts()
  const code = useCodeName()
  const { message } = App.useApp()
  const [form] = Form.useForm<Report>()
  const [entries, setEntries] = useState<readonly ProblemEntry[]>([])
  const [again, setAgain] = useState(false)
  const run = useAct<unknown>(inspection, action, () => void message.success(t('act.done')))
  const finish = (values: Report): void => {
    const body = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined && value !== null && value !== ''))
    run.mutate(body, {
      onSuccess: () => {
        setEntries([])
        setAgain(false)
        form.resetFields()
      },
      onError: (problem) => setEntries(problem.spoken()),
    })
  }
  return (
    <div className="side">
      <span className="row spread">
        <h3>{code('handling', action)}</h3>
        <span className={`pill tone-${records.length === 0 ? 'idle' : records.length === 1 ? 'good' : 'bad'}`}>{t('session.times', { count: records.length })}</span>
      </span>
      {records.map((record) => (
        <span key={record.id} className="small">
          <Party code={record.agency} /> <Moment at={record.at} /> <Measured record={record} />
          {record.reason === undefined ? null : <span className="sub">{record.reason}</span>}
        </span>
      ))}
      {allowed && records.length > 0 && !again ? (
        <button type="button" className="link-button small" onClick={() => setAgain(true)}>
          {t('session.doAgain')}
        </button>
      ) : null}
      {allowed && (records.length === 0 || again) ? (
        <Form<Report> form={form} name={`handling-${action}`} layout="vertical" onFinish={finish} requiredMark={false}>
          <ErrorSummary entries={entries} title={t('session.refused')} />
          {action === 'weigh' ? (
            <Form.Item name="grossKg" label={t('field.grossWeightKg')} rules={[{ required: true, message: t('session.needsFigure') }]}>
              <InputNumber min={0} controls={false} suffix="kg" style={{ width: '100%' }} />
            </Form.Item>
          ) : null}
          {action === 'scan' ? (
            <Form.Item name="image" label={t('field.image')} rules={[{ required: true, message: t('session.needsImage') }]}>
              <Input className="code" maxLength={64} />
            </Form.Item>
          ) : null}
          {action === 'open' ? (
            <Form.Item name="seal" label={t('field.seal')}>
              <Input className="code" maxLength={20} />
            </Form.Item>
          ) : null}
          {records.length > 0 || entries.length > 0 ? (
            <Form.Item name="reason" label={t('session.again')}>
              <Input maxLength={500} />
            </Form.Item>
          ) : null}
          <Button htmlType="submit" loading={run.isPending} block>
            {code('act', action)}
          </Button>
        </Form>
      ) : null}
      {!allowed && records.length === 0 ? <span className="small quiet">{t('session.notYet')}</span> : null}
    </div>
  )
}

function Measured({ record }: { readonly record: HandlingView }) {
  const { language } = useTexts()
  const parts = [record.grossKg === undefined ? undefined : `${count(record.grossKg, language, 1)} kg`, record.image === undefined ? undefined : nameOfImage(record.image), record.seal, record.device]
  return <b>{parts.filter((part) => part !== undefined).join(' · ')}</b>
}
