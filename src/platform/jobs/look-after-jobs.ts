import { z } from 'zod'
import type { Json } from '../../kernel/canonical-json.ts'
import { atPort } from '../../kernel/actor.ts'
import { toIso } from '../../kernel/instant.ts'
import { ok, refuse, type Result } from '../../kernel/result.ts'
import type { Context } from '../context.ts'
import type { Tx } from '../database/database.ts'
import { append } from '../ledger/append.ts'
import { mayLookAfterJobs } from './domain/may-look-after-jobs.ts'
import { jobsEnqueued } from './enqueue.ts'
import { deleteJob, lockQuarantined, releaseJob, type JobRow } from './store.ts'

export const ReplayJob = z.strictObject({
  /** The payload mended; absent to try again with what it had. */
  payload: z.json().optional(),
  reason: z.string().trim().min(1).max(500).optional(),
})
export type ReplayJob = z.infer<typeof ReplayJob>

export const DiscardJob = z.strictObject({ reason: z.string().trim().min(1).max(500) })
export type DiscardJob = z.infer<typeof DiscardJob>

/** A job as people see it. */
export const JobView = z.object({
  port: z.string(),
  id: z.uuid(),
  kind: z.string(),
  state: z.enum(['waiting', 'running', 'quarantined']),
  payload: z.json(),
  attempts: z.int(),
  runAt: z.iso.datetime(),
  enqueuedAt: z.iso.datetime(),
  error: z.string().optional(),
})
export type JobView = z.infer<typeof JobView>

/** A stored job with ISO times; `error` is what its last failed try said. */
export function toJobView(row: JobRow): JobView {
  return {
    port: row.port,
    id: row.id,
    kind: row.kind,
    state: row.state,
    payload: row.payload as JobView['payload'],
    attempts: row.attempts,
    runAt: toIso(row.run_at),
    enqueuedAt: toIso(row.enqueued_at),
    ...(row.error === null ? {} : { error: row.error }),
  }
}

async function lockFor(tx: Tx, context: Context, id: string): Promise<Result<JobRow>> {
  const refusal = mayLookAfterJobs(context.actor)
  if (refusal !== undefined) return refuse(refusal)
  const job = await lockQuarantined(tx, id)
  return job === undefined || !atPort(context.actor, job.port) ? refuse({ code: 'common/not-found' }) : ok(job)
}

/** Sends a quarantined job round again from its first try, repaired where a payload is given; the ledger keeps who did it, and the payload before and after a repair. */
export async function replayJob(tx: Tx, context: Context, id: string, command: ReplayJob): Promise<Result<JobView>> {
  const found = await lockFor(tx, context, id)
  if (!found.ok) return found
  const job = found.value
  const payload = command.payload === undefined ? job.payload : (command.payload as Json)
  await releaseJob(tx, job.port, job.id, payload, context.now)
  const repaired = command.payload === undefined ? {} : { before: job.payload, after: payload }
  await append(tx, context, [
    { port: job.port, subjectKind: 'job', subjectId: job.id, type: 'JobReplayed', payload: { kind: job.kind, reason: command.reason, ...repaired } },
  ])
  tx.announce(jobsEnqueued)
  return ok(toJobView({ ...job, payload, state: 'waiting', attempts: 0, run_at: context.now, error: null }))
}

/** Gives up a quarantined job for good, with a reason. Refuses with `common/not-found` when it is not in quarantine. */
export async function discardJob(tx: Tx, context: Context, id: string, command: DiscardJob): Promise<Result<JobView>> {
  const found = await lockFor(tx, context, id)
  if (!found.ok) return found
  const job = found.value
  await deleteJob(tx, job.port, job.id)
  await append(tx, context, [
    { port: job.port, subjectKind: 'job', subjectId: job.id, type: 'JobDiscarded', payload: { kind: job.kind, reason: command.reason, payload: job.payload } },
  ])
  return ok(toJobView(job))
}
