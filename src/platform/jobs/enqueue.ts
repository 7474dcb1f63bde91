import { toIso } from '../../kernel/instant.ts'
import type { LedgerStamp } from '../ledger/append.ts'
import type { Tx } from '../database/database.ts'
import type { NewJob } from './job.ts'
import { insertJobs, type JobInsert } from './store.ts'

/** What the workers of this process listen to. */
export const jobsEnqueued = 'jobs'

/**
 * Owes work in the transaction that causes it: it exists when the transaction commits, and not otherwise.
 * Workers of this process start at the commit, those of others within 200 ms.
 */
export async function enqueue(tx: Tx, stamp: Pick<LedgerStamp, 'now' | 'newId'>, ...jobs: readonly NewJob[]): Promise<void> {
  if (jobs.length === 0) return
  await insertJobs(tx, jobRows(stamp, jobs))
  tx.announce(jobsEnqueued)
}

/** Jobs as rows, for a statement that writes them beside what causes them (`jobsClause`) and then announces `jobsEnqueued`. */
export function jobRows(stamp: Pick<LedgerStamp, 'now' | 'newId'>, jobs: readonly NewJob[]): JobInsert[] {
  const enqueuedAt = toIso(stamp.now)
  return jobs.map((job) => ({
    port: job.port,
    id: stamp.newId(),
    kind: job.kind,
    key: job.key ?? null,
    payload: job.payload,
    run_at: job.runAt === undefined ? enqueuedAt : toIso(job.runAt),
    enqueued_at: enqueuedAt,
  }))
}
