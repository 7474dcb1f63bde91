import { toIso } from '../../kernel/instant.ts'
import type { Config } from '../../platform/config.ts'
import { replay, type ReplayResult } from '../../watch/replay/public.ts'
import { profiles } from '../history.ts'
import { openReplayPath } from '../replay-path.ts'
import { countOption, packOf, readOptions, withMachine } from './import-options.ts'
import { progressLine } from './progress-line.ts'
import { stopSignal } from './stop-signal.ts'
import { UsageError } from './usage-error.ts'

export const summary = 'run imported declarations through the whole path with a simulated clock (--json --rows --port --resume)'

const failures: Readonly<Record<string, string>> = {
  'replay/nothing-imported': 'nothing has been imported yet: lianjian import declarations <csv>',
  'replay/nothing-stopped': 'no replay was stopped that could go on',
  'replay/unknown-profile': 'the import was read by a profile this program does not have',
}

/** `lianjian replay [--json] [--rows N] [--port P] [--resume]`: exit 0 when done, 130 when stopped on the way. */
export async function run(args: readonly string[], config: Config): Promise<number> {
  const options = readOptions(args, { values: ['rows', 'port'], flags: ['json', 'resume'] })
  if (options.positional.length > 0) throw new UsageError(`not understood: ${options.positional.join(' ')}`)
  if (options.flags.has('resume') && options.values.has('rows')) throw new UsageError('--resume goes on with the rows it began with; leave --rows out')
  const pack = packOf(config)
  const progress = progressLine()
  const stop = stopSignal()
  const begun = performance.now()
  let first: number | undefined
  try {
    const result = await withMachine(config, (machine, url) =>
      replay(
        { machine, url, pack, profiles, openPath: (scratch, profile) => openReplayPath(machine, pack, scratch, profile) },
        {
          port: options.values.get('port'),
          rows: countOption(options, 'rows'),
          resume: options.flags.has('resume'),
          stop: stop.signal,
          onProgress(done, total, until) {
            first ??= done
            const rate = (done - first) / Math.max(0.001, (performance.now() - begun) / 1000)
            progress.show(`${done} of ${total} rows  ${Math.floor((done / total) * 100)} %  simulated until ${toIso(until).slice(0, 16).replace('T', ' ')}  ${Math.round(rate)} rows/s`)
          },
        },
      ),
    )
    progress.end()
    if (!result.ok) {
      console.error(`lianjian replay: ${failures[result.refusals[0]?.code ?? ''] ?? result.refusals[0]?.code}`)
      return 1
    }
    console.log(options.flags.has('json') ? JSON.stringify(asJson(result.value)) : render(result.value))
    return result.value.state === 'done' ? 0 : 130
  } finally {
    progress.end()
    stop.release()
  }
}

function rowsPerSecond({ rowsDone, seconds }: ReplayResult): number {
  return Math.round((rowsDone / Math.max(0.001, seconds)) * 10) / 10
}

function asJson(result: ReplayResult): object {
  const { figures, ...rest } = result
  return { ...rest, seconds: Math.round(result.seconds * 10) / 10, rowsPerSecond: rowsPerSecond(result), ...figures }
}

const percent = (rate: number | null): string => (rate === null ? '–' : `${(rate * 100).toFixed(1)} %`)
const line = (name: string, value: string | number): string => `${name.padEnd(26)} ${value}`

function render(result: ReplayResult): string {
  const { figures } = result
  const { hits, openings, inspections, hours } = figures
  const open = Object.entries(figures.openBy)
  const lines = [
    `Replay ${result.id} at port ${result.port}, seed ${result.seed}: ${result.state === 'done' ? 'done' : 'stopped; lianjian replay --resume goes on'}`,
    '',
    line('declarations', `${figures.declarations} (released ${figures.released}, refused ${figures.refused}, open ${figures.open}; ${figures.rejected} rows not accepted)`),
    line('open at the end', open.length === 0 ? 'none' : `${open.map(([why, count]) => `${why} ${count}`).join(', ')}: ${figures.openCases.join(', ')}`),
    ...figures.modes.map(({ mode, declarations, share }) => line(`  ${mode}`, `${declarations} (${percent(share)})`)),
    line('directives', `${figures.directives} on ${figures.withDirectives} declarations`),
    line('collisions', `${figures.collisions} (declined ${percent(figures.declineRate)})`),
    line('inspections', `${inspections.joint} joint, ${inspections.single} single, ${inspections.desk} of papers; joint rate ${percent(figures.jointRate)}`),
    line('equipment', `${figures.bookings.made} times booked, ${figures.bookings.returned} given back`),
    line('openings', `${openings.made} made, ${openings.separate} if each agency looked alone: ${openings.saved} saved`),
    line('hit rate', `${percent(hits.rate)} of ${hits.inspected} inspected (in all ${percent(hits.base)}; found ${percent(hits.recall)} of what there was)`),
    '',
    line('hours', 'median    90 %    mean   cases'),
    ...[{ stage: 'to release, all', ...hours.total }, { stage: 'to release, inspected', ...hours.inspected }, ...hours.stages.map((stage) => ({ ...stage, stage: `  ${stage.stage}` }))].map(({ stage, median, p90, mean, count }) =>
      line(stage, `${column(median)}${column(p90)}${column(mean)}${String(count).padStart(8)}`),
    ),
    '',
    line('speed', `${rowsPerSecond(result)} rows/s over ${result.seconds.toFixed(1)} s`),
  ]
  const refused = Object.entries(figures.refusedActs)
  if (refused.length > 0) lines.push(line('acts refused', refused.map(([code, count]) => `${code} ${count}`).join(', ')))
  return lines.join('\n')
}

function column(hours: number | undefined): string {
  return (hours === undefined ? '–' : hours.toFixed(2)).padStart(8)
}
