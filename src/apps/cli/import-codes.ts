import type { Config } from '../../platform/config.ts'
import { systemContext } from '../../platform/context.ts'
import { importCodes as importInto } from '../../registry/reference/public.ts'
import { fromOption, onlyPath, packOf, readOptions, withMachine } from './import-options.ts'
import { printImport, sourceFailure } from './import-report.ts'
import { progressLine } from './progress-line.ts'

/** `lianjian import codes <folder> [--from <day>] [--json]`. */
export async function importCodes(args: readonly string[], config: Config): Promise<number> {
  const options = readOptions(args, { values: ['from'], flags: ['json'] })
  const folder = onlyPath(options, 'folder of code lists (JSON, CSV)')
  const progress = progressLine()
  try {
    const report = await withMachine(config, (machine) =>
      importInto(machine.db, systemContext(machine), folder, { validFrom: fromOption(options, packOf(config)), onProgress: (done, total, what) => progress.show(total === 1 ? what : `${done} of ${total} files  ${what}`) }),
    )
    progress.end()
    printImport(report, options.flags.has('json'))
    return 0
  } catch (error) {
    progress.end()
    return sourceFailure('import codes', error)
  }
}
