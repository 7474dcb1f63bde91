import { Form, Input, InputNumber, Select } from 'antd'
import { useTexts } from '../../../web/i18n/i18n.ts'
import { CodeInput } from '../../../web/kit/field.tsx'
import { useOptions } from '../../../web/reference/reference.ts'
import { AddButton, RemoveButton } from './declare-parts.tsx'
import type { DeclareValues } from './declare-values.ts'

/** The lines of goods. */
export function ItemsPart() {
  const { t } = useTexts()
  return (
    <Form.List name="items">
      {(fields, { add, remove }) => (
        <div className="stack">
          {fields.map((field) => (
            <ItemCard key={field.key} at={field.name} {...(fields.length > 1 ? { onRemove: () => remove(field.name) } : {})} />
          ))}
          <AddButton text={t('declare.addItem')} onClick={() => add({})} />
        </div>
      )}
    </Form.List>
  )
}

function ItemCard({ at, onRemove }: { readonly at: number; readonly onRemove?: () => void }) {
  const { t } = useTexts()
  const [units, currencies, countries, attributes] = [useOptions('units'), useOptions('currencies'), useOptions('countries'), useOptions('attributes')]
  const containers = Form.useWatch<DeclareValues['containers']>('containers') ?? []
  const numbers = containers.flatMap((container) => (typeof container.number === 'string' && container.number !== '' ? [container.number] : []))
  return (
    <div className="item-card" role="group" aria-label={t('declare.itemN', { n: at + 1 })}>
      <div className="item-no" aria-hidden="true">
        {at + 1}
      </div>
      <div className="item-grid">
        <Form.Item required name={[at, 'hs']} label={t('field.hs')} className="w3">
          <CodeInput inputMode="numeric" maxLength={10} />
        </Form.Item>
        <Form.Item name={[at, 'ciq']} label={t('field.ciq')} className="w2">
          <CodeInput inputMode="numeric" maxLength={13} />
        </Form.Item>
        <Form.Item required name={[at, 'description']} label={t('field.description')} className="w5">
          <Input maxLength={512} />
        </Form.Item>
        <Form.Item required name={[at, 'origin']} label={t('field.origin')} className="w2">
          <Select showSearch={{ optionFilterProp: 'label' }} options={countries} popupMatchSelectWidth={false} />
        </Form.Item>
        <Form.Item required name={[at, 'quantity', 'value']} label={t('field.quantityValue')} className="w2">
          <InputNumber min={0} controls={false} />
        </Form.Item>
        <Form.Item required name={[at, 'quantity', 'unit']} label={t('field.quantityUnit')} className="w2">
          <Select showSearch={{ optionFilterProp: 'label' }} options={units} popupMatchSelectWidth={false} />
        </Form.Item>
        <Form.Item required name={[at, 'netWeightKg']} label={t('field.netWeightKg')} className="w2">
          <InputNumber min={0} controls={false} suffix="kg" />
        </Form.Item>
        <Form.Item required name={[at, 'value', 'amount']} label={t('field.valueAmount')} className="w3">
          <InputNumber min={0} controls={false} />
        </Form.Item>
        <Form.Item required name={[at, 'value', 'currency']} label={t('field.valueCurrency')} className="w3">
          <Select showSearch={{ optionFilterProp: 'label' }} options={currencies} popupMatchSelectWidth={false} />
        </Form.Item>
        <Form.Item name={[at, 'containers']} label={t('field.itemContainers')} className="w6">
          <Select mode="multiple" options={numbers.map((number) => ({ value: number, label: number }))} notFoundContent={t('declare.noContainers')} />
        </Form.Item>
        <Form.Item name={[at, 'attributes']} label={t('field.attributes')} className="w6">
          <Select mode="multiple" showSearch={{ optionFilterProp: 'label' }} options={attributes} />
        </Form.Item>
        <Form.Item name={[at, 'producer']} label={t('field.producer')} className="w6">
          <Input maxLength={200} />
        </Form.Item>
        <Form.Item name={[at, 'lot']} label={t('field.lot')} className="w6">
          <CodeInput maxLength={64} />
        </Form.Item>
        <LicencesPart item={at} />
      </div>
      {onRemove === undefined ? null : <RemoveButton text={t('declare.removeItem', { n: at + 1 })} onClick={onRemove} />}
    </div>
  )
}

function LicencesPart({ item }: { readonly item: number }) {
  const { t } = useTexts()
  const types = useOptions('licenceTypes')
  return (
    <div className="w12">
      <Form.List name={[item, 'licences']}>
        {(fields, { add, remove }) => (
          <div className="stack tight">
            {fields.map((field) => (
              <div key={field.key} className="lines-row three" role="group" aria-label={t('declare.licenceN', { n: field.name + 1 })}>
                <Form.Item name={[field.name, 'type']} label={t('field.licenceType')}>
                  <Select showSearch={{ optionFilterProp: 'label' }} options={types} popupMatchSelectWidth={false} />
                </Form.Item>
                <Form.Item name={[field.name, 'number']} label={t('field.licenceNumber')}>
                  <Input className="code" maxLength={64} />
                </Form.Item>
                <Form.Item name={[field.name, 'line']} label={t('field.licenceLine')}>
                  <InputNumber min={1} max={9999} controls={false} />
                </Form.Item>
                <RemoveButton text={t('declare.removeLicence', { n: field.name + 1 })} onClick={() => remove(field.name)} />
              </div>
            ))}
            <button type="button" className="link-button small" onClick={() => add({})}>
              + {t('declare.addLicence')}
            </button>
          </div>
        )}
      </Form.List>
    </div>
  )
}
