import { App, AutoComplete, Button, Form, Input, Radio, Select } from 'antd'
import { useEffect, useRef, useState } from 'react'
import type { ProblemEntry } from '../../../web/api/problem.ts'
import { useCodeName, useTexts } from '../../../web/i18n/i18n.ts'
import { fromWallClock, toWallField } from '../../../web/i18n/time.ts'
import { ErrorSummary } from '../../../web/kit/error-summary.tsx'
import { WallClockInput } from '../../../web/kit/field.tsx'
import { usePort } from '../../../web/reference/port.ts'
import { useOfficers, useSites } from '../../../web/reference/resources.ts'
import { useActor } from '../../../web/session/session.ts'
import type { Act } from '../domain/inspection.ts'
import type { InspectionView } from './inspection-view.ts'
import { Proposals, takeProposal } from './proposals.tsx'
import { useAct } from './use-acts.ts'

interface Props {
  readonly inspection: InspectionView
}

/** One act of the drawer: a titled form with its own errors. */
export function ActForm<Values extends object>({ inspection, act, initial, toBody, children, danger = false }: Props & {
  readonly act: Act
  readonly initial?: Partial<Values>
  readonly toBody: (values: Values) => unknown
  readonly children: React.ReactNode
  readonly danger?: boolean
}) {
  const { t } = useTexts()
  const code = useCodeName()
  const { message } = App.useApp()
  const [entries, setEntries] = useState<readonly ProblemEntry[]>([])
  const run = useAct<unknown>(inspection, act, () => void message.success(t('act.done')))
  return (
    <section aria-label={code('act', act)}>
      <div className="stack">
        <ErrorSummary entries={entries} />
        <Form<Values>
          layout="vertical"
          name={act}
          requiredMark={false}
          {...(initial === undefined ? {} : { initialValues: initial })}
          onFinish={(values) => run.mutate(toBody(values), { onSuccess: () => setEntries([]), onError: (problem) => setEntries(problem.spoken()) })}
        >
          {children}
          <Button htmlType="submit" loading={run.isPending} {...(danger ? { danger: true } : act === 'agree' ? { type: 'primary' as const } : {})}>
            {code('act', act)}
          </Button>
        </Form>
      </div>
    </section>
  )
}

/** Time and place as the fields hold them: of the wall clock of the port. */
export interface SlotValues {
  readonly from?: string
  readonly to?: string
  readonly site?: string
  readonly crew?: readonly string[]
  readonly reason?: string
}

/**
 * What the fields hold before anybody types: what is on the table, with the own crew where the calendars offer that very time; as long as nobody has named a
 * place, the first time that suits everybody.
 */
function slotValues(inspection: InspectionView, timeZone: string, agency: string | undefined): SlotValues {
  const { proposals = [], site, slot, window } = inspection
  const offered = site === undefined ? proposals[0] : proposals.find((each) => each.site === site && each.from === slot?.from && each.to === slot.to)
  if (offered !== undefined) return takeProposal(offered, timeZone, agency)
  const span = slot ?? window
  return { from: toWallField(span.from, timeZone), to: toWallField(span.to, timeZone), ...(site === undefined ? {} : { site }) }
}

/** The fields' first values and the slot that they say. */
export function useSlot(inspection: InspectionView) {
  const { timeZone } = usePort()
  const { agency } = useActor()
  return {
    initial: slotValues(inspection, timeZone, agency),
    slotOf: ({ from = '', to = '' }: SlotValues) => ({ from: fromWallClock(from, timeZone) ?? from, to: fromWallClock(to, timeZone) ?? to }),
  }
}

/** Time and place, with the ones that would suit everybody offered first (JI-07). */
export function SlotFields({ inspection }: Props) {
  const { t } = useTexts()
  const { timeZone } = usePort()
  const form = Form.useFormInstance<SlotValues>()
  const sites = useSites(inspection.port)
  const { agency } = useActor()
  const { initial } = useSlot(inspection)
  // Another party has put a time on the table while this form stood open: it follows, unless somebody has begun to type.
  const table = `${inspection.slot?.from ?? ''} ${inspection.slot?.to ?? ''} ${inspection.site ?? ''}`
  const shown = useRef(table)
  useEffect(() => {
    if (shown.current === table) return
    shown.current = table
    if (!form.isFieldsTouched()) form.setFieldsValue(initial)
  })
  const [from, site] = [Form.useWatch('from', form), Form.useWatch('site', form)]
  return (
    <>
      <Proposals inspection={inspection} taken={(proposal) => proposal.site === site && toWallField(proposal.from, timeZone) === from} onTake={(proposal) => form.setFieldsValue(takeProposal(proposal, timeZone, agency))} />
      <div className="two">
        <Form.Item name="from" label={t('field.slotFrom')}>
          <WallClockInput />
        </Form.Item>
        <Form.Item name="to" label={t('field.slotTo')}>
          <WallClockInput />
        </Form.Item>
      </div>
      <Form.Item name="site" label={t('field.site')}>
        <AutoComplete options={[...sites]} />
      </Form.Item>
    </>
  )
}

/** One party's yes to time, place and its crew (DC-09). */
export function AgreeForm({ inspection }: Props) {
  const { t } = useTexts()
  const { initial, slotOf } = useSlot(inspection)
  const officers = useOfficers(inspection.port, useActor().agency)
  return (
    <ActForm<SlotValues> inspection={inspection} act="agree" initial={initial} toBody={(values) => ({ slot: slotOf(values), site: values.site, crew: values.crew ?? [] })}>
      <SlotFields inspection={inspection} />
      <Form.Item name="crew" label={t('field.crew')} extra={t('act.crewHelp')}>
        <Select mode="tags" options={[...officers]} optionFilterProp="label" tokenSeparators={[',', ' ', '，']} />
      </Form.Item>
    </ActForm>
  )
}

/** Another time and place, with the reason; everybody is asked again (JI-07). */
export function RescheduleForm({ inspection }: Props) {
  const { initial, slotOf } = useSlot(inspection)
  return (
    <ActForm<SlotValues> inspection={inspection} act="reschedule" initial={initial} toBody={(values) => ({ slot: slotOf(values), site: values.site, reason: values.reason })}>
      <SlotFields inspection={inspection} />
      <ReasonField />
    </ActForm>
  )
}

/** A no needs its reason (DC-07). */
export function DeclineForm({ inspection }: Props) {
  return (
    <ActForm<{ reason?: string }> inspection={inspection} act="decline" danger toBody={({ reason }) => ({ reason })}>
      <ReasonField />
    </ActForm>
  )
}

/** Why. */
export function ReasonField() {
  const { t } = useTexts()
  return (
    <Form.Item name="reason" label={t('field.reason')}>
      <Input.TextArea rows={2} maxLength={500} />
    </Form.Item>
  )
}

const points = ['necessity', 'feasibility', 'effectiveness'] as const
type Judged = { readonly [Point in (typeof points)[number]]: { readonly yes: boolean; readonly reason?: string } }

/** The three judgements of the coordinator: needed, possible, of use (DC-08). */
export function JudgeForm({ inspection }: Props) {
  const { t } = useTexts()
  const code = useCodeName()
  return (
    <ActForm<Judged>
      inspection={inspection}
      act="judge"
      initial={{ necessity: { yes: true }, feasibility: { yes: true }, effectiveness: { yes: true } }}
      toBody={(values) => Object.fromEntries(points.map((point) => [point, { yes: values[point].yes, ...(values[point].reason === undefined || values[point].reason === '' ? {} : { reason: values[point].reason }) }]))}
    >
      {points.map((point) => (
        <div key={point} className="two">
          <Form.Item name={[point, 'yes']} label={code('judged', point)}>
            <Radio.Group
              options={[
                { value: true, label: t('common.yes') },
                { value: false, label: t('common.no') },
              ]}
            />
          </Form.Item>
          <Form.Item name={[point, 'reason']} label={t('field.reason')}>
            <Input maxLength={500} />
          </Form.Item>
        </div>
      ))}
    </ActForm>
  )
}
