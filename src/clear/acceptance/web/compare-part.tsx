import { Button, Form, Input, Select } from 'antd'
import { useCodeName, useTexts } from '../../../web/i18n/i18n.ts'
import { ErrorSummary } from '../../../web/kit/error-summary.tsx'
import { Moment } from '../../../web/kit/moment.tsx'
import { Pill } from '../../../web/kit/pill.tsx'
import type { ReportView } from '../views.ts'
import { given, useDecision } from './decision.ts'

interface Comparison {
  readonly kind: string
  readonly outcome: string
  readonly note: string
  readonly inspection?: string
  readonly reference?: string
}

/** What was later found out about a report, every version of it, and the form to record more (TP-06). */
export function ComparePart({ report }: { readonly report: ReportView }) {
  return (
    <>
      <Compared report={report} />
      <CompareForm report={report} />
    </>
  )
}

function Compared({ report: { comparisons = [] } }: { readonly report: ReportView }) {
  const { t } = useTexts()
  const code = useCodeName()
  if (comparisons.length === 0) return null
  return (
    <section aria-labelledby="compared-title">
      <h3 id="compared-title">{t('acceptance.comparisons')}</h3>
      <ul className="stack">
        {comparisons.map(({ id, kind, reference, version, outcome, note, by, at }) => (
          <li key={id}>
            <Pill tone={outcome === 'agrees' ? 'good' : 'bad'}>{code('compared', outcome)}</Pill> {code('comparison', kind)} <span className="bytes">{reference}</span> <span className="small quiet">{t('acceptance.comparisonVersion', { version })}</span>
            <span className="sub">
              {note} · {t('acceptance.by', { name: by })} <Moment at={at} />
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** The version of a report's comparison that a form is about; undefined where nothing has been recorded about it. */
function known(report: ReportView, { kind, inspection, reference }: Partial<Comparison>): number | undefined {
  const about = (kind === 'inspection' ? inspection : reference)?.trim() ?? ''
  return report.comparisons?.findLast((one) => one.kind === kind && one.reference === about)?.version
}

function CompareForm({ report }: { readonly report: ReportView }) {
  const { t } = useTexts()
  const code = useCodeName()
  const [form] = Form.useForm<Comparison>()
  const { run, entries, isPending } = useDecision(report, 'comparisons')
  const options = (group: string, values: readonly string[]): { value: string; label: string }[] => values.map((value) => ({ value, label: code(group, value) }))
  const corrects = known(report, Form.useWatch([], form) ?? {})
  const send = ({ inspection, reference, kind, ...rest }: Comparison): void =>
    run({ kind, ...rest, ...(kind === 'inspection' ? given(inspection, 'inspection') : given(reference, 'reference')), ...(corrects === undefined ? {} : { corrects }) })
  return (
    <Form<Comparison> form={form} name="compare" layout="vertical" requiredMark={false} initialValues={{ kind: 'comparison', outcome: 'agrees' }} onFinish={send}>
      <h3>{t('acceptance.compare')}</h3>
      <ErrorSummary entries={entries} />
      <Form.Item name="kind" label={t('acceptance.compareKind')}>
        <Select options={options('comparison', ['comparison', 'inspection', 'complaint'])} />
      </Form.Item>
      <Form.Item name="outcome" label={t('acceptance.compareOutcome')}>
        <Select options={options('compared', ['agrees', 'deviates'])} />
      </Form.Item>
      <Form.Item name="note" label={t('acceptance.found')} rules={[{ required: true, whitespace: true, message: t('acceptance.empty') }]}>
        <Input maxLength={1000} />
      </Form.Item>
      <Form.Item noStyle dependencies={['kind']}>
        {({ getFieldValue }) =>
          getFieldValue('kind') === 'inspection' ? (
            <Form.Item name="inspection" label={t('acceptance.compareInspection')}>
              <Input className="bytes" maxLength={36} />
            </Form.Item>
          ) : (
            <Form.Item name="reference" label={t('acceptance.compareReference')} extra={t('acceptance.compareReferenceHelp')}>
              <Input className="bytes" maxLength={80} />
            </Form.Item>
          )
        }
      </Form.Item>
      {corrects === undefined ? null : <p className="quiet">{t('acceptance.corrects', { version: corrects })}</p>}
      <Button htmlType="submit" loading={isPending}>
        {t('acceptance.compare')}
      </Button>
    </Form>
  )
}
