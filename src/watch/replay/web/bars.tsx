import { BarChart } from 'echarts/charts'
import { AriaComponent, GridComponent, LegendComponent } from 'echarts/components'
import { init, use, type EChartsType } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'
import { useEffect, useRef } from 'react'
import { palette } from '../../../web/theme/palette.ts'

use([BarChart, GridComponent, LegendComponent, AriaComponent, SVGRenderer])

/** One series of a bar chart. */
export interface Series {
  readonly name: string
  readonly values: readonly number[]
  readonly colour: string
}

/**
 * Bars with their figures written on them. Drawn as SVG without tooltips or animation: what a tooltip would say stands on the bar and in the
 * table below, and nothing needs a style attribute, which the content security policy refuses.
 */
export function Bars({ label, categories, series, unit, sideways = false }: {
  readonly label: string
  readonly categories: readonly string[]
  readonly series: readonly Series[]
  readonly unit?: string
  readonly sideways?: boolean
}) {
  const box = useRef<HTMLDivElement>(null)
  const chart = useRef<EChartsType | undefined>(undefined)
  useEffect(() => {
    const element = box.current
    if (element === null) return undefined
    const made = init(element, undefined, { renderer: 'svg' })
    chart.current = made
    const watcher = new ResizeObserver(() => made.resize())
    watcher.observe(element)
    return () => {
      watcher.disconnect()
      made.dispose()
      chart.current = undefined
    }
  }, [])
  useEffect(() => {
    const names = { type: 'category' as const, data: [...categories], axisTick: { show: false }, axisLine: { lineStyle: { color: palette['line-strong'] } }, axisLabel: { color: palette['ink-2'], hideOverlap: true } }
    const values = { type: 'value' as const, ...(unit === undefined ? {} : { name: unit }), nameTextStyle: { color: palette['ink-3'] }, splitLine: { lineStyle: { color: palette.line } }, axisLabel: { color: palette['ink-3'] } }
    chart.current?.setOption(
      {
        animation: false,
        aria: { enabled: true, label: { description: label } },
        textStyle: { fontFamily: 'inherit' },
        grid: { left: 8, right: 40, top: series.length > 1 ? 36 : 24, bottom: 8, containLabel: true },
        legend: { show: series.length > 1, top: 0, left: 0, itemWidth: 12, itemHeight: 8, textStyle: { color: palette['ink-2'] } },
        xAxis: sideways ? values : names,
        yAxis: sideways ? { ...names, inverse: true } : values,
        series: series.map(({ name, values: data, colour }) => ({
          type: 'bar',
          name,
          data: [...data],
          itemStyle: { color: colour },
          barMaxWidth: 34,
          silent: true,
          label: { show: true, position: sideways ? 'right' : 'top', color: palette['ink-2'], fontSize: 11 },
        })),
      },
      { notMerge: true },
    )
  }, [label, categories, series, unit, sideways])
  return <div className="report-chart" ref={box} role="img" aria-label={label} />
}
