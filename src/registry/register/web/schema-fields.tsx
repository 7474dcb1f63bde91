import { Checkbox, Form, Input, InputNumber, Select } from 'antd'
import { useCodeName, useTexts } from '../../../web/i18n/i18n.ts'
import { isBilingual, type Schema } from './register-views.ts'

type Kind = 'text' | 'choice' | 'number' | 'flag' | 'names' | 'texts' | 'json'

function kindOf(schema: Schema): Kind {
  if (schema.enum !== undefined) return 'choice'
  if (schema.type === 'string') return 'text'
  if (schema.type === 'number' || schema.type === 'integer') return 'number'
  if (schema.type === 'boolean') return 'flag'
  if (isBilingual(schema)) return 'names'
  return schema.type === 'array' && schema.items?.type === 'string' ? 'texts' : 'json'
}

/** The content of an entry as the form holds it: what has no field of its own is JSON text. */
export function toForm(schema: Schema, data: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const values: Record<string, unknown> = {}
  for (const [field, part] of Object.entries(schema.properties ?? {})) {
    const value = data[field]
    values[field] = kindOf(part) === 'json' && value !== undefined ? JSON.stringify(value, null, 2) : value
  }
  return values
}

/** The content to send; `broken` names the fields whose JSON cannot be read. What is empty is left out. */
export function fromForm(schema: Schema, values: Readonly<Record<string, unknown>>): { readonly value: Record<string, unknown>; readonly broken: readonly string[] } {
  const value: Record<string, unknown> = {}
  const broken: string[] = []
  for (const [field, part] of Object.entries(schema.properties ?? {})) {
    const entered = values[field]
    if (entered === undefined || entered === null || entered === '') continue
    if (kindOf(part) !== 'json' || typeof entered !== 'string') value[field] = entered
    else {
      try {
        value[field] = JSON.parse(entered) as unknown
      } catch {
        broken.push(field)
      }
    }
  }
  return { value, broken }
}

/** A field for each property of a register's schema, by its type. Names of fields are the register's own. */
export function SchemaFields({ schema }: { readonly schema: Schema }) {
  return Object.entries(schema.properties ?? {}).map(([field, part]) => <SchemaField key={field} field={field} schema={part} />)
}

function SchemaField({ field, schema }: { readonly field: string; readonly schema: Schema }) {
  const { t } = useTexts()
  const label = useCodeName()('registerField', field)
  const name = ['data', field]
  switch (kindOf(schema)) {
    case 'flag':
      return (
        <Form.Item name={name} valuePropName="checked">
          <Checkbox>{label}</Checkbox>
        </Form.Item>
      )
    case 'names':
      return (
        <div className="two">
          <Form.Item name={[...name, 'zh']} label={t('registers.inChinese', { field: label })}>
            <Input />
          </Form.Item>
          <Form.Item name={[...name, 'en']} label={t('registers.inEnglish', { field: label })}>
            <Input />
          </Form.Item>
        </div>
      )
    case 'choice':
      return (
        <Form.Item name={name} label={label}>
          <Select allowClear options={(schema.enum ?? []).map((value) => ({ value, label: value }))} />
        </Form.Item>
      )
    case 'number':
      return (
        <Form.Item name={name} label={label}>
          <InputNumber controls={false} style={{ width: '100%' }} />
        </Form.Item>
      )
    case 'texts':
      return (
        <Form.Item name={name} label={label}>
          <Select mode="tags" open={false} suffixIcon={null} />
        </Form.Item>
      )
    case 'json':
      return (
        <Form.Item name={name} label={`${label} (JSON)`}>
          <Input.TextArea className="bytes" rows={5} spellCheck={false} />
        </Form.Item>
      )
    case 'text':
      return (
        <Form.Item name={name} label={label}>
          <Input />
        </Form.Item>
      )
  }
}
