import { App, Button, Form, Input, Select } from 'antd'
import { useState } from 'react'
import { send } from '../../../web/api/client.ts'
import type { ProblemEntry } from '../../../web/api/problem.ts'
import { useCodeName, useTexts } from '../../../web/i18n/i18n.ts'
import { fromWallClock } from '../../../web/i18n/time.ts'
import { useCommand } from '../../../web/kit/command.ts'
import { ErrorSummary } from '../../../web/kit/error-summary.tsx'
import { CodeInput, WallClockInput } from '../../../web/kit/field.tsx'
import { usePort } from '../../../web/reference/port.ts'
import type { ReportView } from '../views.ts'

interface Values {
  readonly number: string
  readonly kind: string
  readonly declaration: string
  readonly declarant: string
  readonly lines: string
  readonly tests: string
  readonly standards?: string
  readonly conclusion: string
  readonly issuedAt: string
  readonly commission?: string
}

const listed = (text: string | undefined): string[] => (text ?? '').split(/[,，、\s]+/).filter((part) => part !== '')

/** A body submits its report; the rule answers at once. */
export function SubmitReportForm({ body, done }: { readonly body: string; readonly done: (id: string) => void }) {
  const { t } = useTexts()
  const code = useCodeName()
  const port = usePort()
  const { message } = App.useApp()
  const [entries, setEntries] = useState<readonly ProblemEntry[]>([])
  const submit = useCommand<object, ReportView>((sent, key) => send('/acceptance-reports', sent, { key }), {
    touches: ['acceptance-report'],
    done: (report) => {
      void message.info(t(report.state === 'waiting' ? 'acceptance.sent' : 'acceptance.sentRefused'))
      done(report.id)
    },
  })
  const run = ({ lines, tests, standards, issuedAt, commission, ...rest }: Values): void =>
    submit.mutate(
      { port: port.code, body, ...rest, lines: listed(lines).map(Number), tests: listed(tests), standards: listed(standards), issuedAt: fromWallClock(issuedAt, port.timeZone), ...(commission === undefined || commission === '' ? {} : { commission }) },
      { onError: (problem) => setEntries(problem.spoken()) },
    )
  const needed = { required: true, message: t('acceptance.empty') }
  const options = (group: string, values: readonly string[]): { value: string; label: string }[] => values.map((value) => ({ value, label: code(group, value) }))
  return (
    <Form<Values> name="submit-report" layout="vertical" requiredMark={false} initialValues={{ kind: 'test', conclusion: 'conforms', lines: '1' }} onFinish={run}>
      <ErrorSummary entries={entries} />
      <Form.Item name="number" label={t('acceptance.number')} rules={[needed]}>
        <CodeInput maxLength={80} />
      </Form.Item>
      <Form.Item name="kind" label={t('acceptance.kind')}>
        <Select options={options('reportKind', ['appraisal', 'inspection', 'test'])} />
      </Form.Item>
      <Form.Item name="declaration" label={t('acceptance.declaration')} rules={[needed, { pattern: /^\d{18}$/, message: t('acceptance.badNumber') }]}>
        <Input className="bytes" inputMode="numeric" maxLength={18} />
      </Form.Item>
      <Form.Item name="declarant" label={t('acceptance.declarant')} rules={[needed]}>
        <CodeInput maxLength={80} />
      </Form.Item>
      <Form.Item name="lines" label={t('acceptance.lines')} extra={t('acceptance.listHelp')} rules={[needed]}>
        <Input maxLength={400} />
      </Form.Item>
      <Form.Item name="tests" label={t('acceptance.tests')} extra={t('acceptance.listHelp')} rules={[needed]}>
        <Input maxLength={800} spellCheck={false} />
      </Form.Item>
      <Form.Item name="standards" label={t('acceptance.standards')} extra={t('acceptance.listHelp')}>
        <Input maxLength={800} spellCheck={false} />
      </Form.Item>
      <Form.Item name="conclusion" label={t('acceptance.conclusion')}>
        <Select options={options('conclusion', ['conforms', 'fails'])} />
      </Form.Item>
      <Form.Item name="issuedAt" label={t('acceptance.issued')} rules={[needed]}>
        <WallClockInput />
      </Form.Item>
      <Form.Item name="commission" label={t('acceptance.commission')}>
        <Input className="bytes" maxLength={36} />
      </Form.Item>
      <Button type="primary" htmlType="submit" loading={submit.isPending}>
        {t('acceptance.send')}
      </Button>
    </Form>
  )
}
