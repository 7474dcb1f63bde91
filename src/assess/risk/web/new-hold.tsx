import { Checkbox, Form, Input, Radio, Select } from 'antd'
import { useTexts } from '../../../web/i18n/i18n.ts'
import { usePort } from '../../../web/reference/port.ts'
import { useReference } from '../../../web/reference/reference.ts'
import { useActor } from '../../../web/session/session.ts'
import type { HoldView } from '../views.ts'
import { ClassField, filledIn, inDays, ScopeFields, scopeOf, SpanField, type ScopeValues } from './entry-fields.tsx'
import { EntryForm } from './entry-form.tsx'

interface Values {
  readonly title: string
  readonly reason: string
  readonly scope?: ScopeValues
  readonly measure: keyof typeof measures
  readonly methods?: readonly string[]
  readonly agency?: string
  readonly days: number
  readonly classification: string
  readonly recall?: boolean
}

const measures = { hold: true, supervised: true, sample: true, check: true } as const
const measureNames = Object.keys(measures) as (keyof typeof measures)[]

/** Places a hold rule that rests on no alert: what it is about, what it asks, and by when it ends (AL-03). */
export function NewHold() {
  const { t, language } = useTexts()
  const { code } = usePort()
  const { methods, agencies } = useReference()
  const actor = useActor()
  const bodyOf = ({ title, reason, scope, measure, methods: chosen, days, agency, classification, recall }: Values): object => ({
    ...filledIn({ title, reason, agency }), scope: scopeOf(scope), measure, validTo: inDays(days), classification, recall: recall === true, ...(measure === 'check' && chosen !== undefined && chosen.length > 0 ? { methods: chosen } : {}),
  })
  return (
    <EntryForm<Values, HoldView>
      name="hold"
      lead={t('risk.newHoldLead')}
      act={t('risk.place')}
      initial={{ measure: 'hold', days: 30, classification: 'restricted', methods: ['documents'], scope: { port: code } }}
      sending={{ path: '/hold-rules', touches: ['hold-rule', 'declaration'], bodyOf, said: ({ label, state }) => t(state === 'proposed' ? 'risk.placedSecond' : 'risk.placed', { label }), fields: { '/validTo': ['days'], '/scope': ['scope', 'hs'], '/power': ['methods'] } }}
    >
      {(form) => (
        <>
          <div className="two">
            <Form.Item name="title" label={t('risk.entryTitle')}><Input maxLength={200} /></Form.Item>
            <Form.Item name="reason" label={t('risk.reason')}><Input maxLength={1000} /></Form.Item>
          </div>
          <ScopeFields second />
          <Form.Item name="measure" label={t('risk.measureTitle')}>
            <Radio.Group className="risk-measures" options={measureNames.map((value) => ({ value, label: <span><b>{t(`risk.measure.${value}`)}</b><span className="sub">{t(`risk.measureHelp.${value}`)}</span></span> }))} />
          </Form.Item>
          <Form.Item noStyle shouldUpdate={(before: Values, after: Values) => before.measure !== after.measure}>
            {() => (form.getFieldValue('measure') === 'check' ? (
              <Form.Item name="methods" label={t('risk.methods')}>
                <Checkbox.Group options={methods.map((method) => ({ value: method.code, label: method.name[language] }))} />
              </Form.Item>
            ) : null)}
          </Form.Item>
          <div className="risk-grid">
            <SpanField days={[7, 30, 60, 90]} />
            {actor.agency !== undefined ? null : <Form.Item name="agency" label={t('risk.agency')}><Select options={agencies.map((agency) => ({ value: agency.code, label: `${agency.code} ${agency.name[language]}` }))} /></Form.Item>}
            <ClassField />
          </div>
          <Form.Item name="recall" valuePropName="checked"><Checkbox>{t('risk.recall')}</Checkbox></Form.Item>
        </>
      )}
    </EntryForm>
  )
}
