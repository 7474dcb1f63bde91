import { useQuery } from '@tanstack/react-query'
import { App, Button, Form, Input } from 'antd'
import { useState } from 'react'
import { get, send } from '../../../web/api/client.ts'
import { pointerPath, type ProblemEntry } from '../../../web/api/problem.ts'
import { useTexts } from '../../../web/i18n/i18n.ts'
import { fromWallClock } from '../../../web/i18n/time.ts'
import { Failure, Loading } from '../../../web/kit/blank.tsx'
import { useCommand } from '../../../web/kit/command.ts'
import { ErrorSummary } from '../../../web/kit/error-summary.tsx'
import { WallClockInput } from '../../../web/kit/field.tsx'
import { Moment } from '../../../web/kit/moment.tsx'
import { usePort } from '../../../web/reference/port.ts'
import { fromForm, SchemaFields, toForm } from './schema-fields.tsx'
import type { EntryView, RegisterInfo, WholeEntry } from './register-views.ts'

/** An entry with its versions, and the form of the next one; without a key the form of a new entry. */
export function EntryPart({ register, entryKey, onDone }: { readonly register: RegisterInfo; readonly entryKey: string | undefined; readonly onDone: () => void }) {
  const { t } = useTexts()
  const found = useQuery({
    queryKey: ['register', register.name, 'entry', entryKey ?? ''],
    queryFn: ({ signal }) => get<WholeEntry>(`/registers/${register.name}/${encodeURIComponent(entryKey ?? '')}`, undefined, signal),
    meta: { subjects: ['register'] },
    enabled: entryKey !== undefined,
  })
  if (entryKey === undefined) return <EntryForm register={register} onDone={onDone} />
  if (found.error !== null) return <Failure error={found.error} retry={() => void found.refetch()} />
  if (found.data === undefined) return <Loading />
  const entry = found.data
  return (
    <div className="stack wide">
      <section className="stack tight">
        <h3>{t('registers.versions')}</h3>
        <table className="plain">
          <thead>
            <tr>
              <th scope="col">{t('registers.version')}</th>
              <th scope="col">{t('registers.validFrom')}</th>
              <th scope="col">{t('registers.validTo')}</th>
              <th scope="col">{t('registers.by')}</th>
            </tr>
          </thead>
          <tbody>
            {entry.versions.map((version) => (
              <tr key={version.version}>
                <td>{version.version}</td>
                <td>
                  <Moment at={version.validFrom} />
                </td>
                <td>
                  <Moment at={version.validTo} />
                </td>
                <td>
                  {version.source}
                  <span className="sub">
                    <Moment at={version.recordedAt} />
                  </span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {entry.mayRecord ? (
        <EntryForm register={register} former={entry.versions[0]} onDone={onDone} />
      ) : (
        <section className="stack tight">
          <h3>{t('registers.content')}</h3>
          <pre className="bytes">{JSON.stringify(entry.versions[0]?.data, null, 2)}</pre>
        </section>
      )}
    </div>
  )
}

interface Values {
  readonly data: Record<string, unknown>
  readonly validFrom?: string
  /** Why, where a second person is to agree to it. */
  readonly reason?: string
}

function EntryForm({ register, former, onDone }: { readonly register: RegisterInfo; readonly former?: EntryView | undefined; readonly onDone: () => void }) {
  const { t } = useTexts()
  const { message } = App.useApp()
  const { timeZone } = usePort()
  const [form] = Form.useForm<Values>()
  const [entries, setEntries] = useState<readonly ProblemEntry[]>([])
  const record = useCommand<unknown, EntryView>((body, key) => send(`/registers/${register.name}${register.rule === undefined ? '' : '/proposals'}`, body, { key }), {
    touches: ['register'],
    done: () => {
      void message.success(t(register.rule === undefined ? 'act.done' : 'lab.proposals.done'))
      onDone()
    },
  })
  const finish = ({ data, validFrom, reason }: Values): void => {
    const parsed = fromForm(register.schema, data)
    if (parsed.broken.length > 0) {
      form.setFields(parsed.broken.map((field) => ({ name: ['data', field] as never, errors: [t('jobs.badPayload')] })))
      return
    }
    const moment = validFrom === undefined || validFrom === '' ? undefined : fromWallClock(validFrom, timeZone)
    record.mutate({ data: parsed.value, ...(moment === undefined ? {} : { validFrom: moment }), expectedVersion: former?.version ?? 0, ...(register.rule === undefined ? {} : { reason: reason ?? '' }) }, { onError: (problem) => setEntries(problem.spoken()) })
  }
  return (
    <section className="stack" aria-labelledby="entry-form">
      <h3 id="entry-form">{former === undefined ? t('registers.add') : t('registers.next')}</h3>
      <ErrorSummary entries={entries} onGo={(pointer) => form.scrollToField(pointerPath(pointer) as never, { focus: true })} />
      <Form<Values> form={form} name="entry" layout="vertical" requiredMark={false} initialValues={{ data: toForm(register.schema, former?.data ?? {}) }} onFinish={finish}>
        <SchemaFields schema={register.schema} />
        <Form.Item name="validFrom" label={t('registers.validFrom')} extra={t('registers.fromNow')}>
          <WallClockInput />
        </Form.Item>
        {register.rule === undefined ? null : (
          <Form.Item name="reason" label={t('lab.reason')} extra={t('lab.proposals.lead')} rules={[{ required: true, whitespace: true, message: t('editor.noteNeeded') }]}>
            <Input.TextArea rows={2} maxLength={1000} />
          </Form.Item>
        )}
        <Button type="primary" htmlType="submit" loading={record.isPending}>
          {t(register.rule === undefined ? 'registers.record' : 'lab.proposals.propose')}
        </Button>
      </Form>
    </section>
  )
}
