import type { Config } from '../../platform/config.ts'
import { systemContext } from '../../platform/context.ts'
import { importTariff as importInto } from '../../registry/reference/public.ts'
import { fromOption, onlyPath, packOf, readOptions, withMachine } from './import-options.ts'
import { printImport, sourceFailure } from './import-report.ts'
import { progressLine } from './progress-line.ts'

/** `lianjian import tariff <csv> [--from <day>] [--json]`. */
export async function importTariff(args: readonly string[], config: Config): Promise<number> {
  const options = readOptions(args, { values: ['from'], flags: ['json'] })
  const file = onlyPath(options, 'tariff file (CSV)')
  const pack = packOf(config)
  const progress = progressLine()
  try {
    const report = await withMachine(config, (machine) =>
      importInto(machine.db, systemContext(machine), file, pack.units, { validFrom: fromOption(options, pack), onProgress: (_done, _total, what) => progress.show(what) }),
    )
    progress.end()
    printImport(report, options.flags.has('json'))
    return 0
  } catch (error) {
    progress.end()
    return sourceFailure('import tariff', error)
  }
}
