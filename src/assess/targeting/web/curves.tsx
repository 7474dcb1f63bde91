import type { z } from 'zod'
import { useTexts } from '../../../web/i18n/i18n.ts'
import { Chart } from '../../../web/kit/chart.tsx'
import { palette } from '../../../web/theme/palette.ts'
import type { ReplayView } from '../views.ts'
import { usePercent } from './said.ts'

type Replay = z.infer<typeof ReplayView>

const percentOf = (share: number | undefined): number | null => (share === undefined ? null : Math.round(share * 1000) / 10)
const axis = { type: 'value', axisLabel: { formatter: '{value} %' }, splitLine: { lineStyle: { color: palette.line } } } as const

/** Replays of a history month by month, the latest of each name with and without a random share: what was found, and what was thought to be there. */
export function Curves({ replays }: { readonly replays: readonly Replay[] }) {
  const { t } = useTexts()
  const percent = usePercent()
  const names = [...new Set(replays.map(({ name }) => name))]
  return (
    <section className="stack">
      <p className="quiet small">{t('targeting.caution')}</p>
      <div className="curves">
        {names.flatMap((name) => {
          const shared = replays.find((replay) => replay.name === name && replay.share > 0)
          const without = replays.find((replay) => replay.name === name && replay.share === 0)
          if (shared === undefined || without === undefined) return []
          const [kind = '', since = ''] = name.split(' ')
          const said = kind === 'moved' ? t('targeting.moved', { since }) : t('targeting.asRecorded')
          const months = shared.months.map(({ month }) => month)
          const line = (title: string, color: string, data: readonly (number | null)[], dashed = false) => ({ type: 'line', name: title, data, symbolSize: 5, itemStyle: { color }, lineStyle: { color, type: dashed ? 'dashed' : 'solid' } })
          const frame = { grid: { left: 8, right: 16, top: 40, bottom: 8, containLabel: true }, legend: { top: 0, type: 'plain' }, xAxis: { type: 'category', data: months }, yAxis: axis }
          return [
            <Chart
              key={`${name} precision`}
              title={t('targeting.curve', { name: said })}
              said={shared.months.map(({ month, precision }, n) => `${month} ${percent(precision)}, ${percent(without.months[n]?.precision ?? 0)}`).join('; ')}
              option={{ ...frame, series: [line(t('targeting.withShare', { share: percent(shared.share) }), palette.brand, shared.months.map(({ precision }) => percentOf(precision))), line(t('targeting.withoutShare'), palette['warn-mark'], without.months.map(({ precision }) => percentOf(precision)))] }}
            />,
            <Chart
              key={`${name} estimate`}
              title={t('targeting.curveRate', { name: said })}
              said={shared.months.map(({ month, estimate, truth }) => `${month} ${percent(estimate?.rate ?? 0)} (${percent(truth)})`).join('; ')}
              option={{
                ...frame,
                series: [
                  line(t('targeting.truth'), palette.ink, shared.months.map(({ truth }) => percentOf(truth))),
                  line(t('targeting.estimate'), palette.brand, shared.months.map(({ estimate }) => percentOf(estimate?.rate))),
                  line(t('targeting.low'), palette.brand, shared.months.map(({ estimate }) => percentOf(estimate?.low)), true),
                  line(t('targeting.high'), palette.brand, shared.months.map(({ estimate }) => percentOf(estimate?.high)), true),
                  line(t('targeting.naive'), palette['bad-mark'], without.months.map(({ naive }) => percentOf(naive.rate))),
                ],
              }}
            />,
          ]
        })}
      </div>
    </section>
  )
}
