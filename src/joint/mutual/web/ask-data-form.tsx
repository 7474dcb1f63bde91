import { Button, Checkbox, Form, Input, Select } from 'antd'
import { useState } from 'react'
import { send } from '../../../web/api/client.ts'
import { pointerPath, type ProblemEntry } from '../../../web/api/problem.ts'
import { useCodeName, useTexts } from '../../../web/i18n/i18n.ts'
import { useCommand } from '../../../web/kit/command.ts'
import { ErrorSummary } from '../../../web/kit/error-summary.tsx'
import { useActor } from '../../../web/session/session.ts'
import { useDeclarationByNumber } from '../../../window/declarations/web/by-number.ts'
import { tradeFields } from '../../../kernel/trade-fields.ts'
import { useEntitlements, type QueryEntry } from './queries.ts'

interface Values {
  readonly number: string
  readonly purpose: string
  readonly fields: string[]
}

type Answer = QueryEntry & { readonly values: Readonly<Record<string, unknown>> }

const shown = (value: unknown): string =>
  Array.isArray(value) ? value.map(shown).join(' · ') : typeof value === 'object' && value !== null ? Object.values(value).map(shown).join(' ') : value === null || value === undefined ? '—' : String(value)

/** Asks for fields of a declaration for a purpose. What the agency is not entitled to is said, and both are on the record (SW-08). */
export function AskDataForm() {
  const { t } = useTexts()
  const code = useCodeName()
  const actor = useActor()
  const [form] = Form.useForm<Values>()
  const [entries, setEntries] = useState<readonly ProblemEntry[]>([])
  const [answer, setAnswer] = useState<Answer>()
  const number = Form.useWatch('number', form)
  const purpose = Form.useWatch('purpose', form)
  const mine = useEntitlements().filter((one) => one.agency === actor.agency)
  const entitled = mine.find((one) => one.purpose === purpose)?.fields ?? []
  const declaration = useDeclarationByNumber(number)
  const ask = useCommand<object, Answer>((body, key) => send('/data-queries', body, { key }), { touches: ['data-query'], done: (given) => setAnswer(given) })
  const finish = (values: Values): void => {
    setAnswer(undefined)
    ask.mutate({ declaration: declaration.id, purpose: values.purpose, fields: values.fields ?? [] }, { onSuccess: () => setEntries([]), onError: (problem) => setEntries(problem.spoken()) })
  }
  return (
    <section className="panel no-print" aria-labelledby="ask-title">
      <div className="panel-head">
        <h2 id="ask-title">{t('exchange.ofDeclaration')}</h2>
      </div>
      <Form<Values> form={form} name="ask-data" layout="vertical" requiredMark={false} className="panel-body" onFinish={finish}>
        <ErrorSummary entries={entries} onGo={(pointer) => form.scrollToField(pointerPath(pointer) as never, { focus: true })} />
        <div className="two">
          <Form.Item name="number" label={t('exchange.number')} {...(declaration.unknown ? { validateStatus: 'warning' as const, help: t('exchange.unknownNumber') } : {})}>
            <Input className="code" maxLength={40} spellCheck={false} />
          </Form.Item>
          <Form.Item name="purpose" label={t('exchange.purpose')}>
            <Select options={mine.map((one) => ({ value: one.purpose, label: code('queryPurpose', one.purpose) }))} />
          </Form.Item>
        </div>
        <Form.Item name="fields" label={t('exchange.fields')} extra={purpose === undefined ? undefined : t('exchange.entitledTo', { fields: entitled.map((name) => code('tradeField', name)).join(' · ') })}>
          <Checkbox.Group options={tradeFields.map((value) => ({ value, label: code('tradeField', value) }))} />
        </Form.Item>
        <Button type="primary" htmlType="submit" loading={ask.isPending} disabled={declaration.id === undefined}>
          {t('exchange.ask')}
        </Button>
      </Form>
      {answer === undefined ? null : (
        <dl className="panel-body facts" aria-live="polite">
          {answer.allowed.map((field) => (
            <div key={field}>
              <dt>{code('tradeField', field)}</dt>
              <dd>{shown(answer.values[field])}</dd>
            </div>
          ))}
          {answer.denied.map((field) => (
            <div key={field}>
              <dt>{code('tradeField', field)}</dt>
              <dd className="quiet">{t('exchange.notEntitled')}</dd>
            </div>
          ))}
        </dl>
      )}
    </section>
  )
}
