import { useNavigate } from '@tanstack/react-router'
import { Form, Input, Modal } from 'antd'
import { send } from '../../../web/api/client.ts'
import { useTexts } from '../../../web/i18n/i18n.ts'
import { fromWallClock } from '../../../web/i18n/time.ts'
import { useCommand } from '../../../web/kit/command.ts'
import { ErrorSummary } from '../../../web/kit/error-summary.tsx'
import { WallClockInput } from '../../../web/kit/field.tsx'
import { usePort } from '../../../web/reference/port.ts'

interface Values {
  readonly note: string
  readonly validFrom?: string
}

/** Makes the draft a recorded version, with why and from when; a second person puts it into force. */
export function RecordForm({ path, flush, close }: { readonly path: string; readonly flush: () => Promise<number>; readonly close: () => void }) {
  const { t } = useTexts()
  const { timeZone } = usePort()
  const [form] = Form.useForm<Values>()
  const navigate = useNavigate()
  const command = useCommand<Values, unknown>(
    async ({ note, validFrom }, key) => {
      // Never what was saved before: where the last save fails, nothing is recorded and the reader is told why.
      const version = await flush()
      return send(`${path}/record`, { note, ...(validFrom === undefined ? {} : { validFrom: fromWallClock(validFrom, timeZone) }) }, { key, ifMatch: version })
    },
    { touches: ['table'], done: () => void navigate({ to: '/rule-lab' }) },
  )
  return (
    <Modal open title={t('editor.record')} okText={t('editor.recordGo')} cancelText={t('common.cancel')} confirmLoading={command.isPending} onCancel={close} onOk={() => form.submit()}>
      <ErrorSummary entries={command.error?.spoken() ?? []} />
      <p className="quiet">{t('editor.recordLead')}</p>
      <Form form={form} layout="vertical" onFinish={(values) => command.mutate(values)}>
        <Form.Item name="note" label={t('editor.reason')} rules={[{ required: true, whitespace: true, message: t('editor.noteNeeded') }]}>
          <Input.TextArea rows={3} maxLength={2000} />
        </Form.Item>
        <Form.Item name="validFrom" label={t('editor.validFrom')}>
          <WallClockInput />
        </Form.Item>
      </Form>
    </Modal>
  )
}
