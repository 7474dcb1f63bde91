import { Form, Select } from 'antd'
import { useTexts } from '../../../web/i18n/i18n.ts'
import { Party } from '../../../web/reference/party.tsx'
import { ActForm, ReasonField } from './arrange-forms.tsx'
import type { InspectionView } from './inspection-view.ts'

interface Props {
  readonly inspection: InspectionView
}

/** A session stops before its end, with the reason; everybody is asked for another time (DC-09). */
export function InterruptForm({ inspection }: Props) {
  const { t } = useTexts()
  return (
    <ActForm<{ reason?: string }> inspection={inspection} act="interrupt" danger toBody={({ reason }) => ({ reason })}>
      <p className="small quiet">{t('session.interruptHelp')}</p>
      <ReasonField />
    </ActForm>
  )
}

/** Going on without a party whose liaison officers were called in vain (GV-06). */
export function ProceedForm({ inspection }: Props) {
  const { t } = useTexts()
  const overdue = inspection.overdue ?? []
  return (
    <ActForm<{ agency?: string; reason?: string }> inspection={inspection} act="proceed" danger initial={overdue[0] === undefined ? {} : { agency: overdue[0] }} toBody={({ agency, reason }) => ({ agency, reason })}>
      <p className="small quiet">{t('session.proceedHelp')}</p>
      <Form.Item name="agency" label={t('session.without')}>
        <Select options={overdue.map((agency) => ({ value: agency, label: <Party code={agency} /> }))} />
      </Form.Item>
      <ReasonField />
    </ActForm>
  )
}
