import { Form, Input, Select } from 'antd'
import { useTexts } from '../../../web/i18n/i18n.ts'
import { dayInWords } from '../../../web/i18n/time.ts'
import { usePort } from '../../../web/reference/port.ts'
import { useOptions, usePackName } from '../../../web/reference/reference.ts'

/** What a form names of a scope; empty members are left out. */
export type ScopeValues = Readonly<Record<string, string | undefined>>

export const classes = ['public', 'restricted', 'confidential'] as const
const dayLength = 86_400_000

/** So many days from now; a moment less, so that the longest span the law allows is not passed by on the way. */
export const inDays = (days: number): string => new Date(Date.now() + (days - 0.01) * dayLength).toISOString()

/** Values without what was left empty, texts on one line. */
export function filledIn(values: ScopeValues): Record<string, string> {
  return Object.fromEntries(Object.entries(values).flatMap(([name, value]) => (value === undefined || value.trim() === '' ? [] : [[name, value.trim().replace(/\s+/g, ' ')]])))
}

/** A scope as the API takes it: commodity codes without their dots. */
export function scopeOf(values: ScopeValues | undefined): Record<string, string> {
  const { hs, port, ...rest } = filledIn(values ?? {})
  return { ...(port === undefined || port === '*' ? {} : { port }), ...(hs === undefined ? {} : { hs: hs.replace(/[. ]/g, '') }), ...rest }
}

/** The port it is about: this one, or every one. `second`: a rule for every port waits for a second person. */
function WhereField({ second }: { readonly second: boolean }) {
  const { t } = useTexts()
  const { code } = usePort()
  const name = usePackName()
  return (
    <Form.Item name={['scope', 'port']} label={t('risk.where')}>
      <Select options={[{ value: code, label: t('risk.thisPort', { port: name('ports', code) }) }, { value: '*', label: t(second ? 'risk.everyPortSecond' : 'risk.everyPort') }]} />
    </Form.Item>
  )
}

/** Goods, boxes, conveyances and enterprises a record or rule is about. */
export function ScopeFields({ second }: { readonly second: boolean }) {
  const { t } = useTexts()
  const countries = useOptions('countries')
  const text = (name: 'hs' | 'lot' | 'container' | 'conveyance' | 'producer' | 'enterprise', maximum: number, example?: string) => (
    <Form.Item name={['scope', name]} label={t(`risk.scope.${name}`)}>
      <Input className={example === undefined ? '' : 'code'} maxLength={maximum} spellCheck={false} placeholder={example ?? t(name === 'producer' ? 'risk.producerHelp' : 'risk.enterpriseHelp')} />
    </Form.Item>
  )
  return (
    <fieldset className="risk-fields">
      <legend>{t('risk.scopeTitle')}</legend>
      <p className="small quiet">{t('risk.anyOf')}</p>
      <div className="risk-grid">
        {text('hs', 14, '0207')}
        <Form.Item name={['scope', 'origin']} label={t('risk.scope.origin')}>
          <Select allowClear showSearch={{ optionFilterProp: 'label' }} options={countries} />
        </Form.Item>
        {text('producer', 200)}
        {text('lot', 64, 'L-77')}
        {text('container', 20, 'TGHU1234567')}
        {text('conveyance', 32, 'IMO 9321483')}
        {text('enterprise', 200)}
        <Form.Item name={['scope', 'direction']} label={t('risk.scope.direction')}>
          <Select allowClear placeholder={t('risk.anyDirection')} options={(['import', 'export', 'transit'] as const).map((value) => ({ value, label: t(`risk.direction.${value}`) }))} />
        </Form.Item>
        <WhereField second={second} />
      </div>
    </fieldset>
  )
}

/** How long it lasts, with the day it ends on: nothing is left open. */
export function SpanField({ days }: { readonly days: readonly number[] }) {
  const { t, language } = useTexts()
  const { timeZone } = usePort()
  const chosen = Form.useWatch<number | undefined>('days')
  return (
    <Form.Item name="days" label={t('risk.spanTitle')} extra={chosen === undefined ? undefined : t('risk.endsOn', { day: dayInWords(inDays(chosen), timeZone, language) })}>
      <Select options={days.map((value) => ({ value, label: t('risk.days', { count: value }) }))} />
    </Form.Item>
  )
}

/** Who may read it. `from` narrows the choice where not every class is allowed. */
export function ClassField({ from = classes }: { readonly from?: readonly (typeof classes)[number][] }) {
  const { t } = useTexts()
  return (
    <Form.Item name="classification" label={t('risk.classification')}>
      <Select options={from.map((value) => ({ value, label: t(`risk.class.${value}`) }))} />
    </Form.Item>
  )
}
