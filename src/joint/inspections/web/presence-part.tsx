import { App, Button, Form, Input, Select } from 'antd'
import { useState } from 'react'
import type { ProblemEntry } from '../../../web/api/problem.ts'
import { useCodeName, useTexts } from '../../../web/i18n/i18n.ts'
import { ErrorSummary } from '../../../web/kit/error-summary.tsx'
import { Moment } from '../../../web/kit/moment.tsx'
import { Pill } from '../../../web/kit/pill.tsx'
import { Party } from '../../../web/reference/party.tsx'
import { useActor } from '../../../web/session/session.ts'
import { useArrange } from './arrange-command.ts'
import { SlotFields, useSlot, type SlotValues } from './arrange-forms.tsx'
import type { InspectionView } from './inspection-view.ts'

interface Missing extends SlotValues {
  readonly agency?: string
  readonly then?: string
}

/** Who is at the site for the agreed time; a party that has not come is reported after the grace time (JI-20). */
export function PresencePart({ inspection }: { readonly inspection: InspectionView }) {
  const { t } = useTexts()
  const code = useCodeName()
  const actor = useActor()
  const { message } = App.useApp()
  const [entries, setEntries] = useState<readonly ProblemEntry[]>([])
  const [reporting, setReporting] = useState(false)
  const saved = (): void => void message.success(t('act.done'))
  const arrive = useArrange<object>(inspection.id, 'arrive', saved)
  const report = useArrange<object>(inspection.id, 'no-show', saved)
  const { initial, slotOf } = useSlot(inspection)
  const presences = (inspection.presences ?? []).filter((presence) => inspection.slot === undefined || presence.slotFrom === inspection.slot.from)
  const party = inspection.tasks.some((task) => task.agency === actor.agency)
  const open = inspection.state === 'agreed' && party
  if (!open && presences.length === 0) return null
  const there = (agency: string) => presences.findLast((presence) => presence.agency === agency)
  const others = inspection.tasks.filter((task) => task.agency !== actor.agency && (there(task.agency)?.mode ?? 'no-show') === 'no-show')
  return (
    <section className="panel" aria-labelledby="presence-title">
      <div className="panel-head">
        <h2 id="presence-title">{t('arrange.presence')}</h2>
      </div>
      <div className="panel-body stack">
        <ErrorSummary entries={entries} />
        <ul className="row">
          {inspection.tasks.map(({ agency }) => {
            const seen = there(agency)
            return (
              <li key={agency} className="row">
                <Party code={agency} />
                <Pill tone={seen === undefined ? 'idle' : seen.mode === 'no-show' ? 'bad' : 'good'}>{seen === undefined ? t('arrange.notThere') : code('presence', seen.mode)}</Pill>
                {seen === undefined ? null : <Moment at={seen.at} short />}
              </li>
            )
          })}
        </ul>
        {!open ? null : (
          <div className="row">
            {there(actor.agency ?? '')?.mode === 'on-site' ? null : (
              <Button loading={arrive.isPending} onClick={() => arrive.mutate({}, { onSuccess: () => setEntries([]), onError: (problem) => setEntries(problem.spoken()) })}>
                {t('arrange.arrived')}
              </Button>
            )}
            {others.length === 0 || reporting ? null : <Button onClick={() => setReporting(true)}>{t('arrange.reportMissing')}</Button>}
          </div>
        )}
        {!open || !reporting || others.length === 0 ? null : (
          <Form<Missing>
            layout="vertical"
            name="no-show"
            requiredMark={false}
            initialValues={{ ...initial, agency: others[0]?.agency, then: 'proceed' }}
            onFinish={({ agency, then, reason, ...slot }) =>
              report.mutate({ agency, then, reason, ...(then === 'reschedule' ? { slot: slotOf(slot), site: slot.site } : {}) }, {
                onSuccess: () => {
                  setEntries([])
                  setReporting(false)
                },
                onError: (problem) => setEntries(problem.spoken()),
              })
            }
          >
            <div className="two">
              <Form.Item name="agency" label={t('arrange.missingParty')}>
                <Select options={others.map(({ agency }) => ({ value: agency, label: agency }))} />
              </Form.Item>
              <Form.Item name="then" label={t('arrange.then')}>
                <Select options={['proceed', 'reschedule', 'remote'].map((then) => ({ value: then, label: code('then', then) }))} />
              </Form.Item>
            </div>
            <Form.Item noStyle dependencies={['then']}>
              {({ getFieldValue }) => (getFieldValue('then') === 'reschedule' ? <SlotFields inspection={inspection} /> : null)}
            </Form.Item>
            <Form.Item name="reason" label={t('field.reason')}>
              <Input maxLength={500} />
            </Form.Item>
            <Button htmlType="submit" danger loading={report.isPending}>
              {t('arrange.record')}
            </Button>
          </Form>
        )}
      </div>
    </section>
  )
}
