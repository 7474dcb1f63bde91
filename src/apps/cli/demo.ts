import type { Config } from '../../platform/config.ts'
import { loadDemoDay } from '../demo.ts'
import { createModules } from '../modules.ts'
import { prepareDemo, prepareRegisters } from '../prepare-data.ts'
import { readServerRecord } from './home-claim.ts'
import { packOf, withMachine } from './import-options.ts'
import { UsageError } from './usage-error.ts'

export const summary = 'load the demonstration: sign-ins, registers, a day at three ports (once)'

/** `lianjian demo`: what `serve` does at its first start with `LIANJIAN_DEMO=1`, for a database that is prepared before anybody serves it. */
export async function run(args: readonly string[], config: Config): Promise<number> {
  if (args.length > 0) throw new UsageError(`not understood: ${args.join(' ')}`)
  const server = await readServerRecord(config.home)
  if (server !== undefined) {
    console.error(`A server runs on ${config.home} (process ${server.pid}); it loads the demonstration itself when LIANJIAN_DEMO is 1`)
    return 1
  }
  const pack = packOf(config)
  const loaded = await withMachine(config, async (machine) => {
    await prepareRegisters(machine, pack)
    await prepareDemo(machine, pack)
    const modules = createModules(machine, pack)
    try {
      return await loadDemoDay(machine, modules, pack)
    } finally {
      await modules.worker.stop(0)
    }
  })
  console.log(loaded.loaded ? `${loaded.declarations} declarations, ${loaded.directives} directives sent by agencies, ${loaded.inspections} inspections played` : 'the demonstration is there already')
  for (const refused of loaded.refused) console.error(`not taken: ${refused}`)
  return loaded.refused.length === 0 ? 0 : 1
}
