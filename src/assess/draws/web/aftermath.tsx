import { Button, Input, Select } from 'antd'
import { useState } from 'react'
import { send } from '../../../web/api/client.ts'
import { useTexts } from '../../../web/i18n/i18n.ts'
import { useCommand } from '../../../web/kit/command.ts'
import { ErrorSummary } from '../../../web/kit/error-summary.tsx'
import { useActor, useHasRole } from '../../../web/session/session.ts'
import type { Selected } from '../domain/draw-lots.ts'
import type { DrawView } from '../views.ts'

/** What may follow a draw: an officer who cannot come, an outcome, making it again. Each asks for its reason. */
export function Aftermath({ draw, current, nameOf }: {
  readonly draw: DrawView
  readonly current: readonly Selected[]
  /** Who stands behind a code, where it was asked for. */
  readonly nameOf: (code: string) => string | undefined
}) {
  const { t } = useTexts()
  const { agency } = useActor()
  const coordinator = useHasRole('coordinator')
  const [object, setObject] = useState(current[0]?.object)
  const [officer, setOfficer] = useState<string>()
  const [text, setText] = useState('')
  const own = agency === draw.agency
  const run = useCommand<{ readonly path: string; readonly body?: object }, DrawView>(({ path, body }, key) => send(path, body, { key }), { touches: ['draw'], done: () => setText('') })
  const crew = current.find((one) => one.object === object)?.officers ?? []
  const base = `/draws/${draw.id}`
  const named = (code: string): string => `${code} ${nameOf(code) ?? ''}`.trim()
  return (
    <section className="panel" aria-labelledby="after-title">
      <div className="panel-head"><h2 id="after-title">{t('draws.after')}</h2></div>
      <div className="panel-body stack">
        {run.error === null ? null : <ErrorSummary entries={run.error.spoken()} />}
        {draw.asked.map((wish) => (
          <p key={wish.id} className="row">
            <span>{wish.object}: {named(wish.officer)}. {wish.reason}</span>
            <Button size="small" onClick={() => run.mutate({ path: `${base}/replacements/${wish.id}/approve` })}>{t('draws.agree')}</Button>
          </p>
        ))}
        {draw.askedOutcomes.map((wish) => (
          <p key={wish.id} className="row">
            <span>{wish.object}: {t('draws.result.not-inspected')}. {wish.exception}</span>
            <Button size="small" onClick={() => run.mutate({ path: `${base}/outcomes/${wish.id}/approve` })}>{t('draws.agree')}</Button>
          </p>
        ))}
        {!own || current.length === 0 || object === undefined ? null : (
          <>
            <div className="row">
              <Select aria-label={t('draws.object')} style={{ minWidth: 240 }} value={object} onChange={(value) => { setObject(value); setOfficer(undefined) }} options={current.map((one) => ({ value: one.object, label: named(one.object) }))} />
              <Select aria-label={t('draws.officer')} style={{ minWidth: 200 }} value={officer ?? null} placeholder={t('draws.officer')} onChange={(value) => setOfficer(value ?? undefined)} options={crew.map((code) => ({ value: code, label: named(code) }))} />
            </div>
            <Input aria-label={t('draws.reason')} placeholder={t('draws.reasonPublished')} value={text} maxLength={500} onChange={(event) => setText(event.target.value)} />
            <div className="row">
              <Button disabled={officer === undefined} onClick={() => run.mutate({ path: `${base}/replacements`, body: { object, officer, reason: text } })}>{t('draws.cannotCome')}</Button>
              <Button onClick={() => run.mutate({ path: `${base}/outcomes`, body: { object, items: [], result: 'not-inspected', ...(text.trim() === '' ? {} : { exception: text }) } })}>{t('draws.result.not-inspected')}</Button>
              {coordinator && draw.replacedBy === null ? <Button danger onClick={() => run.mutate({ path: '/draws', body: { port: draw.port, replaces: draw.id, ...(text.trim() === '' ? {} : { reason: text }) } })}>{t('draws.again')}</Button> : null}
            </div>
          </>
        )}
      </div>
    </section>
  )
}
