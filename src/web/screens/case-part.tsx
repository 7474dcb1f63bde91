import { useQuery } from '@tanstack/react-query'
import { App, Button, Form, Input, Select } from 'antd'
import { useState } from 'react'
import type { CaseDetail, CaseView } from '../../platform/procedures/case-view.ts'
import { get, send } from '../api/client.ts'
import type { ProblemEntry } from '../api/problem.ts'
import { useCodeName, useTexts } from '../i18n/i18n.ts'
import { Failure, Loading } from '../kit/blank.tsx'
import { useCommand } from '../kit/command.ts'
import { ErrorSummary } from '../kit/error-summary.tsx'
import { DayInput } from '../kit/field.tsx'
import { Moment } from '../kit/moment.tsx'
import { Pill } from '../kit/pill.tsx'
import { Party } from '../reference/party.tsx'
import { caseSubjects } from './case-subjects.ts'
import { SubjectLink } from './inbox-screen.tsx'

/** Who a case concerns: agencies by their marks, others by their codes. */
export function CaseParties({ parties }: { readonly parties: readonly string[] }) {
  return (
    <span className="row nowrap">
      {parties.map((party) => {
        const [kind = '', code = ''] = party.split(':')
        return kind === 'agency' ? <Party key={party} code={code} /> : <span key={party} className="code">{code}</span>
      })}
    </span>
  )
}

/** One case: what it is about, what happened, and what its reader can do now. */
export function CasePart({ id, titleOf }: { readonly id: string; readonly titleOf: (procedure: string) => string }) {
  const { t, language } = useTexts()
  const code = useCodeName()
  const found = useQuery({ queryKey: ['cases', 'one', id], queryFn: ({ signal }) => get<CaseDetail>(`/cases/${id}`, undefined, signal), meta: { subjects: caseSubjects } })
  if (found.error !== null) return <Failure error={found.error} retry={() => void found.refetch()} />
  if (found.data === undefined) return <Loading />
  const one = found.data
  return (
    <div className="stack wide">
      <header className="stack tight">
        <h2>{titleOf(one.procedure)}</h2>
        <span className="row">
          <Pill tone={one.closedAt !== undefined ? 'idle' : one.overdue.length > 0 ? 'bad' : 'info'}>{one.stateTitle[language]}</Pill>
          <CaseParties parties={one.parties} />
          {one.dueAt === undefined ? null : (
            <span>
              {t('cases.due')} <Moment at={one.dueAt} />
            </span>
          )}
          <SubjectLink kind={one.subject.kind} id={one.subject.id} />
        </span>
      </header>
      <dl className="facts">
        {Object.entries(one.data).map(([field, value]) => (
          <div key={field}>
            <dt>{code('caseField', field)}</dt>
            <dd>
              <Value value={value} />
            </dd>
          </div>
        ))}
      </dl>
      <ActsPart one={one} />
      <section className="stack tight" aria-labelledby="case-history">
        <h3 id="case-history">{t('cases.history')}</h3>
        <ol className="stack tight">
          {one.history.map((step, n) => (
            <li key={n}>
              <span className="row">
                <Moment at={step.at} />
                <b>{step.title?.[language] ?? code('caseAct', step.act.startsWith('clock:') ? 'clock' : step.act)}</b>
                <span className="quiet">{step.by}</span>
              </span>
              {Object.entries(step.evidence).map(([name, text]) => (
                <p key={name} className="sub">
                  {code('caseField', name)}: {text}
                </p>
              ))}
            </li>
          ))}
        </ol>
      </section>
    </div>
  )
}

/** A value of a case's own data: a text, a list of texts, or parts with names of their own. */
function Value({ value }: { readonly value: unknown }) {
  const code = useCodeName()
  if (value === null || value === undefined || value === '') return <>—</>
  if (Array.isArray(value)) {
    if (value.length === 0) return <>—</>
    return (
      <ul className="stack tight">
        {value.map((part, n) => (
          <li key={n}>
            <Value value={part} />
          </li>
        ))}
      </ul>
    )
  }
  if (typeof value !== 'object') return <span className="break">{String(value)}</span>
  return (
    <span>
      {Object.entries(value)
        .map(([name, part]) => `${code('caseField', name)}: ${typeof part === 'object' ? JSON.stringify(part) : String(part)}`)
        .join(' · ')}
    </span>
  )
}

/** The acts open to the reader; the one chosen shows what it has to bring. */
function ActsPart({ one }: { readonly one: CaseView }) {
  const { t, language } = useTexts()
  const { message } = App.useApp()
  const [chosen, setChosen] = useState<string>()
  const [entries, setEntries] = useState<readonly ProblemEntry[]>([])
  const run = useCommand<{ act: string; evidence: Record<string, string> }, CaseView>((body, key) => send(`/cases/${one.id}/acts`, body, { key }), {
    touches: caseSubjects,
    done: () => {
      void message.success(t('act.done'))
      setChosen(undefined)
      setEntries([])
    },
  })
  const act = one.acts.find((each) => each.act === chosen)
  if (one.acts.length === 0) return one.closedAt === undefined ? <p className="quiet">{t('cases.others')}</p> : null
  const finish = (values: Readonly<Record<string, string | undefined>>): void => {
    const evidence = Object.fromEntries(Object.entries(values).flatMap(([name, value]) => (value === undefined || value === '' ? [] : [[name, value]])))
    run.mutate({ act: act?.act ?? '', evidence }, { onError: (problem) => setEntries(problem.spoken()) })
  }
  return (
    <section className="panel no-print" aria-labelledby="case-acts">
      <div className="panel-head">
        <h3 id="case-acts">{t('cases.acts')}</h3>
      </div>
      <div className="panel-body stack">
        <div className="row">
          {one.acts.map(({ act: name, title }) => (
            <Button key={name} type={name === chosen ? 'primary' : 'default'} aria-pressed={name === chosen} onClick={() => setChosen(name)}>
              {title[language]}
            </Button>
          ))}
        </div>
        {act === undefined ? null : (
          <Form key={act.act} name={`act-${act.act}`} layout="vertical" requiredMark={false} onFinish={finish}>
            <ErrorSummary entries={entries} title={t('session.refused')} />
            {act.evidence.map((each) => (
              <Form.Item key={each.name} name={each.name} label={each.required ? each.title[language] : `${each.title[language]} ${t('cases.optional')}`}>
                {each.kind === 'choice' ? (
                  <Select options={(each.choices ?? []).map((value) => ({ value, label: value }))} />
                ) : each.kind === 'day' ? (
                  <DayField label={each.title[language]} />
                ) : each.kind === 'code' ? (
                  <Input maxLength={100} />
                ) : (
                  <Input.TextArea rows={3} maxLength={4000} />
                )}
              </Form.Item>
            ))}
            <Button type="primary" htmlType="submit" loading={run.isPending}>
              {act.title[language]}
            </Button>
            <span className="quiet small"> {act.clause}</span>
          </Form>
        )}
      </div>
    </section>
  )
}

function DayField({ value, onChange, label }: { readonly value?: string; readonly onChange?: (day: string | undefined) => void; readonly label: string }) {
  return <DayInput label={label} value={value} onChange={(day) => onChange?.(day)} />
}
