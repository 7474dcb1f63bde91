import { useTexts } from '../../../web/i18n/i18n.ts'
import { count } from '../../../web/i18n/time.ts'
import type { Summary } from './lab-query.ts'

/** What would have changed, in six figures. */
export function Figures({ summary }: { readonly summary: Summary }) {
  const { t, language } = useTexts()
  const n = (value: number): string => count(Math.round(value), language)
  const share = summary.cases === 0 ? '—' : `${count((summary.changed / summary.cases) * 100, language, 1)} %`
  const { finds, inspections } = summary
  const delta = inspections.after - inspections.before
  const figures: readonly (readonly [string, string, string])[] = [
    [t('lab.cases'), n(summary.cases), summary.apart === 0 ? t('lab.faithful') : t('lab.apart', { n: n(summary.apart) })],
    [t('lab.changed'), n(summary.changed), t('lab.ofAll', { share })],
    [t('lab.stricter'), n(summary.stricter), t('lab.milder', { n: n(summary.milder) })],
    [t('lab.inspections'), `${delta > 0 ? '+' : ''}${n(delta)}`, t('lab.fromTo', { from: n(inspections.before), to: n(inspections.after) })],
    [t('lab.lost'), n(finds.lost), t('lab.lostOf', { found: n(finds.found) })],
    [t('lab.gained'), finds.further === 0 ? n(finds.gained) : `≈ ${count(finds.gained + finds.expected.mid, language, 1)}`, finds.further === 0 ? t('lab.noFurther') : t(finds.basis === 'random' ? 'lab.expectedDrawn' : 'lab.expectedUpper', { low: count(finds.expected.low, language, 1), high: count(finds.expected.high, language, 1), n: n(finds.further) })],
  ]
  return (
    <>
      <dl className="lab-facts">
        {figures.map(([title, value, note]) => (
          <div key={title}>
            <dt>{title}</dt>
            <dd className="lab-figure">{value}</dd>
            <dd className="small quiet">{note}</dd>
          </div>
        ))}
      </dl>
      {summary.apart === 0 ? null : <p className="small quiet">{t('lab.apartWhy')}</p>}
    </>
  )
}
