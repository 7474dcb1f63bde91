import { App, Button, Form, Input, Radio, Select } from 'antd'
import { useState } from 'react'
import type { ProblemEntry } from '../../../web/api/problem.ts'
import { useTexts } from '../../../web/i18n/i18n.ts'
import { ErrorSummary } from '../../../web/kit/error-summary.tsx'
import { Moment } from '../../../web/kit/moment.tsx'
import { Pill } from '../../../web/kit/pill.tsx'
import { effectTones } from '../../../web/kit/tones.ts'
import { Party } from '../../../web/reference/party.tsx'
import { usePackName, useReference } from '../../../web/reference/reference.ts'
import { useCrewName } from '../../../web/reference/resources.ts'
import type { InspectionView, TaskView } from './inspection-view.ts'
import { PhotosInput } from './photos-input.tsx'
import { useAct } from './use-acts.ts'

/** Answered by their record, never by a tick. */
const recorded: readonly string[] = ['open', 'weigh', 'scan']

/** One agency's part: its list, its crew, its decision. Only its own people write in it (LB-01). */
export function TaskPart({ inspection, task, mine, acts }: { readonly inspection: InspectionView; readonly task: TaskView; readonly mine: boolean; readonly acts: readonly string[] }) {
  const { t, list } = useTexts()
  const name = usePackName()
  const person = useCrewName(inspection.port)
  return (
    <div className={`side ${mine ? 'mine' : ''}`}>
      <span className="row spread">
        <span className="row">
          <Party code={task.agency} />
          <b>{name('agencies', task.agency)}</b>
        </span>
        {task.crew.length === 0 ? null : <span className="small quiet">{list(task.crew.map(person))}</span>}
      </span>
      <ul className="duties">
        {task.duties.map((duty) => (
          <li key={duty.code} className={`duty ${duty.done?.outcome ?? ''}`}>
            <span className="box" aria-hidden="true" />
            <span>
              {duty.kind === 'method' ? name('methods', duty.code) : duty.code}
              <span className="visually-hidden">: {duty.done === undefined ? t('session.open') : t(`session.outcome.${duty.done.outcome}`)}</span>
              {duty.done?.note === undefined ? null : <span className="sub">{duty.done.note}</span>}
            </span>
            {duty.done === undefined ? null : (
              <span className="small quiet nowrap">
                {duty.done.agency === task.agency ? null : <Party code={duty.done.agency} />} <Moment at={duty.done.at} short />
              </span>
            )}
          </li>
        ))}
      </ul>
      {acts.includes('findings') ? <FindingsForm inspection={inspection} task={task} /> : null}
      {task.disposition === undefined ? null : (
        <div className="row">
          <Pill tone={effectTones[task.disposition.effect] ?? 'idle'}>{name('dispositions', task.disposition.code)}</Pill>
          <span className="small quiet">
            <Moment at={task.disposition.at} />
          </span>
          {task.disposition.reason === undefined ? null : <span className="small">{task.disposition.reason}</span>}
        </div>
      )}
      {!acts.includes('dispositions') ? null : task.disposition === undefined ? (
        <DisposeForm inspection={inspection} agency={task.agency} />
      ) : (
        <details>
          <summary>{t('session.decideAgain')}</summary>
          <DisposeForm inspection={inspection} agency={task.agency} />
        </details>
      )}
    </div>
  )
}

type Answers = Readonly<Record<string, { readonly outcome?: 'ok' | 'problem' | 'omitted' | 'not-needed'; readonly note?: string; readonly photos?: readonly string[] } | undefined>>

function FindingsForm({ inspection, task }: { readonly inspection: InspectionView; readonly task: TaskView }) {
  const { t } = useTexts()
  const name = usePackName()
  const { message } = App.useApp()
  const [entries, setEntries] = useState<readonly ProblemEntry[]>([])
  const run = useAct<unknown>(inspection, 'findings', () => void message.success(t('act.done')))
  const open = task.duties.filter((duty) => duty.done === undefined && !(duty.kind === 'method' && recorded.includes(duty.code)))
  if (open.length === 0) return null
  const finish = (answers: Answers): void => {
    const checks = open.flatMap((duty) => {
      const answer = answers[duty.code]
      if (answer?.outcome === undefined) return []
      const photos = answer.photos ?? []
      return [{ code: duty.code, outcome: answer.outcome, ...(answer.note === undefined || answer.note === '' ? {} : { note: answer.note }), ...(photos.length === 0 ? {} : { evidence: photos.map((photo) => `photo ${photo}`) }) }]
    })
    run.mutate({ checks }, { onSuccess: () => setEntries([]), onError: (problem) => setEntries(problem.spoken()) })
  }
  return (
    <Form<Answers> name={`findings-${task.agency}`} layout="vertical" requiredMark={false} onFinish={finish}>
      <ErrorSummary entries={entries} title={t('session.refused')} />
      {open.map((duty) => (
        <div key={duty.code} className="finding" role="group" aria-label={duty.kind === 'method' ? name('methods', duty.code) : duty.code}>
          <Form.Item name={[duty.code, 'outcome']} label={duty.kind === 'method' ? name('methods', duty.code) : duty.code}>
            <Radio.Group
              options={[
                { value: 'ok', label: t('session.outcome.ok') },
                { value: 'problem', label: t('session.outcome.problem') },
                { value: 'omitted', label: t('session.outcome.omitted') },
              ]}
            />
          </Form.Item>
          <Form.Item name={[duty.code, 'note']} label={t('session.note')}>
            <Input maxLength={500} />
          </Form.Item>
          <Form.Item name={[duty.code, 'photos']}>
            <PhotosInput inspection={inspection.id} label={duty.kind === 'method' ? name('methods', duty.code) : duty.code} />
          </Form.Item>
        </div>
      ))}
      <Button htmlType="submit" loading={run.isPending} block>
        {t('session.recordFindings')}
      </Button>
    </Form>
  )
}

interface Disposing {
  readonly lots?: readonly string[]
  readonly disposition?: string
  readonly reason?: string
}

function DisposeForm({ inspection, agency }: { readonly inspection: InspectionView; readonly agency: string }) {
  const { t } = useTexts()
  const name = usePackName()
  const { dispositions } = useReference()
  const { message } = App.useApp()
  const [entries, setEntries] = useState<readonly ProblemEntry[]>([])
  const run = useAct<unknown>(inspection, 'dispositions', () => void message.success(t('act.done')))
  const finish = ({ disposition, reason, lots = [] }: Disposing): void =>
    run.mutate({ disposition, ...(reason === undefined || reason === '' ? {} : { reason }), ...(lots.length === 0 ? {} : { lots }) }, { onSuccess: () => setEntries([]), onError: (problem) => setEntries(problem.spoken()) })
  return (
    <Form<Disposing> name={`dispose-${agency}`} layout="vertical" requiredMark={false} onFinish={finish}>
      <ErrorSummary entries={entries} title={t('session.refused')} />
      <div className="finding">
        <Form.Item name="disposition" label={t('session.disposition')}>
          <Select options={dispositions.filter((kind) => kind.agency === agency).map((kind) => ({ value: kind.code, label: name('dispositions', kind.code) }))} />
        </Form.Item>
        <Form.Item name="reason" label={t('field.reason')}>
          <Input maxLength={500} />
        </Form.Item>
        {inspection.lots === undefined ? null : (
          <Form.Item name="lots" label={t('session.lotsOf')}>
            <Select mode="multiple" allowClear placeholder={t('session.allLots')} options={inspection.lots.flatMap((lot) => [{ value: lot.number, label: lot.number }, ...lot.lines.map((line) => ({ value: `${lot.number}/${line}`, label: `${lot.number}/${line}` }))])} />
          </Form.Item>
        )}
      </div>
      <Button type="primary" htmlType="submit" loading={run.isPending} block>
        {t('session.dispose')}
      </Button>
    </Form>
  )
}
