import { useTexts } from '../../../web/i18n/i18n.ts'
import { Pill } from '../../../web/kit/pill.tsx'
import { Table } from '../../../web/kit/table.tsx'
import type { YieldView } from '../centre-routes.ts'

const percent = (share: number): string => `${(share * 100).toFixed(1).replace(/\.0$/, '')} %`

/** What each rule brought: those worth nothing stand out. */
export function Yields({ yields, least }: { readonly yields: readonly YieldView[]; readonly least: { readonly hits: number; readonly rate: number } }) {
  const { t } = useTexts()
  const widest = Math.max(1, ...yields.map(({ hits }) => hits))
  const shown = yields.toSorted((a, b) => Number(b.low) - Number(a.low) || b.hits - a.hits).slice(0, 20)
  return (
    <section className="panel" aria-labelledby="risk-yields-title">
      <div className="panel-head">
        <h2 id="risk-yields-title">{t('risk.yields')}</h2>
        <span className="quiet small">{t('risk.yieldsNote', { hits: least.hits, rate: percent(least.rate) })}</span>
      </div>
      {shown.length === 0 ? (
        <p className="panel-body quiet">{t('risk.noYields')}</p>
      ) : (
        <Table
          label={t('risk.yields')}
          heads={[t('risk.rule'), t('risk.hits'), { right: t('risk.inspected') }, { right: t('risk.finds') }, t('risk.findRate'), { right: t('risk.cost') }, t('risk.verdict')]}
        >
          {shown.map((one) => (
            <tr key={one.rule}>
              <td className="code">{one.label}</td>
              <td>
                <span className="risk-hits"><i style={{ width: `${Math.max(2, (one.hits / widest) * 100)}%` }} aria-hidden /><b>{one.hits}</b></span>
              </td>
              <td className="right">{one.inspected}</td>
              <td className="right">{one.finds}</td>
              <td>
                {one.inspected === 0 ? (
                  <span className="quiet">—</span>
                ) : (
                  <span className="risk-interval">
                    <i className="track" aria-hidden><i className="span" style={{ left: `${one.interval[0] * 100}%`, width: `${(one.interval[1] - one.interval[0]) * 100}%` }} /><i className="dot" style={{ left: `${(one.finds / one.inspected) * 100}%` }} /></i>
                    <span className="nowrap small">{percent(one.finds / one.inspected)} <span className="quiet">{percent(one.interval[0])}–{percent(one.interval[1])}</span></span>
                  </span>
                )}
              </td>
              <td className="right nowrap">{one.minutesPerFind === null ? (one.minutes === 0 ? '—' : t('risk.minutes', { count: Math.round(one.minutes) })) : t('risk.perFind', { count: Math.round(one.minutesPerFind) })}</td>
              <td>{one.low ? <Pill tone="bad">{t('risk.low')}</Pill> : one.hits < least.hits ? <span className="quiet small">{t('risk.tooFew')}</span> : <Pill tone="good">{t('risk.worth')}</Pill>}</td>
            </tr>
          ))}
        </Table>
      )}
    </section>
  )
}
