import type { Queryable } from '../database/database.ts'
import { readSealedFacts, readSizesWhenSealed, type SealedFact } from '../ledger/tail-store.ts'

/** More than this is not told one by one: loading the screens anew is cheaper for both sides. */
const mostMissed = 5_000
const blockSize = 500
/**
 * The id of an event says where its own port stood, not where the others did. Those begin where they stood a little before that entry was sealed:
 * what was on its way then may come twice, nothing is left out.
 */
const overlap = 5_000

/** What was sealed after the entry `seen` and before the positions from which the subscriber hears by itself. */
export async function* missedFacts(
  db: Queryable,
  seen: { readonly port: string; readonly position: number },
  upTo: ReadonlyMap<string, number>,
): AsyncGenerator<readonly SealedFact[] | 'too-many'> {
  const from = await readSizesWhenSealed(db, [...upTo.keys()], seen.port, seen.position, overlap)
  from?.set(seen.port, seen.position + 1)
  const missed = [...upTo].reduce((sum, [port, size]) => sum + Math.max(0, size - (from?.get(port) ?? 0)), 0)
  if (from === undefined || missed > mostMissed) {
    yield 'too-many'
    return
  }
  for (const [port, size] of upTo) {
    for (let at = from.get(port) ?? 0; at < size; at += blockSize) yield await readSealedFacts(db, port, at, Math.min(at + blockSize, size))
  }
}
