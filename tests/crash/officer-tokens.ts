import type { Actor, Role } from '../../src/kernel/actor.ts'
import { systemClock } from '../../src/platform/clock.ts'
import { openDatabase } from '../../src/platform/database/database.ts'
import { systemRandom, uuidv7 } from '../../src/platform/random.ts'
import { storeTokens } from '../../src/platform/sign-in/public.ts'

const issuer: Actor = { kind: 'system', id: 'system', name: 'crash tests', roles: [], ports: ['*'] }

/** A token each for officers of the agencies and for whoever else is named, put where an administrator's would be. In the order asked for. */
export async function tokensFor(databaseUrl: string, scopes: readonly { readonly roles: readonly Role[]; readonly agency?: string }[]): Promise<string[]> {
  const db = openDatabase({ url: databaseUrl, connections: 1 })
  try {
    const now = systemClock.now()
    const newId = (): string => uuidv7(now)
    const wanted = scopes.map((scope) => ({ id: newId(), name: `crash tests ${scope.agency ?? ''}`, scope: { ...scope, ports: ['*'] } }))
    const tokens = await db.transaction((tx) => storeTokens(tx, { actor: issuer, now, newId }, systemRandom, wanted))
    if (tokens?.length !== scopes.length) throw new Error('tokens were not stored')
    return tokens
  } finally {
    await db.close()
  }
}
