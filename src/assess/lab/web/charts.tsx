import { useTexts } from '../../../web/i18n/i18n.ts'
import { count } from '../../../web/i18n/time.ts'
import { Chart } from '../../../web/kit/chart.tsx'
import { Table } from '../../../web/kit/table.tsx'
import { usePackName, useReference } from '../../../web/reference/reference.ts'
import { palette } from '../../../web/theme/palette.ts'
import type { Summary } from './lab-query.ts'

/** The charts of a back-test: modes and levels as heat maps, inspections by the hour, agencies' checks, traders most affected. */
export function Charts({ summary }: { readonly summary: Summary }) {
  const { t, language } = useTexts()
  const name = usePackName()
  const reference = useReference()
  const { hours } = summary.inspections
  return (
    <div className="lab-charts">
      <Flows title={t('lab.modes')} flows={summary.modes} order={reference.releaseModes.map(({ code }) => code)} nameOf={(code) => name('releaseModes', code)} />
      <Flows title={t('lab.levels')} flows={summary.levels} order={reference.riskLevels.map(({ code }) => code)} nameOf={(code) => name('riskLevels', code)} />
      <Chart
        title={t('lab.byHour')}
        said={hours.map(({ hour, before, after }) => `${hour}: ${before} → ${after}`).join(', ')}
        option={{
          legend: { top: 0, right: 8 },
          grid: { left: 8, right: 16, top: 34, bottom: 8, containLabel: true },
          xAxis: { type: 'category', data: hours.map(({ hour }) => String(hour)), axisTick: { show: false } },
          yAxis: { type: 'value', minInterval: 1, splitLine: { lineStyle: { color: palette.line } } },
          series: [
            { type: 'bar', name: t('lab.before'), data: hours.map(({ before }) => before), itemStyle: { color: palette['idle-mark'] }, barGap: '0%' },
            { type: 'bar', name: t('lab.after'), data: hours.map(({ after }) => after), itemStyle: { color: palette.brand } },
          ],
        }}
      />
      <Yards lanes={summary.inspections.lanes ?? []} />
      <section className="panel" aria-labelledby="lab-traders">
        <div className="panel-head"><h2 id="lab-traders">{t('lab.traders')}</h2><span className="small quiet">{t('lab.tradersAll', { n: count(summary.tradersChanged, language) })}</span></div>
        <Table label={t('lab.traders')} box="lab-short" heads={[t('lab.trader'), { right: t('lab.stricterShort') }, { right: t('lab.milderShort') }, { right: t('lab.otherShort') }]}>
          {summary.traders.map((one) => (
            <tr key={one.trader}><th scope="row" className="code">{one.trader}</th><td className="right">{count(one.stricter, language)}</td><td className="right">{count(one.milder, language)}</td><td className="right">{count(one.other, language)}</td></tr>
          ))}
        </Table>
      </section>
      {summary.checks.length === 0 ? null : (
        <section className="panel" aria-labelledby="lab-checks">
          <div className="panel-head"><h2 id="lab-checks">{t('lab.checks')}</h2></div>
          <Table label={t('lab.checks')} heads={[t('lab.agency'), { right: t('lab.added') }, { right: t('lab.removed') }]}>
            {summary.checks.map((one) => <tr key={one.agency}><th scope="row">{name('agencies', one.agency)}</th><td className="right">{count(one.added, language)}</td><td className="right">{count(one.removed, language)}</td></tr>)}
          </Table>
        </section>
      )}
    </div>
  )
}

/** From what to what, as a heat map that can also be read and heard: a table whose cells take the ground of their share. */
function Flows({ title, flows, order, nameOf }: { readonly title: string; readonly flows: Summary['modes']; readonly order: readonly string[]; readonly nameOf: (code: string) => string }) {
  const { t, language } = useTexts()
  const codes = [...new Set(flows.flatMap(({ from, to }) => [from, to]))].sort((a, b) => order.indexOf(a) - order.indexOf(b))
  const most = Math.max(1, ...flows.map(({ cases }) => cases))
  return (
    <section className="panel" aria-label={title}>
      <div className="panel-head"><h2>{title}</h2></div>
      <Table label={title} className="lab-heat" heads={[t('lab.fromToHead'), ...codes.map((code) => ({ right: nameOf(code) }))]}>
        {codes.map((from) => (
          <tr key={from}>
            <th scope="row">{nameOf(from)}</th>
            {codes.map((to) => {
              const cases = flows.find((one) => one.from === from && one.to === to)?.cases ?? 0
              const heat = cases === 0 ? 0 : 1 + Math.floor((Math.log(cases) / Math.log(most + 1)) * 4)
              return <td key={to} className={`right heat-${from === to ? 'same' : 'moved'}-${Math.min(4, heat)}`}>{cases === 0 ? '·' : count(cases, language)}</td>
            })}
          </tr>
        ))}
      </Table>
    </section>
  )
}

/** What each yard would have had to inspect, against what it can take in a day. */
function Yards({ lanes }: { readonly lanes: NonNullable<Summary['inspections']['lanes']> }) {
  const { t, language } = useTexts()
  if (lanes.length === 0) return null
  const change = ({ before, after }: { readonly before: number; readonly after: number }): string => `${count(before, language)} → ${count(after, language)}`
  return (
    <section className="panel" aria-labelledby="lab-yards">
      <div className="panel-head"><h2 id="lab-yards">{t('lab.yards')}</h2></div>
      <Table
        label={t('lab.yards')} box="lab-short"
        heads={[t('lab.lane'), { right: t('lab.capacity') }, { right: t('lab.laneInspected') }, { right: t('lab.laneMost') }, { right: t('lab.laneOver') }]}
      >
        {lanes.map((one) => (
          <tr key={`${one.port} ${one.lane}`}>
            <th scope="row" className="code">{one.port} {one.lane}</th>
            <td className="right">{one.capacity === undefined ? t('lab.noCapacity') : count(one.capacity, language, 1)}</td>
            <td className="right">{change(one)}</td><td className="right">{change(one.most)}</td><td className="right">{one.capacity === undefined ? '—' : change(one.over)}</td>
          </tr>
        ))}
      </Table>
    </section>
  )
}
