import { useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { App, Button, Form, type FormInstance } from 'antd'
import { useState } from 'react'
import { send } from '../../../web/api/client.ts'
import { pointerPath, type ProblemEntry } from '../../../web/api/problem.ts'
import { useTexts } from '../../../web/i18n/i18n.ts'
import { useCommand } from '../../../web/kit/command.ts'
import { ErrorSummary } from '../../../web/kit/error-summary.tsx'

/** What a form sends, and what is said when it was taken. */
export interface Sending<Values, Reply> {
  readonly path: string
  readonly touches: readonly string[]
  readonly bodyOf: (values: Values) => object
  readonly said: (reply: Reply) => string
  /** Names of fields that the API calls otherwise. */
  readonly fields?: Readonly<Record<string, readonly string[]>>
}

/** The frame of a form of the risk centre: what it does, its fields, all refusals on top and each at its field, and how to close it. */
export function EntryForm<Values extends object, Reply>({ name, lead, initial, sending, act, children }: {
  readonly name: string
  readonly lead: string
  readonly initial: Partial<Values>
  readonly sending: Sending<Values, Reply>
  readonly act: string
  readonly children: (form: FormInstance<Values>) => React.ReactNode
}) {
  const { t } = useTexts()
  const { message } = App.useApp()
  const client = useQueryClient()
  const [form] = Form.useForm<Values>()
  const [entries, setEntries] = useState<readonly ProblemEntry[]>([])
  const command = useCommand<object, Reply>((body, key) => send(sending.path, body, { key }), {
    touches: sending.touches,
    done: (reply) => {
      void message.success(sending.said(reply))
      form.resetFields()
      setEntries([])
      // It begins when every process knows of it: then the lists say so.
      window.setTimeout(() => void client.invalidateQueries({ queryKey: ['risk'] }), 2_500)
    },
  })
  const fieldOf = (pointer: string): readonly (string | number)[] => sending.fields?.[pointer] ?? pointerPath(pointer)
  const finish = (values: Values): void => {
    command.mutate(sending.bodyOf(values), {
      onError: (problem) => {
        const found = problem.spoken()
        setEntries(found)
        form.setFields(found.filter(({ pointer }) => pointer !== '').map(({ pointer }) => ({ name: fieldOf(pointer) as never, errors: [t('direct.seeAbove')] })))
      },
    })
  }
  return (
    <Form<Values> form={form} name={name} layout="vertical" requiredMark={false} className="panel-body risk-form" initialValues={initial} onFinish={finish}>
      <p className="quiet">{lead}</p>
      <ErrorSummary entries={entries} onGo={(pointer) => form.scrollToField(fieldOf(pointer) as never, { block: 'center', focus: true })} />
      {children(form)}
      <div className="row">
        <Button type="primary" htmlType="submit" loading={command.isPending}>{act}</Button>
        <Link to="/risk" search={{}}>{t('risk.close')}</Link>
      </div>
    </Form>
  )
}
