import { Button, Input, Modal, Select } from 'antd'
import { useState } from 'react'
import { send } from '../../../web/api/client.ts'
import { useTexts } from '../../../web/i18n/i18n.ts'
import { useCommand } from '../../../web/kit/command.ts'
import { ErrorSummary } from '../../../web/kit/error-summary.tsx'
import { Moment } from '../../../web/kit/moment.tsx'
import { Pill } from '../../../web/kit/pill.tsx'
import { riskTone } from '../../../web/kit/tones.ts'
import { usePackName, useReference } from '../../../web/reference/reference.ts'
import { useActor, useHasRole } from '../../../web/session/session.ts'
import type { AlertView, HoldView } from '../views.ts'
import { ScopeChips } from './scope-chips.tsx'

const touches = ['alert', 'hold-rule', 'declaration']
const measures = ['hold', 'supervised', 'sample', 'check'] as const
const spans = [7, 30, 60, 90] as const
const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString()

/** Alerts nobody has decided about: each becomes a hold rule by one press. */
export function Alerts({ alerts }: { readonly alerts: readonly AlertView[] }) {
  const { t } = useTexts()
  return (
    <section className="panel" aria-labelledby="risk-alerts-title">
      <div className="panel-head">
        <h2 id="risk-alerts-title">{t('risk.alerts')}</h2>
        <span className="quiet small">{t('risk.alertsCount', { count: alerts.length })}</span>
      </div>
      {alerts.length === 0 ? <p className="panel-body quiet">{t('risk.noAlerts')}</p> : <ul className="risk-alerts">{alerts.slice(0, 8).map((alert) => <Alert key={alert.id} alert={alert} />)}</ul>}
    </section>
  )
}

function Alert({ alert }: { readonly alert: AlertView }) {
  const { t } = useTexts()
  const name = usePackName()
  const { agencies } = useReference()
  const actor = useActor()
  const may = useHasRole('officer', 'coordinator', 'headquarters')
  const [measure, setMeasure] = useState<(typeof measures)[number]>('hold')
  const [days, setDays] = useState<number>(30)
  const [agency, setAgency] = useState<string | undefined>(actor.agency)
  const [dismissing, setDismissing] = useState(false)
  const hold = useCommand<object, HoldView>((body, key) => send(`/alerts/${alert.id}/hold`, body, { key }), { touches })
  const label = `${alert.title} ${alert.reference}`
  return (
    <li className="risk-alert">
      <div className="row">
        <Pill tone={riskTone(alert.level)}>{name('riskLevels', alert.level)}</Pill>
        <b className="grow">{alert.title}</b>
        <Moment at={alert.receivedAt} short />
      </div>
      <p className="small quiet">{t(`risk.source.${alert.source}`)}{alert.source === 'warning' ? '' : ` · ${alert.sender} ${alert.reference}`} · {alert.hazard}</p>
      <ScopeChips scope={alert.scope} />
      {hold.error === null ? null : <ErrorSummary entries={hold.error.spoken()} />}
      {!may ? null : (
        <div className="row no-print">
          <Select aria-label={`${t('risk.measureTitle')} ${label}`} size="small" value={measure} onChange={setMeasure} options={measures.map((value) => ({ value, label: t(`risk.measure.${value}`) }))} popupMatchSelectWidth={false} />
          <Select aria-label={`${t('risk.spanTitle')} ${label}`} size="small" value={days} onChange={setDays} options={spans.map((value) => ({ value, label: t('risk.days', { count: value }) }))} popupMatchSelectWidth={false} />
          {actor.agency !== undefined ? null : <Select aria-label={`${t('risk.agency')} ${label}`} size="small" value={agency ?? null} placeholder={t('risk.agency')} onChange={(value: string | null) => setAgency(value ?? undefined)} options={agencies.map(({ code }) => ({ value: code, label: code }))} popupMatchSelectWidth={false} />}
          <Button size="small" type="primary" danger loading={hold.isPending} onClick={() => hold.mutate({ measure, validTo: inDays(days - 0.01), reason: alert.hazard, recall: measure === 'hold', ...(agency === undefined ? {} : { agency }), ...(measure === 'check' ? { methods: ['documents'] } : {}) })}>{t('risk.holdNow')}</Button>
          <Button size="small" type="text" onClick={() => setDismissing(true)}>{t('risk.dismiss')}</Button>
        </div>
      )}
      <WhyModal open={dismissing} title={t('risk.dismiss')} path={`/alerts/${alert.id}/dismiss`} close={() => setDismissing(false)} />
    </li>
  )
}

/** Asks for the reason of an act, and does it. */
export function WhyModal({ open, title, path, more = {}, close }: { readonly open: boolean; readonly title: string; readonly path: string; readonly more?: object; readonly close: () => void }) {
  const { t } = useTexts()
  const [reason, setReason] = useState('')
  const act = useCommand<object, unknown>((body, key) => send(path, body, { key }), { touches, done: close })
  return (
    <Modal open={open} title={title} onCancel={close} onOk={() => act.mutate({ ...more, reason })} okText={t('risk.confirm')} cancelText={t('risk.cancel')} confirmLoading={act.isPending} okButtonProps={{ disabled: reason.trim() === '' }} destroyOnHidden>
      {act.error === null ? null : <ErrorSummary entries={act.error.spoken()} />}
      <Input.TextArea aria-label={t('risk.reason')} placeholder={t('risk.reason')} value={reason} maxLength={500} rows={3} onChange={(event) => setReason(event.target.value)} />
    </Modal>
  )
}
