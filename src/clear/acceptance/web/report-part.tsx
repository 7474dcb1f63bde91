import { useQuery } from '@tanstack/react-query'
import { Button, Form, Input } from 'antd'
import { get } from '../../../web/api/client.ts'
import { useCodeName, useTexts } from '../../../web/i18n/i18n.ts'
import { inPortTime } from '../../../web/i18n/time.ts'
import { Failure, Loading } from '../../../web/kit/blank.tsx'
import { ErrorSummary } from '../../../web/kit/error-summary.tsx'
import { Moment } from '../../../web/kit/moment.tsx'
import { Pill } from '../../../web/kit/pill.tsx'
import { Party } from '../../../web/reference/party.tsx'
import { usePort } from '../../../web/reference/port.ts'
import { useActor } from '../../../web/session/session.ts'
import { CaseLink } from '../../../window/declarations/web/case-link.tsx'
import type { ReportView } from '../views.ts'
import { ComparePart } from './compare-part.tsx'
import { given, useDecision } from './decision.ts'
import { reportTones } from './tones.ts'

/** One report: what it says, what the rule says of it and on what it rests, and what its reader may decide. */
export function ReportPart({ id }: { readonly id: string }) {
  const found = useQuery({ queryKey: ['acceptance', 'report', id], queryFn: ({ signal }) => get<ReportView>(`/acceptance-reports/${id}`, undefined, signal), meta: { subjects: ['acceptance-report'] } })
  if (found.error !== null) return <Failure error={found.error} retry={() => void found.refetch()} />
  return found.data === undefined ? <Loading /> : <Report report={found.data} />
}

function Report({ report }: { readonly report: ReportView }) {
  const { t } = useTexts()
  const code = useCodeName()
  const actor = useActor()
  const decides = actor.roles.includes('officer') && actor.agency === report.agency
  const official = actor.agency !== undefined
  return (
    <div className="stack">
      <div className="row">
        <Pill tone={reportTones[report.state]}>{code('reportState', report.state)}</Pill>
        <Pill tone={report.conclusion === 'conforms' ? 'good' : 'bad'}>{code('conclusion', report.conclusion)}</Pill>
        <Party code={report.agency} />
      </div>
      {report.state === 'doubted' ? <p className="refused">{t('acceptance.doubtedText')}</p> : null}
      {report.state === 'accepted' && report.conclusion === 'fails' ? <p className="refused">{t('acceptance.failsText')}</p> : null}
      <Facts report={report} />
      <Judged report={report} />
      {decides && report.state === 'waiting' ? <AcceptForm report={report} /> : null}
      {decides && report.state === 'waiting' ? <ReasonForm report={report} act="refuse" /> : null}
      {decides && report.state === 'doubted' ? <ReasonForm report={report} act="uphold" /> : null}
      {decides && (report.state === 'doubted' || (report.state === 'accepted' && report.conclusion === 'fails')) ? <ReasonForm report={report} act="drop" /> : null}
      {official && ['accepted', 'doubted', 'dropped'].includes(report.state) ? <ComparePart report={report} /> : null}
    </div>
  )
}

function Facts({ report }: { readonly report: ReportView }) {
  const { t } = useTexts()
  const code = useCodeName()
  const rows: readonly (readonly [string, React.ReactNode])[] = [
    [t('acceptance.number'), <span key="n" className="code">{report.number}</span>],
    [t('acceptance.body'), <span key="b" className="code">{report.body}</span>],
    [t('acceptance.kind'), code('reportKind', report.kind)],
    [t('acceptance.declaration'), report.declarationId === undefined ? <span key="d" className="bytes">{report.declaration}</span> : <CaseLink key="d" id={report.declarationId} />],
    [t('acceptance.lines'), report.lines.join(', ')],
    [t('acceptance.tests'), report.tests.join(', ')],
    [t('acceptance.standards'), report.standards.length === 0 ? '—' : report.standards.join(', ')],
    [t('acceptance.issued'), <Moment key="i" at={report.issuedAt} />],
    [t('acceptance.submitted'), <Moment key="s" at={report.submittedAt} />],
  ]
  return (
    <dl className="facts">
      {rows.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
      {report.decidedBy === undefined ? null : (
        <div>
          <dt>{t('acceptance.decided')}</dt>
          <dd>
            {t('acceptance.by', { name: report.decidedBy })} <Moment at={report.decidedAt} />
            {report.decision === undefined ? null : <span className="sub">{report.decision}</span>}
          </dd>
        </div>
      )}
    </dl>
  )
}

function Judged({ report }: { readonly report: ReportView }) {
  const { t, language } = useTexts()
  const { timeZone } = usePort()
  const code = useCodeName()
  return (
    <>
      <section aria-labelledby="grounds-title">
        <h3 id="grounds-title">{t('acceptance.grounds')}</h3>
        {report.grounds.length === 0 ? <p className="quiet">—</p> : (
          <ul>
            {report.grounds.map((ground) => (
              <li key={ground.line}>{t('acceptance.ground', { line: ground.line, rule: code('ruleField', ground.rule), clause: ground.clause })}</li>
            ))}
          </ul>
        )}
      </section>
      <section aria-labelledby="reasons-title">
        <h3 id="reasons-title">{t('acceptance.reasons')}</h3>
        {report.reasons.length === 0 ? <p className="quiet">{report.state === 'waiting' ? t('acceptance.noReasons') : '—'}</p> : (
          <ul>
            {report.reasons.map((reason) => (
              <li key={`${reason.code}|${reason.pointer}|${reason.message.en}`}>
                {inPortTime(reason.message[language], timeZone)} <span className="small quiet">{reason.clause}</span>
              </li>
            ))}
          </ul>
        )}
      </section>
    </>
  )
}

function AcceptForm({ report }: { readonly report: ReportView }) {
  const { t } = useTexts()
  const { run, entries, isPending } = useDecision(report, 'accept')
  return (
    <Form<{ note?: string; secondLook?: string }> name="accept" layout="vertical" requiredMark={false} onFinish={({ note, secondLook }) => run({ ...given(note, 'note'), ...given(secondLook, 'secondLook') })}>
      <ErrorSummary entries={entries} />
      <Form.Item name="note" label={t('acceptance.note')}>
        <Input maxLength={1000} />
      </Form.Item>
      {entries.some((entry) => entry.code === 'acceptance/needs-second-look') ? (
        <Form.Item name="secondLook" label={t('acceptance.secondLook')} extra={t('acceptance.secondLookHelp')}>
          <Input maxLength={1000} />
        </Form.Item>
      ) : null}
      <Button type="primary" htmlType="submit" loading={isPending}>
        {t('acceptance.accept')}
      </Button>
    </Form>
  )
}

function ReasonForm({ report, act }: { readonly report: ReportView; readonly act: 'refuse' | 'uphold' | 'drop' }) {
  const { t } = useTexts()
  const { run, entries, isPending } = useDecision(report, act)
  return (
    <Form<{ reason: string }> name={act} layout="vertical" requiredMark={false} onFinish={({ reason }) => run({ reason })}>
      <ErrorSummary entries={entries} />
      <Form.Item name="reason" label={t('acceptance.reasonFor', { act: t(`acceptance.${act}`) })} rules={[{ required: true, whitespace: true, message: t('acceptance.empty') }]}>
        <Input maxLength={1000} />
      </Form.Item>
      <Button danger={act !== 'uphold'} type={act === 'uphold' ? 'primary' : 'default'} htmlType="submit" loading={isPending}>
        {t(`acceptance.${act}`)}
      </Button>
    </Form>
  )
}
