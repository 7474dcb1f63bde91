import type { Config } from '../../platform/config.ts'
import { importAlerts } from './import-alerts.ts'
import { importCodes } from './import-codes.ts'
import { importDeclarations } from './import-declarations.ts'
import { importTariff } from './import-tariff.ts'
import { UsageError } from './usage-error.ts'

export const summary = 'load real tables: tariff <csv>, codes <folder>, declarations <csv>, alerts <csv>'

const kinds: Readonly<Record<string, (args: readonly string[], config: Config) => Promise<number>>> = {
  tariff: importTariff,
  codes: importCodes,
  declarations: importDeclarations,
  alerts: importAlerts,
}

/** `lianjian import <kind> <path>`: exit 0 when the source could be read, also when rows of it were refused; 1 when it could not. */
export async function run(args: readonly string[], config: Config): Promise<number> {
  const [kind = '', ...rest] = args
  const start = kinds[kind]
  if (start === undefined) throw new UsageError(`say what to import: ${Object.keys(kinds).join(', ')}`)
  return start(rest, config)
}
