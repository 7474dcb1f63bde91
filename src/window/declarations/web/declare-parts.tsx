import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, Form, Input, InputNumber, Select } from 'antd'
import { useTexts } from '../../../web/i18n/i18n.ts'
import { CodeInput, WallClockInput } from '../../../web/kit/field.tsx'
import { useOptions } from '../../../web/reference/reference.ts'
import { containerCheckDigit, isContainerNumber } from '../../../kernel/container-number.ts'
import './declare.css'

/** What the reader is told about a container number while typing: nothing, right, or which digit would be. */
function useNumberHelp(): (number: string | undefined) => { readonly help?: string; readonly status?: 'warning' } {
  const { t } = useTexts()
  return (number) => {
    if (number === undefined || number.length < 10) return {}
    if (isContainerNumber(number)) return {}
    if (!/^[A-Z]{3}[UJZ]\d{6}/.test(number)) return { help: t('declare.numberShape'), status: 'warning' }
    return { help: t('declare.checkDigit', { digit: containerCheckDigit(number) }), status: 'warning' }
  }
}

/** The containers of the consignment. */
export function ContainersPart() {
  const { t } = useTexts()
  return (
    <Form.List name="containers">
      {(fields, { add, remove }) => (
        <div className="stack tight">
          {fields.map((field) => (
            <ContainerRow key={field.key} at={field.name} onRemove={() => remove(field.name)} />
          ))}
          <AddButton text={t('declare.addContainer')} onClick={() => add({})} />
        </div>
      )}
    </Form.List>
  )
}

function ContainerRow({ at, onRemove }: { readonly at: number; readonly onRemove: () => void }) {
  const { t } = useTexts()
  const help = useNumberHelp()
  const number = Form.useWatch<string | undefined>(['containers', at, 'number'])
  const { help: said, status } = help(number)
  return (
    <div className="lines-row four" role="group" aria-label={t('declare.containerN', { n: at + 1 })}>
      <Form.Item name={[at, 'number']} label={t('field.number')} extra={said} {...(status === undefined ? {} : { validateStatus: status })}>
        <CodeInput maxLength={11} placeholder="ABCU1234560" />
      </Form.Item>
      <Form.Item name={[at, 'type']} label={t('field.containerType')}>
        <CodeInput maxLength={4} placeholder="45G1" />
      </Form.Item>
      <Form.Item name={[at, 'load']} label={t('field.load')}>
        <Select allowClear options={[{ value: 'fcl', label: t('declare.fcl') }, { value: 'lcl', label: t('declare.lcl') }]} />
      </Form.Item>
      <Form.Item name={[at, 'grossWeightKg']} label={t('field.grossWeightKg')}>
        <InputNumber min={0} controls={false} suffix="kg" />
      </Form.Item>
      <RemoveButton text={t('declare.removeContainer', { n: at + 1 })} onClick={onRemove} />
    </div>
  )
}

/** The documents that go with the consignment. */
export function DocumentsPart() {
  const { t } = useTexts()
  const types = useOptions('documentTypes')
  return (
    <Form.List name="documents">
      {(fields, { add, remove }) => (
        <div className="stack tight">
          {fields.map((field) => (
            <div key={field.key} className="lines-row four" role="group" aria-label={t('declare.documentN', { n: field.name + 1 })}>
              <Form.Item name={[field.name, 'type']} label={t('field.documentType')}>
                <Select showSearch={{ optionFilterProp: 'label' }} options={types} popupMatchSelectWidth={false} />
              </Form.Item>
              <Form.Item name={[field.name, 'number']} label={t('field.documentNumber')}>
                <Input className="code" maxLength={64} />
              </Form.Item>
              <Form.Item name={[field.name, 'issuer']} label={t('field.issuer')}>
                <Input maxLength={200} />
              </Form.Item>
              <Form.Item name={[field.name, 'validTo']} label={t('field.validTo')}>
                <WallClockInput />
              </Form.Item>
              <RemoveButton text={t('declare.removeDocument', { n: field.name + 1 })} onClick={() => remove(field.name)} />
            </div>
          ))}
          <AddButton text={t('declare.addDocument')} onClick={() => add({})} />
        </div>
      )}
    </Form.List>
  )
}

/** Adds a line to a list of the form; `text` says which kind of line. */
export function AddButton({ text, onClick }: { readonly text: string; readonly onClick: () => void }) {
  return (
    <div>
      <Button type="dashed" icon={<PlusOutlined aria-hidden />} onClick={onClick}>
        {text}
      </Button>
    </div>
  )
}

/** Takes a line out of a list of the form. It shows a bin alone, so `text` names the line for whoever does not see it. */
export function RemoveButton({ text, onClick }: { readonly text: string; readonly onClick: () => void }) {
  return <Button className="lines-remove" type="text" icon={<DeleteOutlined aria-hidden />} aria-label={text} title={text} onClick={onClick} />
}
