import { App, Button, Form, Input, Select } from 'antd'
import { useState } from 'react'
import type { CaseView } from '../../platform/procedures/case-view.ts'
import { send } from '../api/client.ts'
import { pointerPath, type ProblemEntry } from '../api/problem.ts'
import { useCodeName, useTexts } from '../i18n/i18n.ts'
import { useCommand } from '../kit/command.ts'
import { ErrorSummary } from '../kit/error-summary.tsx'
import { usePort } from '../reference/port.ts'
import { useReference } from '../reference/reference.ts'
import { useActor } from '../session/session.ts'
import { caseSubjects } from './case-subjects.ts'
import type { Opening, OpeningField } from './openings.ts'

type Values = Readonly<Record<string, unknown>>

/** What was filled in; what is empty is left out. */
function filled(values: Values): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined && value !== '' && !(Array.isArray(value) && value.length === 0)))
}

/** Opens a case. `about` is the page it was opened from: `declaration:<id>`. What was typed stays when it is refused. */
export function OpenCaseForm({ opening, about, onDone }: { readonly opening: Opening; readonly about: string | undefined; readonly onDone: (id: string) => void }) {
  const { t } = useTexts()
  const code = useCodeName()
  const { message } = App.useApp()
  const port = usePort()
  const [form] = Form.useForm<Values>()
  const [entries, setEntries] = useState<readonly ProblemEntry[]>([])
  const [kind, id] = about === undefined ? [opening.subjects[0], undefined] : [about.slice(0, about.indexOf(':')), about.slice(about.indexOf(':') + 1)]
  const run = useCommand<Values, CaseView>((body, key) => send(opening.path, body, { key }), {
    touches: caseSubjects,
    done: (opened) => {
      void message.success(t('act.done'))
      onDone(opened.id)
    },
  })
  const finish = (values: Values): void => run.mutate({ port: port.code, ...filled(values) }, { onError: (problem) => setEntries(problem.spoken()) })
  return (
    <Form<Values> form={form} name={`open-${opening.name}`} layout="vertical" requiredMark={false} onFinish={finish} {...(opening.subjects.length === 0 ? {} : { initialValues: { subject: { kind, id } } })}>
      <p className="quiet">{t(`cases.lead_${opening.name}`)}</p>
      <ErrorSummary entries={entries} onGo={(pointer) => form.scrollToField(pointerPath(pointer) as never, { focus: true })} nameOf={(pointer) => code('caseField', pointer.split('/')[1])} />
      {opening.subjects.length === 0 ? null : (
        <div className="two">
          <Form.Item name={['subject', 'kind']} label={t('cases.subject')}>
            <Select options={opening.subjects.map((value) => ({ value, label: code('subject', value) }))} />
          </Form.Item>
          <Form.Item name={['subject', 'id']} label={t('cases.subjectId')}>
            <Input className="code" maxLength={100} spellCheck={false} />
          </Form.Item>
        </div>
      )}
      {opening.fields.map((field) => (
        <OpeningInput key={field.name} field={field} />
      ))}
      <Button type="primary" htmlType="submit" loading={run.isPending}>
        {t(`cases.send.${opening.name}`)}
      </Button>
    </Form>
  )
}

function OpeningInput({ field: { name, kind, required } }: { readonly field: OpeningField }) {
  const { t, language } = useTexts()
  const code = useCodeName()
  const { agencies, registrationEvidence } = useReference()
  const { agency } = useActor()
  const label = required ? code('caseField', name) : `${code('caseField', name)} ${t('cases.optional')}`
  if (kind === 'rows') {
    return (
      <Form.List name={name}>
        {(rows, { add, remove }) => (
          <fieldset className="stack tight">
            <legend>{label}</legend>
            {rows.map((row) => (
              <div key={row.key} className="row nowrap">
                <Form.Item name={[row.name, 'kind']} label={code('caseField', 'kind')}>
                  <Select style={{ minWidth: 180 }} options={registrationEvidence.map((one) => ({ value: one.code, label: one.name[language] }))} />
                </Form.Item>
                <Form.Item name={[row.name, 'reference']} label={code('caseField', 'reference')} className="grow">
                  <Input maxLength={200} />
                </Form.Item>
                <Button onClick={() => remove(row.name)}>{t('cases.remove')}</Button>
              </div>
            ))}
            <Button onClick={() => add({})}>{t('cases.addEvidence')}</Button>
          </fieldset>
        )}
      </Form.List>
    )
  }
  const options = agencies.filter((one) => one.code !== agency).map((one) => ({ value: one.code, label: `${one.code} ${one.name[language]}` }))
  return (
    <Form.Item name={name} label={label}>
      {kind === 'agency' ? (
        <Select options={options} />
      ) : kind === 'agencies' ? (
        <Select mode="multiple" options={options} />
      ) : kind === 'lines' ? (
        <Select mode="tags" open={false} suffixIcon={null} tokenSeparators={[',', '，', '\n']} />
      ) : kind === 'text' ? (
        <Input.TextArea rows={4} maxLength={4000} />
      ) : (
        <Input maxLength={200} />
      )}
    </Form.Item>
  )
}
