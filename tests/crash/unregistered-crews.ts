import { cn } from '../../packs/cn/pack.ts'
import { must } from '../../src/kernel/invariant.ts'
import { systemClock } from '../../src/platform/clock.ts'
import { openDatabase } from '../../src/platform/database/database.ts'
import { uuidv7 } from '../../src/platform/random.ts'
import { parameters } from '../../src/registry/reference/public.ts'
import { loadRegister } from '../../src/registry/register/public.ts'

/** Puts into the register that agencies which keep nobody in that of officers may send whom they like: crews of a load are made up. Counts from the next start. */
export async function allowUnregisteredCrews(databaseUrl: string): Promise<void> {
  const db = openDatabase({ url: databaseUrl, connections: 1 })
  try {
    const now = systemClock.now()
    const { validFrom: _from, ...parameter } = must(cn.parameters.find(({ name }) => name === 'joint.crews'), 'the pack says whom crews are held to')
    const actor = { kind: 'system', id: 'system', name: 'crash tests', roles: [], ports: ['*'] } as const
    const loaded = await db.transaction((tx) => loadRegister(tx, { actor, now, newId: () => uuidv7(now) }, parameters, [{ data: { ...parameter, value: 0 }, validFrom: now }], { source: 'crash tests' }))
    if (loaded.refused.length > 0) throw new Error(JSON.stringify(loaded.refused))
  } finally {
    await db.close()
  }
}
