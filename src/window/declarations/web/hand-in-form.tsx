import { App, Button, Form, Input, Select } from 'antd'
import { useState } from 'react'
import { send } from '../../../web/api/client.ts'
import { pointerPath, type ProblemEntry } from '../../../web/api/problem.ts'
import { useTexts } from '../../../web/i18n/i18n.ts'
import { useCommand } from '../../../web/kit/command.ts'
import { ErrorSummary } from '../../../web/kit/error-summary.tsx'
import { useOptions } from '../../../web/reference/reference.ts'

interface Values {
  readonly type: string
  readonly number: string
  readonly issuer?: string
}

// Browsers hash on safe connections only; elsewhere the document is handed in without its file.
const canHash = globalThis.isSecureContext

/** SHA-256 of a file as 64 hex digits: the file stays where it is, but which one was meant can be shown later. */
async function hashOf(file: File): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', await file.arrayBuffer())
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** Hands in a document after the declaration it goes with; the agencies that judge papers are told (RR-04). */
export function HandInForm({ declaration }: { readonly declaration: string }) {
  const { t } = useTexts()
  const { message } = App.useApp()
  const types = useOptions('documentTypes')
  const [form] = Form.useForm<Values>()
  const [file, setFile] = useState<string>()
  // A chosen file is kept by the browser's own field: another field is empty again.
  const [round, setRound] = useState(0)
  const [entries, setEntries] = useState<readonly ProblemEntry[]>([])
  const handIn = useCommand<object, unknown>((sent, key) => send(`/declarations/${declaration}/documents`, sent, { key }), {
    touches: ['declaration'],
    done: () => {
      void message.success(t('papers.handedIn'))
      setEntries([])
      setFile(undefined)
      setRound((last) => last + 1)
      form.resetFields()
    },
  })
  const run = (values: Values): void => {
    const filled = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined && value !== ''))
    handIn.mutate({ ...filled, ...(file === undefined ? {} : { hash: file }) }, { onError: (problem) => setEntries(problem.spoken()) })
  }
  return (
    <Form<Values> form={form} name="hand-in" layout="vertical" requiredMark={false} onFinish={run}>
      <p className="quiet">{t('papers.lead')}</p>
      <ErrorSummary entries={entries} onGo={(pointer) => form.scrollToField(pointerPath(pointer) as never, { focus: true })} />
      <div className="two">
        <Form.Item name="type" label={t('field.documentType')}>
          <Select showSearch={{ optionFilterProp: 'label' }} options={types} popupMatchSelectWidth={false} />
        </Form.Item>
        <Form.Item name="number" label={t('field.documentNumber')}>
          <Input className="code" maxLength={64} spellCheck={false} />
        </Form.Item>
      </div>
      <div className="two">
        <Form.Item name="issuer" label={t('field.issuer')}>
          <Input maxLength={200} />
        </Form.Item>
        {canHash ? (
          <Form.Item label={t('papers.file')} htmlFor="hand-in-file" extra={file === undefined ? t('papers.fileWhy') : <span className="code">{`SHA-256 ${file.slice(0, 16)}…`}</span>}>
            <input
              key={round}
              id="hand-in-file"
              type="file"
              onChange={(event) => {
                const chosen = event.target.files?.[0]
                if (chosen === undefined) setFile(undefined)
                else void hashOf(chosen).then(setFile, () => setFile(undefined))
              }}
            />
          </Form.Item>
        ) : null}
      </div>
      <Button type="primary" htmlType="submit" loading={handIn.isPending}>
        {t('papers.handIn')}
      </Button>
    </Form>
  )
}
