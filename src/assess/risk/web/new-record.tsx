import { Form, Input, Radio, Select } from 'antd'
import { useTexts } from '../../../web/i18n/i18n.ts'
import { usePort } from '../../../web/reference/port.ts'
import { usePackName, useReference } from '../../../web/reference/reference.ts'
import type { EntryView } from '../views.ts'
import { ClassField, filledIn, inDays, ScopeFields, scopeOf, SpanField, type ScopeValues } from './entry-fields.tsx'
import { EntryForm } from './entry-form.tsx'

interface Values {
  readonly title: string
  readonly reason: string
  readonly about: 'goods' | 'person'
  readonly scope?: ScopeValues
  readonly person?: ScopeValues
  readonly level: string
  readonly days: number
  readonly classification: string
}

/** Records a risk of goods, boxes, conveyances, enterprises or a person: the next declaration it fits is raised (RR-14). */
export function NewRecord() {
  const { t } = useTexts()
  const { code } = usePort()
  const { riskLevels } = useReference()
  const name = usePackName()
  const bodyOf = ({ title, reason, about, scope, person, level, days, classification }: Values): object => {
    const given = scopeOf(scope)
    return {
      ...filledIn({ title, reason }), level, validTo: inDays(days), classification,
      // Of a person only the port beside: a scope of nothing but a port is none.
      ...(about === 'person' ? { person: filledIn(person ?? {}) } : { scope: given }),
    }
  }
  return (
    <EntryForm<Values, EntryView>
      name="record"
      lead={t('risk.newRecordLead')}
      act={t('risk.record')}
      initial={{ about: 'goods', level: riskLevels.at(-1)?.code ?? '', days: 90, classification: 'restricted', scope: { port: code } }}
      sending={{ path: '/risk-records', touches: ['risk-record', 'declaration'], bodyOf, said: ({ label }) => t('risk.recorded', { label }), fields: { '/validTo': ['days'], '/scope': ['scope', 'hs'] } }}
    >
      {(form) => (
        <>
          <div className="two">
            <Form.Item name="title" label={t('risk.entryTitle')}><Input maxLength={200} /></Form.Item>
            <Form.Item name="reason" label={t('risk.reason')}><Input maxLength={1000} /></Form.Item>
          </div>
          <Form.Item name="about" label={t('risk.about')}>
            <Radio.Group options={[{ value: 'goods', label: t('risk.aboutGoods') }, { value: 'person', label: t('risk.aboutPerson') }]} />
          </Form.Item>
          <Form.Item noStyle shouldUpdate={(before: Values, after: Values) => before.about !== after.about}>
            {() => (form.getFieldValue('about') === 'person' ? (
              <fieldset className="risk-fields">
                <legend>{t('risk.aboutPerson')}</legend>
                <p className="small quiet">{t('risk.personHelp')}</p>
                <div className="risk-grid">
                  <Form.Item name={['person', 'name']} label={t('risk.personName')}><Input maxLength={100} autoComplete="off" /></Form.Item>
                  <Form.Item name={['person', 'number']} label={t('risk.personNumber')}><Input className="code" maxLength={40} autoComplete="off" spellCheck={false} /></Form.Item>
                  <Form.Item name={['person', 'note']} label={t('risk.personNote')}><Input maxLength={500} /></Form.Item>
                </div>
              </fieldset>
            ) : <ScopeFields second={false} />)}
          </Form.Item>
          <div className="risk-grid">
            <Form.Item name="level" label={t('risk.levelTitle')}><Select options={riskLevels.map((level) => ({ value: level.code, label: name('riskLevels', level.code) }))} /></Form.Item>
            <SpanField days={[30, 90, 180, 365]} />
            <ClassField />
          </div>
        </>
      )}
    </EntryForm>
  )
}
