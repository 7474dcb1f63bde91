import { useQuery } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { App, Button, Drawer, Form, Input } from 'antd'
import { useState } from 'react'
import type { JobView } from '../../platform/jobs/look-after-jobs.ts'
import type { NoticeView } from '../../platform/notices/notice-view.ts'
import { get, send, type Page } from '../api/client.ts'
import type { ProblemEntry } from '../api/problem.ts'
import { useCodeName, useTexts } from '../i18n/i18n.ts'
import { Empty, Failure, Loading } from '../kit/blank.tsx'
import { Choices } from '../kit/choices.tsx'
import { useCommand } from '../kit/command.ts'
import { ErrorSummary } from '../kit/error-summary.tsx'
import { Grid, type Column } from '../kit/grid.tsx'
import { useRows } from '../kit/list-query.ts'
import { Due, Moment } from '../kit/moment.tsx'
import { PageHead } from '../kit/page-head.tsx'
import { Pill, StatusPill } from '../kit/pill.tsx'
import { SubjectLink } from './inbox-screen.tsx'

const states = ['quarantined', 'waiting', 'running'] as const
interface JobCounts {
  readonly items: readonly { readonly kind: string; readonly state: string; readonly jobs: number; readonly oldest: string }[]
}

/** The background work: what waits, what runs, what stands aside to be mended, and which notices did not arrive. */
export function JobsScreen() {
  const { t } = useTexts()
  const code = useCodeName()
  const search = useSearch({ from: '/shell/jobs' })
  const state = states.find((each) => each === search.state) ?? 'quarantined'
  const counts = useQuery({ queryKey: ['jobs', 'counts'], queryFn: ({ signal }) => get<JobCounts>('/jobs/counts', undefined, signal), refetchInterval: 5_000 })
  const total = (wanted: string): number | undefined => counts.data?.items.filter((item) => item.state === wanted).reduce((sum, item) => sum + item.jobs, 0)
  return (
    <>
      <PageHead title={t('jobs.title')} lead={t('jobs.lead')} />
      <div className="filters no-print">
        <Choices name="state" label={t('field.status')} value={search.state} options={[...states.map((each) => ({ value: each === 'quarantined' ? undefined : each, label: code('jobState', each), count: total(each) })), { value: 'undelivered', label: t('jobs.undelivered') }]} />
      </div>
      {counts.error !== null ? <Failure error={counts.error} retry={() => void counts.refetch()} /> : counts.data === undefined ? <Loading /> : search.state === 'undelivered' ? <Undelivered /> : <JobList state={state} />}
    </>
  )
}

function JobList({ state }: { readonly state: string }) {
  const { t } = useTexts()
  const list = useRows<JobView>(['jobs', 'list'], '/jobs', { state }, ['job'])
  const [open, setOpen] = useState<JobView | undefined>(undefined)
  if (list.error !== null) return <Failure error={list.error} retry={list.retry} />
  if (list.isPending) return <Loading />
  if (list.rows.length === 0) return <Empty title={t('jobs.none')} text={t('jobs.noneText')} />
  const columns: readonly Column<JobView>[] = [
    {
      key: 'kind',
      title: t('jobs.kind'),
      render: (job) => (
        <button type="button" data-open className="link-button strong code" onClick={() => setOpen(job)}>
          {job.kind}
        </button>
      ),
    },
    { key: 'port', title: t('field.port'), render: (job) => <span className="bytes">{job.port}</span> },
    { key: 'attempts', title: t('jobs.attempts'), end: true, render: (job) => job.attempts },
    { key: 'since', title: t('jobs.since'), render: (job) => <Moment at={job.enqueuedAt} /> },
    { key: 'next', title: t('jobs.next'), render: (job) => (job.state === 'waiting' ? <Due at={job.runAt} /> : <StatusPill state={job.state} group="jobState" />) },
    { key: 'error', title: t('jobs.error'), render: (job) => <span className="cut">{job.error ?? '—'}</span> },
  ]
  return (
    <>
      <Grid label={t('jobs.title')} columns={columns} rows={list.rows} keyOf={(job) => job.id} open={setOpen} more={list.more} fetching={list.fetching} />
      <Drawer open={open !== undefined} onClose={() => setOpen(undefined)} size={560} title={open?.kind ?? ''} destroyOnHidden>
        {open === undefined ? null : <JobPart job={open} onDone={() => setOpen(undefined)} />}
      </Drawer>
    </>
  )
}

interface Mend {
  readonly payload: string
  readonly reason?: string
}

/** A job that stands aside: why, with what, and how it goes round again or is given up. */
function JobPart({ job, onDone }: { readonly job: JobView; readonly onDone: () => void }) {
  const { t } = useTexts()
  const { message } = App.useApp()
  const [form] = Form.useForm<Mend>()
  const [entries, setEntries] = useState<readonly ProblemEntry[]>([])
  const done = (): void => {
    void message.success(t('act.done'))
    onDone()
  }
  const replay = useCommand<unknown, JobView>((body, key) => send(`/jobs/${job.id}/replay`, body, { key }), { touches: ['job'], done })
  const discard = useCommand<unknown, JobView>((body, key) => send(`/jobs/${job.id}/discard`, body, { key }), { touches: ['job'], done })
  const original = JSON.stringify(job.payload, null, 2)
  const refused = { onError: (problem: { spoken: () => readonly ProblemEntry[] }) => setEntries(problem.spoken()) }
  const run = ({ payload, reason }: Mend): void => {
    try {
      replay.mutate({ ...(payload === original ? {} : { payload: JSON.parse(payload) as unknown }), ...(reason === undefined || reason === '' ? {} : { reason }) }, refused)
    } catch {
      form.setFields([{ name: 'payload', errors: [t('jobs.badPayload')] }])
    }
  }
  return (
    <div className="stack">
      {job.error === undefined ? null : <p className="refused">{job.error}</p>}
      <ErrorSummary entries={entries} />
      <Form<Mend> form={form} name="job" layout="vertical" requiredMark={false} initialValues={{ payload: original }} onFinish={run}>
        <Form.Item name="payload" label={t('jobs.payload')}>
          <Input.TextArea className="bytes" rows={10} spellCheck={false} readOnly={job.state !== 'quarantined'} />
        </Form.Item>
        {job.state === 'quarantined' ? (
          <>
            <Form.Item name="reason" label={t('field.reason')}>
              <Input maxLength={500} />
            </Form.Item>
            <div className="row">
              <Button type="primary" htmlType="submit" loading={replay.isPending}>
                {t('jobs.replay')}
              </Button>
              <Button danger loading={discard.isPending} onClick={() => discard.mutate({ reason: form.getFieldValue('reason') as string | undefined }, refused)}>
                {t('jobs.discard')}
              </Button>
            </div>
          </>
        ) : null}
      </Form>
    </div>
  )
}

function Undelivered() {
  const { t } = useTexts()
  const code = useCodeName()
  const { message } = App.useApp()
  const list = useRows<NoticeView>(['notices', 'undelivered'], '/notices', { undelivered: 'true' }, ['notice'])
  const again = useCommand<{ readonly id: string }, NoticeView>(({ id }, key) => send<Page<NoticeView> & NoticeView>(`/notices/${id}/redeliver`, {}, { key }), { touches: ['notice'], done: () => void message.success(t('act.done')) })
  if (list.error !== null) return <Failure error={list.error} retry={list.retry} />
  if (list.isPending) return <Loading />
  if (list.rows.length === 0) return <Empty title={t('jobs.allDelivered')} text={t('jobs.allDeliveredText')} />
  const columns: readonly Column<NoticeView>[] = [
    { key: 'type', title: t('jobs.notice'), render: (notice) => <b>{code('event', notice.type)}</b> },
    { key: 'to', title: t('jobs.recipient'), render: (notice) => <Pill tone="idle">{notice.recipient.code}</Pill> },
    { key: 'subject', title: t('ledger.subject'), render: (notice) => <SubjectLink kind={notice.subjectKind} id={notice.subjectId} /> },
    { key: 'since', title: t('jobs.since'), render: (notice) => <Moment at={notice.owedAt} /> },
    {
      key: 'act',
      title: t('jobs.act'),
      render: (notice) => (
        <Button size="small" loading={again.isPending} onClick={() => again.mutate({ id: notice.id })}>
          {t('jobs.redeliver')}
        </Button>
      ),
    },
  ]
  return <Grid label={t('jobs.undelivered')} columns={columns} rows={list.rows} keyOf={(notice) => notice.id} more={list.more} fetching={list.fetching} />
}
