import { Button, Input } from 'antd'
import { useState } from 'react'
import { send } from '../../../web/api/client.ts'
import { useTexts } from '../../../web/i18n/i18n.ts'
import { useCommand } from '../../../web/kit/command.ts'
import { ErrorSummary } from '../../../web/kit/error-summary.tsx'
import { Due, Moment } from '../../../web/kit/moment.tsx'
import { Pill } from '../../../web/kit/pill.tsx'
import { useHasRole } from '../../../web/session/session.ts'
import type { Act, Version } from './lab-query.ts'

/** Into force by a second person, in an emergency for a reason, and back in one act; and all that was done so far. */
export function LivePart({ table, version, acts }: { readonly table: string; readonly version: Version; readonly acts: readonly Act[] }) {
  const { t } = useTexts()
  const may = useHasRole('officer', 'headquarters')
  const [reason, setReason] = useState('')
  const path = `/tables/${table}/versions/${version.number}`
  const act = useCommand<{ readonly to: string; readonly body: object }, Version>(({ to, body }, key) => send(`${path}/${to}`, body, { key }), { touches: ['table'], done: () => setReason('') })
  const said = reason.trim().length >= 3
  const floor = table === 'safety-floor'
  const owed = acts.find((one) => one.number === version.number && one.kind === 'emergency' && one.review === null)
  const ended = version.validTo !== null && Date.parse(version.validTo) <= Date.now()
  return (
    <section className="panel" aria-labelledby="lab-live">
      <div className="panel-head"><h2 id="lab-live">{t('lab.live')}</h2></div>
      <div className="panel-body stack">
        <p className="small quiet">{t('lab.liveText')}</p>
        {act.error === null ? null : <ErrorSummary entries={act.error.spoken()} />}
        {owed === undefined || owed.reviewBy === null ? null : <p className="row"><Pill tone="warn">{t('lab.reviewOwed')}</Pill> <Due at={owed.reviewBy} /></p>}
        {may && !ended ? (
          <>
            <Input.TextArea aria-label={t('lab.reason')} placeholder={t(floor ? 'lab.reasonFloor' : 'lab.reasonWhen')} rows={2} maxLength={1000} value={reason} onChange={(event) => setReason(event.target.value)} />
            <div className="row">
              {version.state === 'recorded' ? (
                <>
                  <Button type="primary" loading={act.isPending} onClick={() => act.mutate({ to: 'activate', body: floor && said ? { basis: reason } : {} })}>{t('lab.activate')}</Button>
                  <Button danger disabled={!said} onClick={() => act.mutate({ to: 'activate', body: { emergency: { reason } } })}>{t('lab.emergency')}</Button>
                </>
              ) : (
                <>
                  <Button danger disabled={!said} loading={act.isPending} onClick={() => act.mutate({ to: 'roll-back', body: { reason } })}>{t('lab.rollBack')}</Button>
                  {owed === undefined ? null : (
                    <>
                      <Button disabled={!said} onClick={() => act.mutate({ to: 'review', body: { upheld: true, note: reason } })}>{t('lab.uphold')}</Button>
                      <Button danger disabled={!said} onClick={() => act.mutate({ to: 'review', body: { upheld: false, note: reason } })}>{t('lab.overturn')}</Button>
                    </>
                  )}
                </>
              )}
            </div>
          </>
        ) : null}
        {acts.length === 0 ? null : (
          <ul className="lab-acts">
            {acts.map((one) => (
              <li key={`${one.number} ${one.at} ${one.kind}`}>
                <Moment at={one.at} /> <strong>{t(`lab.act.${one.kind}`, { version: one.number })}</strong> {one.by}{one.reason === null ? '' : `：${one.reason}`}
                {one.review === null ? null : <span className="small quiet"> · {t(one.review.upheld ? 'lab.upheld' : 'lab.overturned', { by: one.review.by })}：{one.review.note}</span>}
              </li>
            ))}
          </ul>
        )}
      </div>
    </section>
  )
}
