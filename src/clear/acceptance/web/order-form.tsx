import { useQuery } from '@tanstack/react-query'
import { App, Button, Form, Input, InputNumber, Select } from 'antd'
import { useState } from 'react'
import { get, send, type Page } from '../../../web/api/client.ts'
import { pointerPath, type ProblemEntry } from '../../../web/api/problem.ts'
import { useTexts } from '../../../web/i18n/i18n.ts'
import { useCommand } from '../../../web/kit/command.ts'
import { ErrorSummary } from '../../../web/kit/error-summary.tsx'
import { CodeInput } from '../../../web/kit/field.tsx'
import { useDeclarationByNumber } from '../../../window/declarations/web/by-number.ts'
import type { BodyView } from '../catalogue.ts'

interface Values {
  readonly number: string
  readonly line: number
  readonly body: string
  readonly tests: string[]
  readonly sample: string
  readonly seal: string
}

/** Seals a sample and orders its test from an admitted body (TP-04); from here on every hand-over is written down. */
export function OrderForm({ done }: { readonly done: () => void }) {
  const { t, language } = useTexts()
  const { message } = App.useApp()
  const [form] = Form.useForm<Values>()
  const [entries, setEntries] = useState<readonly ProblemEntry[]>([])
  const bodies = useQuery({ queryKey: ['acceptance', 'bodies', 'admitted'], queryFn: ({ signal }) => get<Page<BodyView>>('/acceptance-bodies', undefined, signal), meta: { subjects: ['body-admission', 'register'] } })
  const admitted = bodies.data?.items.filter(({ standing }) => standing === 'admitted') ?? []
  const body = Form.useWatch('body', form)
  const tests = [...new Set(admitted.find(({ code }) => code === body)?.scopes.flatMap((scope) => scope.tests) ?? [])]
  const declaration = useDeclarationByNumber(Form.useWatch('number', form))
  const order = useCommand<object, unknown>((sent, key) => send('/sampling-commissions', sent, { key }), {
    touches: ['commission'],
    done: () => {
      void message.success(t('acceptance.ordered'))
      done()
    },
  })
  const run = ({ number: _typed, ...rest }: Values): void => order.mutate({ declaration: declaration.id, ...rest }, { onError: (problem) => setEntries(problem.spoken()) })
  return (
    <Form<Values> form={form} name="order-sampling" layout="vertical" requiredMark={false} initialValues={{ line: 1 }} onFinish={run}>
      <p className="quiet">{t('acceptance.orderLead')}</p>
      <ErrorSummary entries={entries} onGo={(pointer) => form.scrollToField(pointerPath(pointer) as never, { focus: true })} />
      <Form.Item name="number" label={t('acceptance.declaration')} {...(declaration.unknown ? { validateStatus: 'warning' as const, help: t('acceptance.unknownNumber') } : {})}>
        <Input className="code" maxLength={40} spellCheck={false} />
      </Form.Item>
      <div className="two">
        <Form.Item name="line" label={t('acceptance.line')}>
          <InputNumber min={1} max={9999} controls={false} style={{ width: '100%' }} />
        </Form.Item>
        <Form.Item name="body" label={t('acceptance.body')}>
          <Select options={admitted.map(({ code, name }) => ({ value: code, label: `${code} ${name[language]}` }))} />
        </Form.Item>
      </div>
      <Form.Item name="tests" label={t('acceptance.tests')}>
        <Select mode="tags" options={tests.map((value) => ({ value, label: value }))} />
      </Form.Item>
      <div className="two">
        <Form.Item name="sample" label={t('acceptance.sample')}>
          <CodeInput maxLength={40} />
        </Form.Item>
        <Form.Item name="seal" label={t('acceptance.seal')}>
          <CodeInput maxLength={40} />
        </Form.Item>
      </div>
      <Button type="primary" htmlType="submit" loading={order.isPending} disabled={declaration.id === undefined}>
        {t('acceptance.order')}
      </Button>
    </Form>
  )
}
