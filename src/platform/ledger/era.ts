import type { Database } from '../database/database.ts'
import { readEraStanding, raiseEra } from './era-store.ts'

/**
 * Begins a new era where the newest entry bears a transaction number that this cluster has not reached: the database was restored from a dump into
 * another cluster, whose transactions would sort before what is already there. Returns the era in force. To be run as the owner of the schema,
 * after migrating and before anything is written; any number of times, in several processes at once.
 */
export async function beginEraAfterRestore(ownerDb: Database): Promise<number> {
  return ownerDb.transaction(async (tx) => {
    const standing = await readEraStanding(tx)
    if (!standing.behind) return standing.era
    return raiseEra(tx, standing.era + 1, 'restored into a cluster whose transaction numbers are lower')
  })
}
