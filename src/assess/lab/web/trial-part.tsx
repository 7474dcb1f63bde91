import { Button, Input } from 'antd'
import { useState } from 'react'
import { send } from '../../../web/api/client.ts'
import { useTexts } from '../../../web/i18n/i18n.ts'
import { count } from '../../../web/i18n/time.ts'
import { useCommand } from '../../../web/kit/command.ts'
import { ErrorSummary } from '../../../web/kit/error-summary.tsx'
import { Moment } from '../../../web/kit/moment.tsx'
import { Pill } from '../../../web/kit/pill.tsx'
import { Table } from '../../../web/kit/table.tsx'
import { usePackName } from '../../../web/reference/reference.ts'
import { useHasRole } from '../../../web/session/session.ts'
import { Figures } from './figures.tsx'
import { useTrial, type Arm, type Trial, type TrialReport, type Version } from './lab-query.ts'

/** A version on live cases: in the shadow, and as a canary. */
export function TrialPart({ table, version, trials }: { readonly table: string; readonly version: Version; readonly trials: readonly Trial[] }) {
  return (
    <div className="lab-charts">
      {(['shadow', 'canary'] as const).map((kind) => (
        <OneTrial key={kind} kind={kind} table={table} version={version} there={trials.some((trial) => trial.number === version.number && trial.kind === kind)} />
      ))}
    </div>
  )
}

function OneTrial({ kind, table, version, there }: { readonly kind: Trial['kind']; readonly table: string; readonly version: Version; readonly there: boolean }) {
  const { t } = useTexts()
  const may = useHasRole('officer', 'headquarters')
  const path = `/tables/${table}/versions/${version.number}/${kind}`
  const [share, setShare] = useState(5)
  const [reason, setReason] = useState('')
  const start = useCommand<object, Trial>((body, key) => send(path, body, { key }), { touches: ['table'] })
  const end = useCommand<object, Trial>((body, key) => send(`${path}/end`, body, { key }), { touches: ['table'], done: () => setReason('') })
  const report = useTrial(table, version.number, kind, there).data
  const running = report?.state === 'running'
  const error = start.error ?? end.error
  return (
    <section className="panel" aria-labelledby={`lab-${kind}`}>
      <div className="panel-head">
        <h2 id={`lab-${kind}`}>{t(`lab.${kind}`)}</h2>
        {report === undefined ? null : <Pill tone={running ? 'joint' : 'idle'}>{t(running ? 'lab.running' : 'lab.over')}</Pill>}
      </div>
      <div className="panel-body stack">
        <p className="small quiet">{t(`lab.${kind}Text`)}</p>
        {error === null ? null : <ErrorSummary entries={error.spoken()} />}
        {report === undefined ? null : <Report report={report} />}
        {may && !running && version.state === 'recorded' ? (
          <div className="row">
            {kind === 'canary' ? (
              <label className="row">{t('lab.share')}
                <input className="lab-select" type="number" min={1} max={100} value={share} onChange={(event) => setShare(Number(event.target.value))} /> %
              </label>
            ) : null}
            <Button loading={start.isPending} onClick={() => start.mutate({ days: 14, ...(kind === 'canary' ? { share: Math.min(100, Math.max(1, share)) / 100 } : {}) })}>{t(`lab.start.${kind}`)}</Button>
          </div>
        ) : null}
        {may && running ? (
          <div className="row">
            <Input aria-label={t('lab.reason')} placeholder={t('lab.reason')} value={reason} maxLength={1000} onChange={(event) => setReason(event.target.value)} />
            <Button danger={kind === 'canary'} disabled={reason.trim().length < 3} loading={end.isPending} onClick={() => end.mutate({ reason })}>{t(`lab.end.${kind}`)}</Button>
          </div>
        ) : null}
      </div>
    </section>
  )
}

function Report({ report }: { readonly report: TrialReport }) {
  const { t } = useTexts()
  return (
    <>
      <p className="small">{report.ports === null ? t('lab.everyPort') : report.ports.join(', ')}{report.share === null ? '' : ` · ${Math.round(report.share * 100)} %`} · <Moment at={report.startsAt} /> → <Moment at={report.endedAt ?? report.endsAt} /></p>
      {report.reason === null ? null : <p className="small">{report.reason === 'lab/rule-too-slow' ? t('lab.tooSlow') : t('lab.because', { reason: report.reason })}</p>}
      {report.arms === undefined ? <Figures summary={report.summary} /> : <Arms arms={report.arms} />}
    </>
  )
}

function Arms({ arms }: { readonly arms: { readonly version: Arm; readonly others: Arm } }) {
  const { t, language } = useTexts()
  const name = usePackName()
  const modes = [...new Set([...arms.version.modes, ...arms.others.modes].map(({ mode }) => mode))].sort()
  const percent = (part: number, of: number): string => (of === 0 ? '—' : `${count((part / of) * 100, language, 1)} %`)
  const rate = ({ rate: { low, high }, looked, found }: Arm): string => (looked === 0 ? '—' : `${percent(found, looked)} (${count(low * 100, language, 1)}–${count(high * 100, language, 1)})`)
  const rows: readonly (readonly [string, string, string])[] = [
    [t('lab.cases'), count(arms.version.cases, language), count(arms.others.cases, language)],
    ...modes.map((mode) => {
      const of = (arm: Arm): string => percent(arm.modes.find((one) => one.mode === mode)?.cases ?? 0, arm.cases)
      return [name('releaseModes', mode), of(arms.version), of(arms.others)] as const
    }),
    [t('lab.inspections'), percent(arms.version.inspections, arms.version.cases), percent(arms.others.inspections, arms.others.cases)],
    [t('lab.findRate'), rate(arms.version), rate(arms.others)],
  ]
  return (
    <Table label={t('lab.arms')} heads={[t('lab.arms'), { right: t('lab.armVersion') }, { right: t('lab.armOthers') }]}>
      {rows.map(([title, one, other]) => <tr key={title}><th scope="row">{title}</th><td className="right">{one}</td><td className="right">{other}</td></tr>)}
    </Table>
  )
}
