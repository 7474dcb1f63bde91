import { useCodeName, useTexts } from '../../../web/i18n/i18n.ts'
import { count } from '../../../web/i18n/time.ts'
import { Chart } from '../../../web/kit/chart.tsx'
import { usePackName } from '../../../web/reference/reference.ts'
import { palette } from '../../../web/theme/palette.ts'
import type { ReplayView } from '../replay-view.ts'

/** The pictures of a replay: how goods were released, where the hours went, how long it took. Each number also stands in a table or in words. */
export function ReplayCharts({ figures, children }: { readonly figures: NonNullable<ReplayView['figures']>; readonly children: React.ReactNode }) {
  const { t, language } = useTexts()
  const name = usePackName()
  const code = useCodeName()
  // Papers are judged instead of the stages of an inspection, not after them: they stand in the table only.
  const stages = figures.hours.stages.filter((stage) => stage.mean !== undefined && stage.stage !== 'papers')
  const before = stages.map((_, at) => stages.slice(0, at).reduce((sum, stage) => sum + (stage.mean ?? 0), 0))
  const buckets = figures.hours.inspected.buckets
  const label = (from: number, below: number | undefined): string => (below === undefined ? `≥${from}` : `${from}–${below}`)
  return (
    <div className="charts">
      <Chart
        title={t('replay.byMode')}
        said={figures.modes.map((mode) => `${name('releaseModes', mode.mode)} ${count(mode.declarations, language)}`).join(', ')}
        option={{
          grid: { left: 8, right: 60, top: 8, bottom: 8, containLabel: true },
          xAxis: { type: 'value', show: false },
          yAxis: { type: 'category', inverse: true, data: figures.modes.map((mode) => name('releaseModes', mode.mode)), axisTick: { show: false }, axisLine: { show: false } },
          series: [{ type: 'bar', data: figures.modes.map((mode) => mode.declarations), itemStyle: { color: palette.brand }, barMaxWidth: 26, label: { show: true, position: 'right', color: palette.ink } }],
        }}
      />
      <Chart
        title={t('replay.waterfall')}
        said={stages.map((stage) => `${code('replayStage', stage.stage)} ${count(stage.mean ?? 0, language, 1)} h`).join(', ')}
        option={{
          grid: { left: 8, right: 24, top: 16, bottom: 8, containLabel: true },
          xAxis: { type: 'category', data: stages.map((stage) => code('replayStage', stage.stage)), axisTick: { show: false } },
          yAxis: { type: 'value', splitLine: { lineStyle: { color: palette.line } } },
          series: [
            { type: 'bar', stack: 'hours', data: before, itemStyle: { color: 'transparent' }, silent: true },
            { type: 'bar', stack: 'hours', data: stages.map((stage) => stage.mean ?? 0), itemStyle: { color: palette['joint-mark'] }, barMaxWidth: 44, label: { show: true, position: 'top', color: palette.ink } },
          ],
        }}
      />
      <Chart
        title={t('replay.distribution')}
        said={buckets.map((bucket) => `${label(bucket.from, bucket.below)} h: ${count(bucket.count, language)}`).join(', ')}
        option={{
          grid: { left: 8, right: 16, top: 16, bottom: 8, containLabel: true },
          xAxis: { type: 'category', data: buckets.map((bucket) => label(bucket.from, bucket.below)), axisTick: { show: false } },
          yAxis: { type: 'value', splitLine: { lineStyle: { color: palette.line } } },
          series: [{ type: 'bar', data: buckets.map((bucket) => bucket.count), itemStyle: { color: palette['info-mark'] }, barCategoryGap: '18%' }],
        }}
      />
      {children}
    </div>
  )
}
