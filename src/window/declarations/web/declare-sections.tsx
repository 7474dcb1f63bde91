import { Form, Input, Select } from 'antd'
import { useCodeName, useTexts } from '../../../web/i18n/i18n.ts'
import { CodeInput, WallClockInput } from '../../../web/kit/field.tsx'
import { useOptions } from '../../../web/reference/reference.ts'
import { ItemsPart } from './declare-items.tsx'
import { ContainersPart, DocumentsPart } from './declare-parts.tsx'

/** The parts of the form in their order; each is an anchor of the page. */
export const sections = ['trade', 'transport', 'boxes', 'goods', 'papers'] as const
export type Section = (typeof sections)[number]

const transportFields = ['conveyance', 'transportDocument', 'arrival']

/** The part of the form a pointer leads into. */
export function sectionOf(pointer: string): Section {
  const first = pointer.split('/')[1] ?? ''
  if (first === 'items') return 'goods'
  if (first === 'containers') return 'boxes'
  if (first === 'documents') return 'papers'
  return transportFields.includes(first) ? 'transport' : 'trade'
}

const directions = ['import', 'export', 'transit'] as const
const modes = ['sea', 'rail', 'road', 'air', 'post', 'express', 'ecommerce'] as const
const conveyances = ['vessel', 'train', 'vehicle', 'aircraft'] as const

/** All parts of the form. */
export function DeclareSections() {
  const { t } = useTexts()
  const parts: Readonly<Record<Section, React.ReactNode>> = {
    trade: <TradePart />,
    transport: <TransportPart />,
    boxes: <ContainersPart />,
    goods: <ItemsPart />,
    papers: <DocumentsPart />,
  }
  return (
    <div className="stack">
      {sections.map((section, at) => (
        <section key={section} id={section} className="panel declare-section" aria-labelledby={`${section}-title`}>
          <div className="panel-head">
            <h2 id={`${section}-title`}>
              <span className="n">{at + 1}</span>
              {t(`declare.section.${section}`)}
            </h2>
            <span className="small quiet">{t(`declare.hint.${section}`)}</span>
          </div>
          <div className="panel-body">{parts[section]}</div>
        </section>
      ))}
    </div>
  )
}

function TradePart() {
  const { t } = useTexts()
  const name = useCodeName()
  const ports = useOptions('ports')
  return (
    <div className="fields">
      <Form.Item required name="port" label={t('field.port')} className="w4">
        <Select showSearch={{ optionFilterProp: 'label' }} options={ports} />
      </Form.Item>
      <Form.Item required name="direction" label={t('field.direction')} className="w2">
        <Select options={directions.map((value) => ({ value, label: name('direction', value) }))} />
      </Form.Item>
      <Form.Item required name="mode" label={t('field.mode')} className="w2">
        <Select options={modes.map((value) => ({ value, label: name('mode', value) }))} />
      </Form.Item>
      <Form.Item required name="reference" label={t('field.reference')} className="w4" tooltip={t('declare.referenceHelp')}>
        <Input className="code" maxLength={64} />
      </Form.Item>
      <Form.Item required name="declarant" label={t('field.declarant')} className="w4">
        <CodeInput maxLength={32} />
      </Form.Item>
      <Form.Item required name="consignee" label={t('field.consignee')} className="w4">
        <Input maxLength={200} />
      </Form.Item>
      <Form.Item required name="consignor" label={t('field.consignor')} className="w4">
        <Input maxLength={200} />
      </Form.Item>
    </div>
  )
}

function TransportPart() {
  const { t } = useTexts()
  const name = useCodeName()
  const ports = useOptions('ports')
  return (
    <div className="fields">
      <Form.Item name={['conveyance', 'kind']} label={t('field.conveyanceKind')} className="w2">
        <Select allowClear options={conveyances.map((value) => ({ value, label: name('objectKind', value) }))} />
      </Form.Item>
      <Form.Item name={['conveyance', 'ref']} label={t('field.conveyanceRef')} className="w3" tooltip={t('declare.conveyanceHelp')}>
        <CodeInput maxLength={32} />
      </Form.Item>
      <Form.Item name={['conveyance', 'voyage']} label={t('field.voyage')} className="w3">
        <CodeInput maxLength={32} />
      </Form.Item>
      <Form.Item name="transportDocument" label={t('field.transportDocument')} className="w4">
        <CodeInput maxLength={64} />
      </Form.Item>
      <Form.Item name="arrival" label={t('field.arrival')} className="w4">
        <WallClockInput />
      </Form.Item>
      <Form.Item name="destination" label={t('field.destination')} className="w4">
        <Select allowClear showSearch={{ optionFilterProp: 'label' }} options={ports} />
      </Form.Item>
    </div>
  )
}
