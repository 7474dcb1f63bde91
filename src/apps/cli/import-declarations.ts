import type { Config } from '../../platform/config.ts'
import { createIntake } from '../../window/declarations/public.ts'
import { FileUnusable, importDeclarations as importInto, type ImportSummary } from '../../watch/replay/public.ts'
import { historyRules, profiles, recordGrades } from '../history.ts'
import { fromOption, onlyPath, packOf, readOptions, withMachine } from './import-options.ts'
import { progressLine } from './progress-line.ts'
import { stopSignal } from './stop-signal.ts'
import { UsageError } from './usage-error.ts'

const reasons: Readonly<Record<string, string>> = {
  'mass-zero': 'net mass is zero',
  'transport-not-mapped': 'mode of transport has no counterpart',
  'declarations/unknown-country': 'country is in no list',
  'declarations/unknown-commodity': 'commodity code does not exist',
}

/**
 * `lianjian import declarations <csv> [--port <code>] [--profile <name>] [--json]`: takes old declarations over as cases of a port. Ctrl-C stops
 * after the batch under way; the same command goes on from there.
 */
export async function importDeclarations(args: readonly string[], config: Config): Promise<number> {
  const options = readOptions(args, { values: ['port', 'profile'], flags: ['json'] })
  const file = onlyPath(options, 'declarations file (CSV)')
  const pack = packOf(config)
  const profile = profiles[options.values.get('profile') ?? Object.keys(profiles)[0] ?? '']
  if (profile === undefined) throw new UsageError(`--profile must be one of ${Object.keys(profiles).join(', ')}`)
  const port = options.values.get('port') ?? profile.port
  if (!pack.ports.some((known) => known.code === port)) throw new UsageError(`--port must be one of ${pack.ports.map((known) => known.code).join(', ')}`)
  const progress = progressLine()
  const stop = stopSignal()
  const begun = performance.now()
  try {
    const summary = await withMachine(config, async (machine) => {
      const rules = await historyRules(machine, pack, profile)
      const intake = createIntake(machine.db, { current: () => Promise.resolve(rules.snapshot) }, { history: true })
      return importInto(
        {
          machine,
          profile,
          submit: (context, declaration) => intake.submit(context, structuredClone(declaration)),
          tariffAt: rules.tariffAt,
          gradeEnterprises: (grades) => recordGrades(machine, profile, fromOption(options, pack), grades),
        },
        { file, port, stop: stop.signal, onProgress: (done, total) => progress.show(`${done} of ${total} rows  ${Math.round(done / ((performance.now() - begun) / 1000))} rows/s`) },
      )
    })
    progress.end()
    const seconds = (performance.now() - begun) / 1000
    console.log(options.flags.has('json') ? JSON.stringify({ ...summary, port, seconds: Math.round(seconds * 10) / 10 }) : render(summary, port, seconds))
    return summary.state === 'done' ? 0 : 130
  } catch (error) {
    progress.end()
    if (!(error instanceof FileUnusable)) throw error
    console.error(`lianjian import declarations: ${error.message}`)
    return 1
  } finally {
    stop.release()
  }
}

function render(summary: ImportSummary, port: string, seconds: number): string {
  const now = summary.read - summary.already
  const lines = [
    `${summary.read} rows read, ${summary.imported} declarations at port ${port}, ${summary.rejected} rows refused`,
    ...(summary.already > 0 ? [`${summary.already} rows had been taken over before`] : []),
    ...summary.rejections.map(({ reason, count, lines: where }) => `  ${String(count).padStart(6)}  ${reasons[reason] ?? reason} (lines ${where.join(', ')}${count > where.length ? ', …' : ''})`),
    `${seconds.toFixed(1)} s, ${Math.round(now / seconds)} rows/s`,
  ]
  if (summary.state === 'running') lines.push('Stopped; the same command goes on from here.')
  return lines.join('\n')
}
