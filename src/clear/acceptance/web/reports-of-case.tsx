import { useCodeName, useTexts } from '../../../web/i18n/i18n.ts'
import { useRows } from '../../../web/kit/list-query.ts'
import { Moment } from '../../../web/kit/moment.tsx'
import { Pill } from '../../../web/kit/pill.tsx'
import { inPortTime } from '../../../web/i18n/time.ts'
import { usePort } from '../../../web/reference/port.ts'
import { reportTones, type ReportRow } from './tones.ts'

/** Third parties' reports about one consignment, and what the rules said of each; nothing where there is none. */
export function ReportsOfCase({ declaration }: { readonly declaration: string }) {
  const { t, language } = useTexts()
  const code = useCodeName()
  const { timeZone } = usePort()
  const list = useRows<ReportRow>(['acceptance', 'reports', 'of-case'], '/acceptance-reports', { declaration }, ['acceptance-report'])
  if (list.rows.length === 0) return null
  return (
    <section className="panel" aria-labelledby="reports-title">
      <div className="panel-head">
        <h2 id="reports-title">{t('acceptance.title')}</h2>
      </div>
      <div className="panel-body stack">
        {list.rows.map((report) => (
          <article key={report.id} className="stack tight">
            <span className="row">
              <b className="code">{report.number}</b>
              <Pill tone={reportTones[report.state]}>{code('reportState', report.state)}</Pill>
              <Pill tone={report.conclusion === 'conforms' ? 'good' : 'bad'}>{code('conclusion', report.conclusion)}</Pill>
              <span className="code quiet">{report.body}</span>
              <Moment at={report.submittedAt} />
            </span>
            {report.reasons.map((reason, n) => (
              <span key={n} className="sub">
                {inPortTime(reason.message[language], timeZone)}
              </span>
            ))}
          </article>
        ))}
      </div>
    </section>
  )
}
