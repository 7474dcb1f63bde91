import { useCodeName, useTexts } from '../../../web/i18n/i18n.ts'
import { Moment } from '../../../web/kit/moment.tsx'
import { Pill } from '../../../web/kit/pill.tsx'
import type { ListedConveyance } from '../conveyance.ts'

/** Kinds of conveyances in the order they are offered. */
export const kinds = ['vessel', 'train', 'vehicle', 'aircraft'] as const

/** Whether it comes or goes, and when. */
export function Movement({ of }: { readonly of: Pick<ListedConveyance, 'movement' | 'at'> }) {
  const name = useCodeName()
  return (
    <span className="row nowrap">
      <Pill tone={of.movement === 'arrival' ? 'info' : 'idle'}>{name('movement', of.movement)}</Pill>
      <Moment at={of.at} />
    </span>
  )
}

/** From where to where, as far as it was said. */
export function Way({ of }: { readonly of: Pick<ListedConveyance, 'from' | 'to'> }) {
  const { t } = useTexts()
  if (of.from === undefined && of.to === undefined) return <span className="quiet">—</span>
  return <span>{t('conveyances.way', { from: of.from ?? '…', to: of.to ?? '…' })}</span>
}

/** The party behind `enterprise:E-B` or `site:BL-P1`. */
export const reporterName = (reportedBy: string): string => reportedBy.slice(reportedBy.indexOf(':') + 1)
