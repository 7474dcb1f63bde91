import { krCaseOf, krIndicators } from '../../../seed/kr-history.ts'
import { movedHistory, replayHistory, type HistoricCase } from '../../assess/targeting/public.ts'
import { systemContext } from '../../platform/context.ts'
import type { Config } from '../../platform/config.ts'
import { FileUnusable, readRecords } from '../../watch/replay/public.ts'
import { readOptions, withMachine } from './import-options.ts'
import { UsageError } from './usage-error.ts'

export const summary = 'replay targeting month by month on files of declarations with known outcomes, and keep the curves (--capacity --random --json)'

/**
 * `lianjian targeting <csv…> [--capacity <percent>] [--random <percent>] [--json]`: replays a history as it would have been, learning only from what was
 * inspected, with and without a permanent random share, as recorded and with what there is to be found moved to other goods. The screen shows the curves.
 */
export async function run(args: readonly string[], config: Config): Promise<number> {
  const options = readOptions(args, { values: ['capacity', 'random'], flags: ['json'] })
  if (options.positional.length === 0) throw new UsageError('name the files of declarations (CSV)')
  const percent = (name: string, otherwise: number): number => {
    const value = Number(options.values.get(name) ?? otherwise)
    if (!(value > 0 && value < 100)) throw new UsageError(`--${name} is a number of percent between 0 and 100`)
    return value / 100
  }
  const [capacity, share] = [percent('capacity', 10), percent('random', 2)]
  if (share >= capacity) throw new UsageError('--random must be less than --capacity')
  const cases: HistoricCase[] = []
  try {
    for (const file of options.positional) for await (const { record } of readRecords(file)) cases.push(krCaseOf(record))
  } catch (error) {
    if (!(error instanceof FileUnusable)) throw error
    console.error(`lianjian targeting: ${error.message}`)
    return 1
  }
  const months = [...new Set(cases.map(({ month }) => month))].sort()
  const since = months[Math.floor(months.length / 2)] ?? ''
  const kept = await withMachine(config, async (machine) => {
    const histories: readonly (readonly [string, readonly HistoricCase[]])[] = [['recorded', cases], [`moved ${since}`, movedHistory(cases, since)]]
    const all = []
    for (const [name, history] of histories) {
      for (const randomShare of [share, 0]) all.push(await replayHistory(systemContext(machine), name, history, { indicators: krIndicators, capacity, randomShare }))
    }
    return all
  })
  for (const { name, share: random, months: curve } of kept) {
    const learned = curve.slice(1)
    const precision = learned.reduce((sum, month) => sum + month.precision * month.inspected, 0) / Math.max(1, learned.reduce((sum, month) => sum + month.inspected, 0))
    console.log(options.flags.has('json') ? JSON.stringify({ name, share: random, precision, months: curve }) : `${name.padEnd(16)} random share ${(random * 100).toFixed(0)} %: ${(precision * 100).toFixed(1)} % finds among those inspected after the first month`)
  }
  return 0
}
