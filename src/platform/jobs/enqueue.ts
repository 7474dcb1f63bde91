import { toIso } from '../../kernel/instant.ts'
import type { LedgerStamp } from '../ledger/append.ts'
import type { Tx } from '../database/database.ts'
import type { NewJob } from './job.ts'
import { insertJobs } from './store.ts'

/** What the workers of this process listen to. */
export const jobsEnqueued = 'jobs'

/**
 * Owes work in the transaction that causes it: it exists when the transaction commits, and not otherwise.
 * Workers of this process start at the commit, those of others within 200 ms.
 */
export async function enqueue(tx: Tx, stamp: Pick<LedgerStamp, 'now' | 'newId'>, ...jobs: readonly NewJob[]): Promise<void> {
  if (jobs.length === 0) return
  await insertJobs(
    tx,
    jobs.map((job) => ({ port: job.port, id: stamp.newId(), kind: job.kind, key: job.key ?? null, payload: job.payload, run_at: toIso(job.runAt ?? stamp.now), enqueued_at: toIso(stamp.now) })),
  )
  tx.announce(jobsEnqueued)
}
