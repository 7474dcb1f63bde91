import { Checkbox, Form, Input, Select } from 'antd'
import { useTexts } from '../../../web/i18n/i18n.ts'
import type { BulletinView } from '../routes-watch.ts'
import type { EntryView } from '../views.ts'
import { ClassField, filledIn, inDays, SpanField, type ScopeValues } from './entry-fields.tsx'
import { EntryForm } from './entry-form.tsx'

interface Values {
  readonly title: ScopeValues
  readonly body: Readonly<Record<string, string | undefined>>
  readonly audience: readonly string[]
  readonly classification: string
  readonly days: number
  readonly basis?: string
}

const audiences = ['public', 'traders', 'operators', 'laboratories', 'officers'] as const

/** Publishes a bulletin in both languages, for an audience and a time (RR-18). */
export function NewBulletin({ bases }: { readonly bases: readonly EntryView[] }) {
  const { t } = useTexts()
  const bodyOf = ({ title, body, audience, classification, days, basis }: Values): object => ({
    title: filledIn(title ?? {}), body: Object.fromEntries(Object.entries(body ?? {}).map(([language, text]) => [language, (text ?? '').trim()])), audience, classification, validTo: inDays(days), ...(basis === undefined ? {} : { basis }),
  })
  return (
    <EntryForm<Values, BulletinView>
      name="bulletin"
      lead={t('risk.newBulletinLead')}
      act={t('risk.publish')}
      initial={{ audience: ['traders'], classification: 'restricted', days: 30 }}
      sending={{ path: '/bulletins', touches: ['bulletin'], bodyOf, said: ({ label }) => t('risk.published', { label }), fields: { '/validTo': ['days'] } }}
    >
      {() => (
        <>
          <div className="two">
            <Form.Item name={['title', 'zh']} label={t('risk.titleZh')}><Input lang="zh-CN" maxLength={200} /></Form.Item>
            <Form.Item name={['title', 'en']} label={t('risk.titleEn')}><Input lang="en" maxLength={200} /></Form.Item>
          </div>
          <div className="two">
            <Form.Item name={['body', 'zh']} label={t('risk.bodyZh')}><Input.TextArea lang="zh-CN" rows={4} maxLength={4000} /></Form.Item>
            <Form.Item name={['body', 'en']} label={t('risk.bodyEn')}><Input.TextArea lang="en" rows={4} maxLength={4000} /></Form.Item>
          </div>
          <Form.Item name="audience" label={t('risk.audienceTitle')}><Checkbox.Group options={audiences.map((value) => ({ value, label: t(`risk.audience.${value}`) }))} /></Form.Item>
          <div className="risk-grid">
            <ClassField />
            <SpanField days={[7, 30, 90, 180]} />
            <Form.Item name="basis" label={t('risk.basis')}>
              <Select allowClear showSearch={{ optionFilterProp: 'label' }} options={bases.map(({ id, label, title }) => ({ value: id, label: `${label} ${title}` }))} />
            </Form.Item>
          </div>
        </>
      )}
    </EntryForm>
  )
}
