import type { Actor } from '../../src/kernel/actor.ts'
import { systemClock } from '../../src/platform/clock.ts'
import { openDatabase } from '../../src/platform/database/database.ts'
import { systemRandom, uuidv7 } from '../../src/platform/random.ts'
import { storeTokens } from '../../src/platform/sign-in/public.ts'

const issuer: Actor = { kind: 'system', id: 'system', name: 'crash tests', roles: [], ports: ['*'] }

/** A token of the trader `E-B`, put where an administrator's would be. */
export async function traderToken(databaseUrl: string): Promise<string> {
  const db = openDatabase({ url: databaseUrl, connections: 1 })
  try {
    const now = systemClock.now()
    const newId = (): string => uuidv7(now)
    const scope = { roles: ['trader'], enterprise: 'E-B', ports: ['*'] } as const
    const tokens = await db.transaction((tx) => storeTokens(tx, { actor: issuer, now, newId }, systemRandom, [{ id: newId(), name: 'crash tests', scope }]))
    const token = tokens?.[0]
    if (token === undefined) throw new Error('no token was stored')
    return token
  } finally {
    await db.close()
  }
}
