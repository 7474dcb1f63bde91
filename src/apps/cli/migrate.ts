import type { Config } from '../../platform/config.ts'
import { prepareSchema } from '../../platform/database/prepare-schema.ts'
import { useDatabase } from './use-database.ts'

export const summary = 'bring the database to the newest schema'

/** `lianjian migrate`: applies what is missing and says what it was. */
export async function run(_args: readonly string[], config: Config): Promise<number> {
  const applied = await useDatabase(config, (url) => prepareSchema(url))
  console.log(applied.length === 0 ? 'nothing to do' : `applied: ${applied.join(', ')}`)
  return 0
}
