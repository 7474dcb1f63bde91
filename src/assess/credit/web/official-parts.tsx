import { useQuery } from '@tanstack/react-query'
import { App, Button, Form, Input, Modal, Select } from 'antd'
import { useState } from 'react'
import { get, send } from '../../../web/api/client.ts'
import { useTexts } from '../../../web/i18n/i18n.ts'
import { Failure } from '../../../web/kit/blank.tsx'
import { useCommand } from '../../../web/kit/command.ts'
import { ErrorSummary } from '../../../web/kit/error-summary.tsx'
import { DayInput } from '../../../web/kit/field.tsx'
import { creditSubjects } from './credit-views.ts'
import { GradeMark } from './grade-mark.tsx'
import { useCreditLaw } from './record-part.tsx'

interface Side { readonly grade: string; readonly score: number }
interface Compared { readonly believed?: Side; readonly recomputed?: Side; readonly now: Side }

/** Recomputes a day as it was known at the end of another, beside what was kept then and what is known now (RR-11). */
export function RecomputePart({ enterprise }: { readonly enterprise: string }) {
  const { t } = useTexts()
  const [day, setDay] = useState<string>()
  const [known, setKnown] = useState<string>()
  const compared = useQuery({
    queryKey: ['credit', enterprise, 'recompute', day, known],
    queryFn: ({ signal }) => get<Compared>(`/credit/${enterprise}/recompute`, { day, known: known === undefined ? undefined : `${known}T23:59:59Z` }, signal),
    meta: { subjects: creditSubjects },
    enabled: day !== undefined,
  })
  const { data } = compared
  return (
    <section className="panel">
      <div className="panel-head">
        <h2>{t('credit.recompute')}</h2>
      </div>
      <div className="panel-body stack">
        <p className="quiet">{t('credit.recomputeLead')}</p>
        <div className="row">
          <DayInput label={t('credit.day')} value={day} onChange={setDay} />
          <DayInput label={t('credit.known')} value={known} onChange={setKnown} />
        </div>
        {compared.error === null ? null : <Failure error={compared.error} />}
        {data === undefined ? null : (
          <>
            <dl className="credit-compared">
              <div><dt>{t('credit.kept')}</dt><dd><One side={data.believed} /></dd></div>
              <div><dt>{t('credit.again')}</dt><dd><One side={data.recomputed} /></dd></div>
              <div><dt>{t('credit.nowKnown')}</dt><dd><One side={data.now} /></dd></div>
            </dl>
            {data.believed === undefined ? null : <p className="small">{t(data.believed.grade === data.recomputed?.grade ? 'credit.agrees' : 'credit.differs')}</p>}
          </>
        )}
      </div>
    </section>
  )
}

function One({ side }: { readonly side: Side | undefined }) {
  const { t } = useTexts()
  if (side === undefined) return <span className="quiet">{t('credit.nothingKept')}</span>
  return <span className="row nowrap"><GradeMark grade={side.grade} /> {side.score}</span>
}

interface Values { readonly enterprise: string; readonly kind: string; readonly grade?: string; readonly reference: string; readonly proof?: string; readonly note?: string }

/** Records an event; another report of the same happening is merged, and the officer is told. */
function RecordEventForm({ enterprise, close }: { readonly enterprise: string | undefined; readonly close: () => void }) {
  const { t, language } = useTexts()
  const { message } = App.useApp()
  const law = useCreditLaw()
  const [form] = Form.useForm<Values>()
  const [day, setDay] = useState<string>()
  const kind = Form.useWatch('kind', form)
  const effect = law?.kinds.find(({ code }) => code === kind)?.effect
  const record = useCommand<object, { outcome: 'recorded' | 'merged' | 'repeated' }>((body, key) => send('/credit-events', body, { key }), {
    touches: creditSubjects,
    done: ({ outcome }) => {
      void message.success(t(outcome === 'recorded' ? 'credit.saved' : outcome === 'merged' ? 'credit.merged' : 'credit.repeated'))
      close()
    },
  })
  const save = ({ proof, note, grade, ...values }: Values): void => {
    const said = (text: string | undefined): text is string => text !== undefined && text.trim() !== ''
    record.mutate({ ...values, occurredOn: day ?? '', evidence: said(proof) ? [{ kind: 'case', ref: proof }] : [], ...(said(proof) ? { case: proof } : {}), ...(said(note) ? { note } : {}), ...(said(grade) ? { grade } : {}) })
  }
  return (
    <Modal open title={t('credit.record')} okText={t('credit.save')} cancelText={t('common.cancel')} okButtonProps={{ loading: record.isPending, disabled: day === undefined }} onOk={() => form.submit()} onCancel={close}>
      <div className="stack">
        {record.error === null ? null : <ErrorSummary entries={record.error.spoken()} />}
        <Form form={form} layout="vertical" onFinish={save} initialValues={{ enterprise }}>
          <Form.Item name="enterprise" label={t('credit.enterprise')} rules={[{ required: true }]}><Input className="code" autoComplete="off" /></Form.Item>
          <Form.Item name="kind" label={t('credit.kind')} rules={[{ required: true }]}>
            <Select showSearch optionFilterProp="label" options={(law?.kinds ?? []).map(({ code, name, points }) => ({ value: code, label: points === 0 ? name[language] : `${name[language]} (${points > 0 ? '+' : '−'}${Math.abs(points)})` }))} />
          </Form.Item>
          {effect === 'grant' ? <Form.Item name="grade" label={t('credit.grade')} rules={[{ required: true }]}><Select options={(law?.scale.steps ?? []).map(({ grade }) => ({ value: grade, label: grade }))} /></Form.Item> : null}
          <Form.Item label={t('credit.occurredOn')} required><DayInput label={t('credit.occurredOn')} value={day} onChange={setDay} /></Form.Item>
          <Form.Item name="reference" label={t('credit.reference')} rules={[{ required: true }]}><Input maxLength={120} /></Form.Item>
          <Form.Item name="proof" label={t('credit.proof')} rules={[{ required: effect === 'bad' }]}><Input maxLength={200} /></Form.Item>
          <Form.Item name="note" label={t('credit.note')}><Input.TextArea rows={2} maxLength={2000} /></Form.Item>
        </Form>
      </div>
    </Modal>
  )
}

/** Opens the form. */
export function RecordEventButton({ enterprise }: { readonly enterprise: string | undefined }) {
  const { t } = useTexts()
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button type="primary" onClick={() => setOpen(true)}>{t('credit.record')}</Button>
      {open ? <RecordEventForm enterprise={enterprise} close={() => setOpen(false)} /> : null}
    </>
  )
}
