import { days, plus } from '../../kernel/instant.ts'
import type { Machine } from '../../platform/context.ts'
import { riskIndex } from './domain/risk-index.ts'
import type { RiskLookup } from './domain/risk-entry.ts'
import { entriesAfter, readRiskRevision } from './entry-store.ts'

/** Ended entries that cases of the last while may still be asked about are loaded too. */
const keptFor = days(400)
const page = 20_000
const smallestId = '00000000-0000-0000-0000-000000000000'

/** Risk records and hold rules of this process, in memory. */
export interface RiskWatch {
  readonly lookup: RiskLookup
  /** Takes in what changed since the last time: that much and no more, however many entries there are. Called before each look at the rules. */
  refresh(): Promise<void>
  size(): number
}

/**
 * Opens the watch. Entries are loaded once; afterwards a change costs one look-up of the revision and the rows that bear a newer one, so that a million
 * records are never read again (RR-14). One refresh at a time: `openRules` sees to that.
 */
export function openRiskWatch({ db, clock }: Pick<Machine, 'db' | 'clock'>): RiskWatch {
  const index = riskIndex()
  let seen = -1
  return {
    lookup: index.lookup,
    size: index.size,
    async refresh() {
      const newest = await readRiskRevision(db)
      if (newest === seen) return
      const options = { first: seen < 0, since: plus(clock.now(), -keptFor) }
      let after = { revision: seen, id: 'ffffffff-ffff-ffff-ffff-ffffffffffff' }
      if (options.first) after = { revision: -1, id: smallestId }
      for (;;) {
        const changed = await entriesAfter(db, after, page, options)
        for (const { revision, state, ...entry } of changed) {
          // Withdrawn now, but in force before: cases of then are still judged by it (GV-12).
          if (state === 'in-force' || state === 'withdrawn') index.put(entry)
          else index.remove(entry.id)
          after = { revision, id: entry.id }
        }
        if (changed.length < page) break
      }
      seen = newest
    },
  }
}
