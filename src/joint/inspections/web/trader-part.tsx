import { useQuery } from '@tanstack/react-query'
import { App, Button, Form, Input, Radio } from 'antd'
import { useState } from 'react'
import { get } from '../../../web/api/client.ts'
import type { ProblemEntry } from '../../../web/api/problem.ts'
import { useTexts } from '../../../web/i18n/i18n.ts'
import { fromWallClock, toWallField } from '../../../web/i18n/time.ts'
import { ErrorSummary } from '../../../web/kit/error-summary.tsx'
import { WallClockInput } from '../../../web/kit/field.tsx'
import { Moment } from '../../../web/kit/moment.tsx'
import { usePort } from '../../../web/reference/port.ts'
import { useArrange } from './arrange-command.ts'
import { useSiteName } from '../../../web/reference/resources.ts'
import type { InspectionView } from './inspection-view.ts'

interface Attendance {
  readonly meetingPoint?: string
  readonly bring: readonly string[]
  readonly graceMinutes: number
}

interface Answering {
  readonly said?: 'yes' | 'wish' | 'cannot'
  readonly from?: string
  readonly to?: string
  readonly reason?: string
}

const asked: readonly string[] = ['proposed', 'coordinating', 'agreed']

/** For the trader and the operator of the site: when, where, what to bring, and an answer. Never why. */
export function TraderPart({ inspection }: { readonly inspection: InspectionView }) {
  const site = useSiteName(inspection.port)
  const { t } = useTexts()
  const attendance = useQuery({ queryKey: ['attendance', inspection.port], queryFn: ({ signal }) => get<Attendance>(`/ports/${inspection.port}/attendance`, undefined, signal), staleTime: 60_000 })
  const { bring = [], meetingPoint, graceMinutes } = attendance.data ?? {}
  return (
    <section className="panel" aria-labelledby="come-title">
      <div className="panel-head">
        <h2 id="come-title">{t('arrange.come')}</h2>
      </div>
      <div className="panel-body stack">
        <dl className="facts">
          <div>
            <dt>{t('arrange.when')}</dt>
            <dd>
              {inspection.slot === undefined ? (
                t('arrange.noTime')
              ) : (
                <b>
                  <Moment at={inspection.slot.from} />–<Moment at={inspection.slot.to} short />
                </b>
              )}
              {inspection.slot === undefined || inspection.state === 'agreed' || !asked.includes(inspection.state) ? null : <span className="sub">{t('arrange.notYetAgreed')}</span>}
            </dd>
          </div>
          <div>
            <dt>{t('arrange.where')}</dt>
            <dd>{[inspection.site === undefined ? undefined : site(inspection.site), meetingPoint].filter((part) => part !== undefined).join(' · ') || t('arrange.noPlace')}</dd>
          </div>
          {bring.length === 0 ? null : (
            <div>
              <dt>{t('arrange.bring')}</dt>
              <dd>
                <ul className="dots">
                  {bring.map((thing) => (
                    <li key={thing}>{thing}</li>
                  ))}
                </ul>
              </dd>
            </div>
          )}
          {graceMinutes === undefined ? null : (
            <div>
              <dt>{t('arrange.late')}</dt>
              <dd>{t('arrange.grace', { count: graceMinutes })}</dd>
            </div>
          )}
        </dl>
        {asked.includes(inspection.state) && !inspection.desk ? <AnswerForm inspection={inspection} /> : null}
      </div>
    </section>
  )
}

function AnswerForm({ inspection }: { readonly inspection: InspectionView }) {
  const { t } = useTexts()
  const { timeZone } = usePort()
  const { message } = App.useApp()
  const [form] = Form.useForm<Answering>()
  const said = Form.useWatch('said', form) ?? 'yes'
  const [entries, setEntries] = useState<readonly ProblemEntry[]>([])
  const run = useArrange<unknown>(inspection.id, 'answer', () => void message.success(t('act.done')))
  const span = inspection.slot ?? inspection.window
  const finish = (values: Answering): void => {
    const slot = { from: fromWallClock(values.from ?? '', timeZone) ?? values.from, to: fromWallClock(values.to ?? '', timeZone) ?? values.to }
    const body = { said, ...(said === 'wish' ? { slot } : {}), ...(values.reason === undefined || values.reason === '' ? {} : { reason: values.reason }) }
    run.mutate(body, { onSuccess: () => setEntries([]), onError: (problem) => setEntries(problem.spoken()) })
  }
  return (
    <Form<Answering> form={form} name="answer" layout="vertical" requiredMark={false} onFinish={finish} initialValues={{ said: 'yes', from: toWallField(span.from, timeZone), to: toWallField(span.to, timeZone) }}>
      <ErrorSummary entries={entries} />
      <Form.Item name="said" label={t('arrange.yourAnswer')}>
        <Radio.Group options={(['yes', 'wish', 'cannot'] as const).map((value) => ({ value, label: t(`arrange.your.${value}`) }))} />
      </Form.Item>
      {said !== 'wish' ? null : (
        <div className="two">
          <Form.Item name="from" label={t('field.slotFrom')}>
            <WallClockInput />
          </Form.Item>
          <Form.Item name="to" label={t('field.slotTo')}>
            <WallClockInput />
          </Form.Item>
        </div>
      )}
      {said === 'yes' ? null : (
        <Form.Item name="reason" label={t('field.reason')}>
          <Input maxLength={500} />
        </Form.Item>
      )}
      <Button type="primary" htmlType="submit" loading={run.isPending}>
        {t('arrange.sendAnswer')}
      </Button>
    </Form>
  )
}
