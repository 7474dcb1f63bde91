import { systemContext, type Machine } from '../context.ts'
import { isUnavailable } from '../database/database.ts'
import { append } from '../ledger/append.ts'
import { nextTry, type BackOff } from './domain/back-off.ts'
import { ClaimLost, type Job, type JobKind } from './job.ts'
import { deleteClaimed, giveBack, quarantineClaimed, type ClaimedRow } from './store.ts'

const defaultTries = 5
const longestError = 4000

/** What became of a claimed job. `left` means another worker has it or the database is away: its lease decides. */
export type JobOutcome = 'done' | 'given-back' | 'quarantined' | 'left'

function errorText(error: unknown): string {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error)
  return text.replaceAll('\0', '').slice(0, longestError)
}

/**
 * Runs one claimed job and settles it: deleted when done, given back with a growing wait when it threw, put aside with
 * its error after the last try. A job that ended its worker more often than it may be tried is put aside without running.
 * Never throws for what the job does.
 */
export async function runJob(machine: Machine, kind: JobKind, row: ClaimedRow, claim: string, backOff: BackOff): Promise<JobOutcome> {
  const tries = kind.tries ?? defaultTries
  if (row.attempts > tries) return putAside(machine, row, claim, 'the worker ended each time while this job was running')
  let finished = false
  const job: Job = {
    port: row.port,
    id: row.id,
    kind: row.kind,
    payload: row.payload,
    attempt: row.attempts,
    enqueuedAt: row.enqueued_at,
    async finishIn(tx) {
      if (!(await deleteClaimed(tx, row.port, row.id, claim))) throw new ClaimLost(`job ${row.id} belongs to another worker`)
      finished = true
    },
  }
  try {
    await kind.run(systemContext(machine), job)
    // When the transaction of `finishIn` rolled back and the handler swallowed it, the row is still there and is deleted here.
    const deleted = await deleteClaimed(machine.db, row.port, row.id, claim)
    return deleted || finished ? 'done' : 'left'
  } catch (error) {
    if (error instanceof ClaimLost) return 'left'
    machine.log.warn({ err: error, job: row.id, kind: row.kind, port: row.port, attempt: row.attempts }, 'job failed')
    const weather = isUnavailable(error)
    if (!weather && row.attempts >= tries) return putAside(machine, row, claim, errorText(error))
    const spread = machine.random.bytes(4).readUInt32BE() / 2 ** 32
    const runAt = nextTry(backOff, row.attempts, machine.clock.now(), spread)
    await machine.db.transaction((tx) => giveBack(tx, row.port, row.id, claim, runAt, errorText(error), weather))
    return 'given-back'
  }
}

async function putAside(machine: Machine, row: ClaimedRow, claim: string, error: string): Promise<JobOutcome> {
  return machine.db.transaction(async (tx) => {
    if (!(await quarantineClaimed(tx, row.port, row.id, claim, error))) return 'left'
    const fact = { port: row.port, subjectKind: 'job', subjectId: row.id, type: 'JobQuarantined', payload: { kind: row.kind, attempts: row.attempts, error: error.split('\n', 1)[0] ?? '' } }
    await append(tx, systemContext(machine), [fact])
    return 'quarantined'
  })
}
