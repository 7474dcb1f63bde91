import { systemActor } from '../../src/kernel/actor.ts'
import { systemClock } from '../../src/platform/clock.ts'
import { openDatabase } from '../../src/platform/database/database.ts'
import { appRole } from '../../src/platform/database/roles.ts'
import { systemRandom, uuidv7 } from '../../src/platform/random.ts'
import { storeTokens } from '../../src/platform/sign-in/public.ts'
import { enterprises } from './declarations.ts'

/** Tokens of one trader of each grade. */
export async function storeTraders(url: string): Promise<Record<string, string>> {
  const db = openDatabase({ url, role: appRole, connections: 1 })
  try {
    const now = systemClock.now()
    const newId = (): string => uuidv7(now)
    const tokens = enterprises.map((enterprise) => ({
      id: newId(),
      name: `trader ${enterprise}`,
      scope: { roles: ['trader' as const], enterprise, ports: ['*'] },
    }))
    const secrets = await db.transaction((tx) => storeTokens(tx, { actor: systemActor, now, newId }, systemRandom, tokens))
    return Object.fromEntries(enterprises.map((enterprise, i) => [enterprise, secrets?.[i] ?? '']))
  } finally {
    await db.close()
  }
}
