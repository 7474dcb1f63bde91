import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { App, Button, Form, Input } from 'antd'
import { useState } from 'react'
import { send } from '../../../web/api/client.ts'
import type { ProblemEntry } from '../../../web/api/problem.ts'
import { useCodeName, useTexts } from '../../../web/i18n/i18n.ts'
import { Loading } from '../../../web/kit/blank.tsx'
import { useCommand } from '../../../web/kit/command.ts'
import { ErrorSummary } from '../../../web/kit/error-summary.tsx'
import { Pill } from '../../../web/kit/pill.tsx'
import { Parties, Party } from '../../../web/reference/party.tsx'
import { usePackName } from '../../../web/reference/reference.ts'
import { useActor } from '../../../web/session/session.ts'
import { planQuery, type PlanView } from './queries.ts'
import './session.css'

/** One list of steps for all parties, and what they have to settle before the opening (LB-03, JI-09…JI-11). */
export function PlanPart({ id, live }: { readonly id: string; readonly live: boolean }) {
  const { t } = useTexts()
  const found = useQuery({ ...planQuery(id), retry: false })
  if (found.error !== null) return null
  const plan = found.data
  return (
    <section className="panel" aria-labelledby="plan-title">
      <div className="panel-head row spread">
        <h2 id="plan-title">{t('plan.title')}</h2>
        <span className="row no-print">
          <Link to="/inspections/$id/images" params={{ id }}>
            {t('plan.images')}
          </Link>
          <Link to="/liability/$id" params={{ id }}>
            {t('plan.liability')}
          </Link>
        </span>
      </div>
      <div className="panel-body stack">{plan === undefined ? <Loading rows={4} /> : <Steps plan={plan} live={live} />}</div>
    </section>
  )
}

function Steps({ plan, live }: { readonly plan: PlanView; readonly live: boolean }) {
  const { t } = useTexts()
  const code = useCodeName()
  const name = usePackName()
  const called = (step: { readonly kind: string; readonly code: string }): string => (step.kind === 'method' ? name('methods', step.code) : step.code)
  return (
    <>
      <p className="small quiet">
        {t('plan.lead', { openings: plan.openings, weighings: plan.weighings, scans: plan.scans })}
        {plan.separately > plan.openings + plan.weighings + plan.scans ? ` · ${t('plan.saved', { separately: plan.separately })}` : ''}
      </p>
      {plan.overlaps
        .filter((overlap) => overlap.must)
        .map((overlap) => (
          <OverlapPart key={overlap.code} inspection={plan.inspection} overlap={overlap} live={live} />
        ))}
      <ol className="work-steps">
        {plan.steps.map((step) => (
          <li key={step.n} className={step.serves.every((duty) => duty.outcome !== undefined) ? 'done' : ''}>
            <span className="step-n code">{step.n}</span>
            <span className="step-what">
              <b>{called(step)}</b>
              <span className="sub">
                {code('workStage', step.stage)}
                {step.opening === undefined ? '' : ` ${step.opening}`}
                {step.basis.length === 0 ? '' : ` · ${step.basis.map((one) => name('clauses', one.clause)).filter((clause, i, all) => all.indexOf(clause) === i).join(' · ')}`}
              </span>
            </span>
            <span className="step-who">
              <Parties codes={step.serves.map((duty) => duty.agency)} />
              <span className="sub">
                {t('plan.responsible')} {step.responsible}
              </span>
            </span>
          </li>
        ))}
      </ol>
    </>
  )
}

/** Who does for all what several list: one press per agency, or each by itself with a reason. */
function OverlapPart({ inspection, overlap, live }: { readonly inspection: string; readonly overlap: PlanView['overlaps'][number]; readonly live: boolean }) {
  const { t, list } = useTexts()
  const actor = useActor()
  const { message } = App.useApp()
  const [entries, setEntries] = useState<readonly ProblemEntry[]>([])
  const run = useCommand<{ agency?: string; apart?: string }, PlanView>((body, key) => send(`/joint-inspections/${inspection}/plan/assign`, { code: overlap.code, ...body }, { key }), {
    touches: ['joint-inspection'],
    done: () => void message.success(t('act.done')),
  })
  const settle = (body: { agency?: string; apart?: string }): void => run.mutate(body, { onSuccess: () => setEntries([]), onError: (problem) => setEntries(problem.spoken()) })
  if (overlap.settled !== undefined) {
    return (
      <p className="row">
        <Pill tone="good">{overlap.code}</Pill>
        <span>{overlap.settled.agency === undefined ? t('plan.apart', { reason: overlap.settled.apart }) : t('plan.fixed', { agency: overlap.settled.agency })}</span>
      </p>
    )
  }
  const party = actor.agency !== undefined && overlap.agencies.includes(actor.agency)
  const { asked } = overlap
  return (
    <div className="overlap">
      <p>
        <Pill tone="warn">{t('plan.mustAsk')}</Pill> {t('plan.ask', { check: overlap.code, agencies: list(overlap.agencies) })}
      </p>
      {asked === undefined ? null : <p>{asked.state === 'proposed' ? t('plan.asked', { agency: asked.agency, by: asked.by }) : t('plan.declined', { agency: asked.agency, reason: asked.reason ?? '–' })}</p>}
      <ErrorSummary entries={entries} title={t('session.refused')} />
      {live && asked?.state === 'proposed' && asked.agency === actor.agency ? <AnswerAsked inspection={inspection} check={overlap.code} onProblem={setEntries} /> : live && party ? (
        <div className="row">
          {overlap.agencies.map((agency) => (
            <Button key={agency} loading={run.isPending} onClick={() => settle({ agency })}>
              {agency === actor.agency ? t('plan.takeOn') : t('plan.askOne', { agency })}
            </Button>
          ))}
          <Form<{ apart?: string }> name={`apart-${overlap.code}`} layout="inline" requiredMark={false} onFinish={({ apart }) => settle({ apart: apart ?? '' })}>
            <Form.Item name="apart" label={t('plan.eachReason')}>
              <Input maxLength={500} />
            </Form.Item>
            <Button htmlType="submit" loading={run.isPending}>
              {t('plan.each')}
            </Button>
          </Form>
        </div>
      ) : null}
    </div>
  )
}

/** The agency that was asked to do a check for all says yes, or no with its reason. */
function AnswerAsked({ inspection, check, onProblem }: { readonly inspection: string; readonly check: string; readonly onProblem: (entries: readonly ProblemEntry[]) => void }) {
  const { t } = useTexts()
  const { message } = App.useApp()
  const run = useCommand<{ accept: boolean; reason?: string }, PlanView>((body, key) => send(`/joint-inspections/${inspection}/plan/answer`, { code: check, ...body }, { key }), {
    touches: ['joint-inspection'],
    done: () => void message.success(t('act.done')),
  })
  const answer = (body: { accept: boolean; reason?: string }): void => run.mutate(body, { onSuccess: () => onProblem([]), onError: (problem) => onProblem(problem.spoken()) })
  return (
    <div className="row">
      <Button type="primary" loading={run.isPending} onClick={() => answer({ accept: true })}>
        {t('plan.accept')}
      </Button>
      <Form<{ reason?: string }> name={`no-${check}`} layout="inline" requiredMark={false} onFinish={({ reason }) => answer({ accept: false, ...(reason === undefined || reason === '' ? {} : { reason }) })}>
        <Form.Item name="reason" label={t('plan.noReason')}>
          <Input maxLength={500} />
        </Form.Item>
        <Button htmlType="submit" loading={run.isPending}>
          {t('plan.refuse')}
        </Button>
      </Form>
    </div>
  )
}

/** Where several found something: on to the back office, jointly or separately (JI-15). */
export function SecondaryPart({ id, finders }: { readonly id: string; readonly finders: readonly string[] }) {
  const { t, list } = useTexts()
  const { message } = App.useApp()
  const [entries, setEntries] = useState<readonly ProblemEntry[]>([])
  const [reason, setReason] = useState('')
  const run = useCommand<{ mode: 'joint' | 'separate'; reason?: string }, unknown>((body, key) => send(`/joint-inspections/${id}/secondary`, body, { key }), { touches: ['joint-inspection'], done: () => void message.success(t('plan.routed')) })
  const route = (mode: 'joint' | 'separate'): void => run.mutate({ mode, ...(reason === '' ? {} : { reason }) }, { onSuccess: () => setEntries([]), onError: (problem) => setEntries(problem.spoken()) })
  return (
    <section className="panel no-print" aria-labelledby="secondary-title">
      <div className="panel-head">
        <h2 id="secondary-title">{t('plan.secondary')}</h2>
      </div>
      <div className="panel-body stack">
        <p className="row">
          {finders.map((agency) => (
            <Party key={agency} code={agency} />
          ))}
          <span>{t('plan.secondaryText', { agencies: list(finders) })}</span>
        </p>
        <ErrorSummary entries={entries} title={t('session.refused')} />
        <div className="row">
          {finders.length > 1 ? (
            <Button type="primary" loading={run.isPending} onClick={() => route('joint')}>
              {t('plan.joint')}
            </Button>
          ) : null}
          {finders.length > 1 ? <Input aria-label={t('plan.reason')} placeholder={t('plan.reason')} maxLength={500} value={reason} onChange={(event) => setReason(event.target.value)} style={{ maxWidth: 320 }} /> : null}
          <Button loading={run.isPending} onClick={() => route('separate')}>
            {t('plan.separate')}
          </Button>
        </div>
      </div>
    </section>
  )
}
