import { App, Button, Form, Input, Select } from 'antd'
import { useState } from 'react'
import { send } from '../../../web/api/client.ts'
import type { ProblemEntry } from '../../../web/api/problem.ts'
import { useCodeName, useTexts } from '../../../web/i18n/i18n.ts'
import { fromWallClock } from '../../../web/i18n/time.ts'
import { useCommand } from '../../../web/kit/command.ts'
import { ErrorSummary } from '../../../web/kit/error-summary.tsx'
import { WallClockInput } from '../../../web/kit/field.tsx'
import { usePort } from '../../../web/reference/port.ts'
import { usePackName } from '../../../web/reference/reference.ts'
import { details, type Detail } from '../domain/attribute.ts'
import type { InspectionPart } from '../dossier-view.ts'

interface Reported {
  readonly kind?: 'missed' | 'wrong-result' | 'leak'
  readonly duty?: string
  readonly result?: string
  readonly description?: string
  /** What got out; the moment it was known, on the port's clock. */
  readonly details?: readonly Detail[]
  readonly before?: string
}

/** Reports an error or a leak; who is answerable follows from the duties (LB-08). */
export function ReportForm({ part }: { readonly part: InspectionPart }) {
  const { t } = useTexts()
  const name = usePackName()
  const code = useCodeName()
  const { timeZone } = usePort()
  const { message } = App.useApp()
  const [form] = Form.useForm<Reported>()
  const [open, setOpen] = useState(false)
  const [entries, setEntries] = useState<readonly ProblemEntry[]>([])
  const kind = Form.useWatch('kind', form)
  const run = useCommand<unknown, unknown>((body, key) => send('/liability', body, { key }), {
    touches: ['liability', 'joint-inspection'],
    done: () => {
      setOpen(false)
      void message.success(t('act.done'))
    },
  })
  if (!open) {
    return (
      <div className="no-print">
        <Button onClick={() => setOpen(true)}>{t('liability.report')}</Button>
      </div>
    )
  }
  const duties = [...new Map(part.responsibilities.flatMap((one) => one.duties).map((duty) => [duty.code, duty])).values()]
  const leakOf = (out: readonly Detail[] = [], before = ''): object => ({ ...(out.length === 0 ? {} : { details: out }), ...(before === '' ? {} : { before: fromWallClock(before, timeZone) ?? before }) })
  const finish = ({ kind: meant = 'missed', duty, result, description, details: out, before }: Reported): void =>
    run.mutate(
      { inspection: part.id, kind: meant, description, ...(meant === 'missed' && duty !== undefined ? { duty } : {}), ...(meant === 'wrong-result' ? { result } : {}), ...(meant === 'leak' ? leakOf(out, before) : {}) },
      { onSuccess: () => setEntries([]), onError: (problem) => setEntries(problem.spoken()) },
    )
  return (
    <Form<Reported> form={form} name={`report-${part.id}`} layout="vertical" requiredMark={false} className="no-print" initialValues={{ kind: 'missed' }} onFinish={finish}>
      <ErrorSummary entries={entries} title={t('session.refused')} />
      <Form.Item name="kind" label={t('liability.kind')}>
        <Select
          options={[
            { value: 'missed', label: t('liability.missed') },
            { value: 'wrong-result', label: t('liability.wrongResult') },
            { value: 'leak', label: t('liability.leak') },
          ]}
        />
      </Form.Item>
      {kind === 'missed' ? (
        <Form.Item name="duty" label={t('liability.dutyCode')}>
          <Select allowClear placeholder={t('liability.all')} options={duties.map((duty) => ({ value: duty.code, label: duty.kind === 'method' ? name('methods', duty.code) : duty.code }))} />
        </Form.Item>
      ) : null}
      {kind === 'wrong-result' ? (
        <Form.Item name="result" label={t('liability.results')}>
          <Select options={part.results.map((result) => ({ value: result.id, label: `${result.agency} ${result.id}` }))} />
        </Form.Item>
      ) : null}
      {kind === 'leak' ? (
        <>
          <Form.Item name="details" label={t('liability.details')}>
            <Select mode="multiple" placeholder={t('liability.detailsAny')} options={details.map((detail) => ({ value: detail, label: code('detail', detail) }))} />
          </Form.Item>
          <Form.Item name="before" label={t('liability.before')}>
            <WallClockInput />
          </Form.Item>
        </>
      ) : null}
      <Form.Item name="description" label={t('liability.description')}>
        <Input.TextArea rows={2} maxLength={2000} />
      </Form.Item>
      <Button type="primary" htmlType="submit" loading={run.isPending}>
        {t('liability.send')}
      </Button>
    </Form>
  )
}
