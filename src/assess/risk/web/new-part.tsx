import { useTexts } from '../../../web/i18n/i18n.ts'
import { Choices } from '../../../web/kit/choices.tsx'
import type { EntryView } from '../views.ts'
import { NewBulletin } from './new-bulletin.tsx'
import { NewHold } from './new-hold.tsx'
import { NewRecord } from './new-record.tsx'

/** What an officer adds of their own: a hold rule, a risk record, a bulletin. Which of them stands in the address. */
export function NewEntry({ kind, bases }: { readonly kind: string; readonly bases: readonly EntryView[] }) {
  const { t } = useTexts()
  return (
    <section className="panel no-print" aria-labelledby="risk-new-title">
      <div className="panel-head">
        <h2 id="risk-new-title">{t('risk.new')}</h2>
        <Choices name="new" label={t('risk.new')} value={kind} options={[{ value: 'hold', label: t('risk.newHold') }, { value: 'record', label: t('risk.newRecord') }, { value: 'bulletin', label: t('risk.newBulletin') }]} />
      </div>
      {kind === 'bulletin' ? <NewBulletin bases={bases} /> : kind === 'record' ? <NewRecord /> : <NewHold />}
    </section>
  )
}
