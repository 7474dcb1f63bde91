import { BarChart, LineChart } from 'echarts/charts'
import { AriaComponent, GridComponent, LegendComponent } from 'echarts/components'
import { init, use, type EChartsCoreOption } from 'echarts/core'
import { CanvasRenderer } from 'echarts/renderers'
import { useEffect, useRef } from 'react'
import { palette } from '../theme/palette.ts'
import { uiFont } from '../theme/theme.ts'

// Canvas, not SVG: the SVG painter writes style attributes as text, which a strict content security policy refuses.
use([BarChart, LineChart, GridComponent, LegendComponent, AriaComponent, CanvasRenderer])

/** A chart with its title; `said` tells the same in words to those who hear the page. */
export function Chart({ title, said, option }: { readonly title: string; readonly said: string; readonly option: EChartsCoreOption }) {
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (place.current === null) return undefined
    const chart = init(place.current, undefined, { renderer: 'canvas' })
    chart.setOption({ animation: false, textStyle: { fontFamily: uiFont, color: palette['ink-2'] }, ...option })
    const watch = new ResizeObserver(() => chart.resize())
    watch.observe(place.current)
    return () => {
      watch.disconnect()
      chart.dispose()
    }
  }, [option])
  return (
    <figure className="panel chart-panel">
      <figcaption className="panel-head">
        <h2>{title}</h2>
      </figcaption>
      <div className="chart" ref={place} role="img" aria-label={`${title}: ${said}`} />
    </figure>
  )
}
