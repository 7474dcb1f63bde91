import { hours, minutes, plus, toIso, type Instant } from '../../src/kernel/instant.ts'
import type { Database } from '../../src/platform/database/database.ts'
import { uuidv7 } from '../../src/platform/random.ts'
import { addCase, addInspection, figures, newMeasures, type ReplayFigures } from '../../src/watch/replay/domain/measure.ts'

/** The figures of 240 cases as a replay leaves them: most released at once, some judged by their papers, every sixth looked at, two still open. */
export function replayedFigures(begin: Instant): ReplayFigures {
  const measures = newMeasures()
  for (let n = 0; n < 240; n++) {
    const acceptedAt = plus(begin, minutes(n * 7))
    const verdict = n % 9 === 0 ? ('fraud' as const) : ('clean' as const)
    if (n % 6 === 0) {
      const [lastDirectiveAt, agreedAt] = [plus(acceptedAt, minutes(5)), plus(acceptedAt, minutes(40 + n))]
      const [startedAt, closedAt] = [plus(acceptedAt, hours(4) + minutes(n * 3)), plus(acceptedAt, hours(5) + minutes(n * 4))]
      const looked = { releaseMode: n % 12 === 0 ? 'supervised' : 'sampling', verdict, acceptedAt, directives: 2, inspected: true, found: verdict !== 'clean', lastDirectiveAt, agreedAt, refused: false }
      if (n >= 228) addCase(measures, { ...looked, open: 'not-begun' }, `CASE-${n}`)
      else addCase(measures, { ...looked, startedAt, closedAt, releasedAt: plus(closedAt, minutes(12)) })
      addInspection(measures, { kind: n % 18 === 0 ? 'single' : 'joint', openings: 1, separateOpenings: n % 18 === 0 ? 1 : 2 })
    } else if (n % 5 === 0) {
      const closedAt = plus(acceptedAt, hours(2))
      addCase(measures, { releaseMode: 'verification', verdict, acceptedAt, directives: 1, inspected: false, found: false, lastDirectiveAt: plus(acceptedAt, minutes(3)), closedAt, releasedAt: plus(closedAt, minutes(1)), refused: false })
    } else addCase(measures, { releaseMode: 'declaration', verdict, acceptedAt, directives: 0, inspected: false, found: false, releasedAt: acceptedAt, refused: false })
  }
  Object.assign(measures, { directives: 118, collisions: 26, bookings: 61, bookingsReturned: 4 })
  return figures(measures)
}

/** Stores `done` reports of finished replays with `replayedFigures`, and one of a replay that has no figures yet, of one import: ids in the order of their beginning. */
export async function storeReplays(owner: Database, port: string, now: Instant, done: number): Promise<readonly string[]> {
  const importId = uuidv7(now)
  await owner.query(
    `insert into watch.declaration_import (port, id, file_hash, file_name, profile, state, rows_read, imported, started_at, finished_at) values ($1, $2, $3, 'f.csv', 'p', 'done', 240, 240, $4, $4)`,
    [port, importId, Buffer.alloc(32), toIso(now)],
  )
  const ids = Array.from({ length: done + 1 }, () => uuidv7(now))
  await owner.query(
    `insert into watch.replay (port, id, import_id, seed, state, rows_done, rows_total, seconds, figures, scratch_database, started_at, changed_at, finished_at)
     select $1, r.id, $2, 's', case when r.n > $5 then 'running' else 'done' end, case when r.n > $5 then 90 else 240 end, 240, 16, case when r.n > $5 then null else $6::jsonb end,
       case when r.n > $5 then 'scratch' end, $4, $4, case when r.n > $5 then null else $4::timestamptz end
     from unnest($3::uuid[]) with ordinality as r (id, n)`,
    [port, importId, ids, toIso(now), done, JSON.stringify(replayedFigures(now))],
  )
  return ids
}
