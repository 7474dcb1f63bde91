import type { Config } from '../../platform/config.ts'
import { prepareSchema } from '../../platform/database/prepare-schema.ts'
import { keepDemoTokens } from '../../registry/identity/public.ts'
import { castOf, prepareDemo, prepareRegisters } from '../prepare-data.ts'
import { openMachine, packs } from '../server.ts'
import { readServerRecord } from './home-claim.ts'
import { UsageError } from './usage-error.ts'
import { useDatabase } from './use-database.ts'

export const summary = 'print the base URL and a bearer token for each demo sign-in and port, as JSON'

/** `lianjian tokens`: the same tokens at every call, as long as they count. Only where the demonstration is on. */
export async function run(_args: readonly string[], config: Config): Promise<number> {
  if (!config.demo) throw new UsageError('there are no demo tokens with LIANJIAN_DEMO=0; an administrator issues tokens')
  const server = await readServerRecord(config.home)
  const tokens = await useDatabase(config, async (url) => {
    // A server that runs has prepared its database; without one this may be the first program that sees it.
    if (server === undefined) await prepareSchema(url)
    const machine = openMachine({ ...config, databaseUrl: url })
    try {
      if (server === undefined) {
        await prepareRegisters(machine, packs[config.pack])
        await prepareDemo(machine, packs[config.pack])
      }
      return await keepDemoTokens(machine, castOf(packs[config.pack]))
    } finally {
      await machine.db.close()
    }
  })
  console.log(JSON.stringify({ baseUrl: server?.address ?? `http://${config.host}:${config.port}`, tokens }, undefined, 2))
  return 0
}
