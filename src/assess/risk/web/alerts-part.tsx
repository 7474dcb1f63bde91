import { Button, Input, Modal, Select } from 'antd'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { get, send, type Page } from '../../../web/api/client.ts'
import { useTexts } from '../../../web/i18n/i18n.ts'
import { useCommand } from '../../../web/kit/command.ts'
import { ErrorSummary } from '../../../web/kit/error-summary.tsx'
import { Moment } from '../../../web/kit/moment.tsx'
import { Pill } from '../../../web/kit/pill.tsx'
import { riskTone } from '../../../web/kit/tones.ts'
import { usePackName, useReference } from '../../../web/reference/reference.ts'
import { useActor, useHasRole } from '../../../web/session/session.ts'
import { usePort } from '../../../web/reference/port.ts'
import type { AlertView, HoldView, NotificationView } from '../views.ts'
import { inDays } from './entry-fields.tsx'
import { Folded } from './folded.tsx'
import { ScopeChips } from './scope-chips.tsx'

const touches = ['alert', 'hold-rule', 'risk-record', 'declaration']
const measures = ['hold', 'supervised', 'sample', 'check'] as const
const spans = [7, 30, 60, 90] as const

/** Alerts nobody has decided about, the worst first; what persons sent before what was imported. Each becomes a hold rule by one press. */
export function Alerts({ alerts }: { readonly alerts: readonly AlertView[] }) {
  const { t } = useTexts()
  const { riskLevels } = useReference()
  const rank = ({ level, source }: AlertView): number => riskLevels.findIndex(({ code }) => code === level) * 2 + (source === 'import' ? 0 : 1)
  const sorted = alerts.toSorted((a, b) => rank(b) - rank(a) || (a.issuedAt < b.issuedAt ? 1 : -1))
  return (
    <section className="panel" aria-labelledby="risk-alerts-title">
      <div className="panel-head">
        <h2 id="risk-alerts-title">{t('risk.alerts')}</h2>
        <span className="quiet small">{t('risk.alertsCount', { count: alerts.length })}</span>
      </div>
      {alerts.length === 0 ? <p className="panel-body quiet">{t('risk.noAlerts')}</p> : (
        <Folded most={8} count={sorted.length}>
          {(shown) => <ul className="risk-alerts">{sorted.slice(0, shown).map((alert) => <Alert key={alert.id} alert={alert} />)}</ul>}
        </Folded>
      )}
    </section>
  )
}

function Alert({ alert }: { readonly alert: AlertView }) {
  const { t } = useTexts()
  const name = usePackName()
  const { agencies } = useReference()
  const { code } = usePort()
  const actor = useActor()
  const may = useHasRole('officer', 'coordinator', 'headquarters')
  const [measure, setMeasure] = useState<(typeof measures)[number]>('hold')
  const [days, setDays] = useState<number>(30)
  const [agency, setAgency] = useState<string | undefined>(actor.agency)
  const [everywhere, setEverywhere] = useState(true)
  const [open, setOpen] = useState(false)
  const [dismissing, setDismissing] = useState(false)
  const hold = useCommand<object, HoldView>((body, key) => send(`/alerts/${alert.id}/hold`, body, { key }), { touches })
  const label = `${alert.title} ${alert.reference}`
  const notified = alert.evidence.filter(({ kind }) => kind === 'notification').length
  const body = { measure, validTo: inDays(days), reason: alert.hazard, recall: measure === 'hold', ...(agency === undefined ? {} : { agency }), ...(measure === 'check' ? { methods: ['documents'] } : {}), ...(everywhere ? {} : { scope: { ...alert.scope, port: code } }) }
  return (
    <li className="risk-alert">
      <div className="risk-alert-head">
        <Pill tone={riskTone(alert.level)}>{name('riskLevels', alert.level)}</Pill>
        <b className="grow">{alert.title}</b>
        {!may ? null : (
          <span className="row nowrap no-print">
            <button type="button" className="link-button small" aria-expanded={open} aria-label={`${t('risk.options')} ${label}`} onClick={() => setOpen(!open)}>{t(`risk.measure.${measure}`)} · {t('risk.days', { count: days })}</button>
            <Button size="small" type="primary" danger aria-label={`${t('risk.holdNow')} ${label}`} loading={hold.isPending} onClick={() => hold.mutate(body)}>{t('risk.holdNow')}</Button>
          </span>
        )}
      </div>
      <div className="risk-alert-about">
        <ScopeChips scope={alert.scope} />
        <span className="small quiet">{t(`risk.source.${alert.source}`)}{alert.source === 'warning' ? '' : ` · ${alert.sender} ${alert.reference}`} · <Moment at={alert.issuedAt} /></span>
      </div>
      <p className="small">{alert.hazard}</p>
      {hold.error === null ? null : <ErrorSummary entries={hold.error.spoken()} />}
      {!open ? null : (
        <div className="row no-print">
          <Select aria-label={`${t('risk.measureTitle')} ${label}`} size="small" value={measure} onChange={setMeasure} options={measures.map((value) => ({ value, label: t(`risk.measure.${value}`) }))} popupMatchSelectWidth={false} />
          <Select aria-label={`${t('risk.spanTitle')} ${label}`} size="small" value={days} onChange={setDays} options={spans.map((value) => ({ value, label: t('risk.days', { count: value }) }))} popupMatchSelectWidth={false} />
          {alert.scope.port !== undefined ? null : <Select aria-label={`${t('risk.where')} ${label}`} size="small" value={everywhere} onChange={setEverywhere} options={[{ value: true, label: t('risk.everyPortSecond') }, { value: false, label: t('risk.thisPort', { port: name('ports', code) }) }]} popupMatchSelectWidth={false} />}
          {actor.agency !== undefined ? null : <Select aria-label={`${t('risk.agency')} ${label}`} size="small" value={agency ?? null} placeholder={t('risk.agency')} onChange={(value: string | null) => setAgency(value ?? undefined)} options={agencies.map((one) => ({ value: one.code, label: one.code }))} popupMatchSelectWidth={false} />}
          <Button size="small" type="text" onClick={() => setDismissing(true)}>{t('risk.dismiss')}</Button>
        </div>
      )}
      {notified === 0 ? null : <Behind alert={alert} count={notified} />}
      <WhyModal open={dismissing} title={t('risk.dismiss')} path={`/alerts/${alert.id}/dismiss`} close={() => setDismissing(false)} />
    </li>
  )
}

/** The notifications an imported alert rests on, in the words of the network; fetched when somebody looks. */
function Behind({ alert, count }: { readonly alert: AlertView; readonly count: number }) {
  const { t } = useTexts()
  const [open, setOpen] = useState(false)
  const list = useQuery({ queryKey: ['risk', 'notifications', alert.id], queryFn: ({ signal }) => get<Page<NotificationView>>(`/alerts/${alert.id}/notifications`, {}, signal), enabled: open, staleTime: Infinity })
  return (
    <details className="risk-behind" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className="small">{t('risk.behind', { count })}</summary>
      <ul>
        {(list.data?.items ?? []).map((one) => (
          <li key={one.reference} className="small"><span className="code">{one.reference}</span> {one.on} · {one.notifier} · {one.product} · {one.hazards.map(({ substance, family }) => `${substance} (${t(`risk.family.${family}`)})`).join(', ')}</li>
        ))}
      </ul>
    </details>
  )
}

/** Asks for the reason of an act, and does it. */
export function WhyModal({ open, title, path, more = {}, close }: { readonly open: boolean; readonly title: string; readonly path: string; readonly more?: object; readonly close: () => void }) {
  const { t } = useTexts()
  const [reason, setReason] = useState('')
  const act = useCommand<object, unknown>((body, key) => send(path, body, { key }), { touches, done: close })
  return (
    <Modal open={open} title={title} onCancel={close} onOk={() => act.mutate({ ...more, reason: reason.trim().replace(/\s+/g, ' ') })} okText={t('risk.confirm')} cancelText={t('risk.cancel')} confirmLoading={act.isPending} okButtonProps={{ disabled: reason.trim() === '' }} destroyOnHidden>
      {act.error === null ? null : <ErrorSummary entries={act.error.spoken()} />}
      <Input.TextArea aria-label={t('risk.reason')} placeholder={t('risk.reason')} value={reason} maxLength={500} rows={3} onChange={(event) => setReason(event.target.value)} />
    </Modal>
  )
}
