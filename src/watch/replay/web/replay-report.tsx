import type { ReactNode } from 'react'
import { Moment } from '../../../web/kit/moment.tsx'
import { usePackName } from '../../../web/reference/reference.ts'
import { palette } from '../../../web/theme/palette.ts'
import type { ReplayView } from '../replay-view.ts'
import { Bars } from './bars.tsx'
import { fill, hours, percent, useReportTexts, type ReportTexts } from './texts.ts'

type Figures = NonNullable<ReplayView['figures']>

/** The report of one replay: the figures that matter first, then four pictures with their tables. */
export function ReplayReport({ replay }: { readonly replay: ReplayView & { readonly figures: Figures } }) {
  const t = useReportTexts()
  const { figures } = replay
  return (
    <div className="report">
      <Tiles replay={replay} />
      <div className="report-pictures">
        <Stages figures={figures} />
        <Distribution figures={figures} />
        <Modes figures={figures} />
        <Openings figures={figures} />
      </div>
      <dl className="report-facts">
        <Fact name={t.seed}>{replay.seed}</Fact>
        <Fact name={t.seconds}>{replay.seconds.toFixed(1)}</Fact>
        <Fact name={t.until}>
          <Moment at={replay.simulatedUntil} />
        </Fact>
        <Fact name={t.import}>
          <span className="code">{replay.importId}</span>
        </Fact>
      </dl>
    </div>
  )
}

function Tiles({ replay }: { readonly replay: ReplayView & { readonly figures: Figures } }) {
  const t = useReportTexts()
  const { figures } = replay
  const { hits, openings, inspections } = figures
  const inspected = figures.hours.inspected
  return (
    <dl className="report-tiles">
      <Tile name={t.figure.declarations} value={figures.declarations.toLocaleString()} note={`${t.figure.released} ${figures.released.toLocaleString()} · ${t.figure.refused} ${figures.refused.toLocaleString()}`} />
      <Tile name={t.figure.directives} value={figures.directives.toLocaleString()} note={`${t.figure.collisions} ${figures.collisions.toLocaleString()}`} />
      <Tile name={t.figure.jointRate} value={percent(figures.jointRate)} note={fill(t.note.joint, { ...inspections })} />
      <Tile name={t.figure.openingsSaved} value={openings.saved.toLocaleString()} note={fill(t.note.openings, { made: openings.made, separate: openings.separate })} />
      <Tile name={t.figure.hitRate} value={percent(hits.rate)} note={fill(t.note.hits, { inspected: hits.inspected, found: hits.found, base: percent(hits.base) })} />
      <Tile name={t.figure.median} value={hours(inspected.median)} note={`${t.note.inspected}; ${t.figure.p90} ${hours(inspected.p90)}`} />
      <Tile name={t.figure.speed} value={replay.rowsPerSecond === null ? '—' : String(replay.rowsPerSecond)} note={`${replay.rowsDone.toLocaleString()} / ${replay.rowsTotal.toLocaleString()}`} />
    </dl>
  )
}

function Tile({ name, value, note }: { readonly name: string; readonly value: string; readonly note: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <b>{value}</b>
        <span className="small quiet">{note}</span>
      </dd>
    </div>
  )
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}

function Stages({ figures }: { readonly figures: Figures }) {
  const t = useReportTexts()
  const { stages } = figures.hours
  const names = stages.map(({ stage }) => t.stage[stage])
  return (
    <Picture title={t.chart.stages} head={[t.table.stage, t.table.count, t.table.median, t.table.p90, t.table.mean]} rows={stages.map((row) => [t.stage[row.stage], row.count, row.median ?? '—', row.p90 ?? '—', row.mean ?? '—'])}>
      <Bars
        label={t.chart.stagesText}
        categories={names}
        unit={t.hours}
        sideways
        series={[
          { name: t.table.median, values: stages.map(({ median }) => median ?? 0), colour: palette.brand },
          { name: t.table.p90, values: stages.map(({ p90 }) => p90 ?? 0), colour: palette['brand-line'] },
        ]}
      />
    </Picture>
  )
}

function Distribution({ figures }: { readonly figures: Figures }) {
  const t = useReportTexts()
  const { buckets } = figures.hours.inspected
  const names = buckets.map((bucket) => bucketName(bucket, t))
  return (
    <Picture title={t.chart.distribution} head={[`${t.table.from} (${t.hours})`, t.table.count]} rows={buckets.map((bucket, index) => [names[index] ?? '', bucket.count])}>
      <Bars label={t.chart.distributionText} categories={names} series={[{ name: t.table.count, values: buckets.map(({ count }) => count), colour: palette['info-mark'] }]} />
    </Picture>
  )
}

function Modes({ figures }: { readonly figures: Figures }) {
  const t = useReportTexts()
  const name = usePackName()
  const rows = figures.modes.map((mode) => ({ ...mode, name: name('releaseModes', mode.mode) }))
  return (
    <Picture title={t.chart.modes} head={[t.table.mode, t.table.count, t.table.share, t.table.median, t.table.p90]} rows={rows.map((row) => [row.name, row.declarations, percent(row.share), row.hours.median ?? '—', row.hours.p90 ?? '—'])}>
      <Bars label={t.chart.modesText} categories={rows.map((row) => row.name)} series={[{ name: t.table.count, values: rows.map(({ declarations }) => declarations), colour: palette.brand }]} />
    </Picture>
  )
}

function Openings({ figures }: { readonly figures: Figures }) {
  const t = useReportTexts()
  const { made, separate } = figures.openings
  return (
    <Picture title={t.chart.openings} head={['', t.table.count]} rows={[[t.table.made, made], [t.table.separate, separate]]}>
      <Bars label={t.chart.openingsText} categories={[t.table.made, t.table.separate]} sideways series={[{ name: t.chart.openings, values: [made, separate], colour: palette['joint-mark'] }]} />
    </Picture>
  )
}

function bucketName({ from, below }: { readonly from: number; readonly below?: number | undefined }, t: ReportTexts): string {
  return below === undefined ? `${from} ${t.andMore}` : `${from}–${below}`
}

/** A picture with the same figures as a table below it. */
function Picture({ title, head, rows, children }: { readonly title: string; readonly head: readonly string[]; readonly rows: readonly (readonly (string | number)[])[]; readonly children: ReactNode }) {
  return (
    <section className="report-picture">
      <h2>{title}</h2>
      {children}
      <table>
        <caption className="visually-hidden">{title}</caption>
        <thead>
          <tr>
            {head.map((cell, at) => (
              <th key={at} scope="col">
                {cell === '' ? <span className="visually-hidden">{title}</span> : cell}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={String(row[0])}>
              <th scope="row">{row[0]}</th>
              {row.slice(1).map((cell, at) => (
                <td key={at}>{typeof cell === 'number' ? cell.toLocaleString() : cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
