import type { Json } from '../../kernel/canonical-json.ts'
import type { Instant } from '../../kernel/instant.ts'
import type { Context } from '../context.ts'
import type { Tx } from '../database/database.ts'

/** Work owed: what the causing transaction writes down. */
export interface NewJob {
  readonly port: string
  readonly kind: string
  readonly payload: Json
  /** Not before; at once when absent. */
  readonly runAt?: Instant
  /**
   * Merges: while a job of this port, kind and key has not been started, another adds nothing; the earlier `runAt` wins.
   * Orders: two jobs of one key do not run at the same time, whatever the number of workers.
   */
  readonly key?: string
}

/** A claimed job as its handler sees it. */
export interface Job {
  readonly port: string
  readonly id: string
  readonly kind: string
  readonly payload: Json
  /** 1 at the first try. */
  readonly attempt: number
  readonly enqueuedAt: Instant
  /**
   * Finishes the job inside the handler's own transaction: its effects and its end commit together, so they happen exactly once.
   * Throws `ClaimLost` (and so rolls back) when another worker has taken the job over meanwhile.
   * A handler that never calls it must be idempotent: it may run again after it has succeeded.
   */
  finishIn(tx: Tx): Promise<void>
}

/** Does one job. Throwing means: not done, try again later. `context.actor` is the system. */
export type JobHandler = (context: Context, job: Job) => Promise<void>

/** How one kind of job is done. */
export interface JobKind {
  readonly run: JobHandler
  /**
   * `inside` for work in our own database; `outside` for work that waits for others (deliveries), so that a slow peer
   * never holds up our own cases. `inside` when absent.
   */
  readonly lane?: Lane
  /** Tries before the job is quarantined; 5 when absent. */
  readonly tries?: number
}

export type Lane = 'inside' | 'outside'

/** Every kind of job a worker can do. Built in `apps/` from what the modules offer. */
export type JobKinds = Readonly<Record<string, JobKind>>

/** Thrown by `finishIn` when the job belongs to another worker by now. */
export class ClaimLost extends Error {
  override readonly name = 'ClaimLost'
}
