import { createHash } from 'node:crypto'
import type { Refusal } from '../../kernel/refusal.ts'
import { refuse, type Result } from '../../kernel/result.ts'
import type { Context } from '../context.ts'
import type { Database, Tx } from '../database/database.ts'

/** An answer as it goes over the wire; a repeat gets these very bytes. */
export interface Answer {
  readonly status: number
  readonly body: string
  readonly repeated: boolean
}

/** SHA-256 of the bytes that were sent, to tell a repeat from another command under the same key. */
export function requestHash(...parts: readonly (string | Buffer)[]): Buffer {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part).update('\n')
  return hash.digest()
}

class RolledBack extends Error {
  readonly refusals: readonly Refusal[]
  constructor(refusals: readonly Refusal[]) {
    super('refused')
    this.refusals = refusals
  }
}

/**
 * Runs a command at most once per (actor, key): `work` and the record of its answer commit together.
 * A repeat with the same content gets the first answer byte for byte, also while the first is still running;
 * other content under the same key is refused with `common/key-reused`. A refused command leaves nothing behind
 * and may be sent again with the same key. Without a key the command simply runs.
 */
export async function once(
  db: Database,
  context: Context,
  key: string | undefined,
  hash: Buffer,
  work: (tx: Tx) => Promise<Result<{ status: number; body: string }>>,
): Promise<Result<Answer>> {
  try {
    return await db.transaction(async (tx) => {
      if (key !== undefined) {
        // A concurrent repeat waits here until the first commits or rolls back.
        const claimed = await tx.query(
          'insert into platform.command (actor_id, key, request_hash) values ($1, $2, $3) on conflict do nothing returning 1 as claimed',
          [context.actor.id, key, hash],
        )
        if (claimed.length === 0) {
          const [first] = await tx.query<{ request_hash: Buffer; status: number; body: string }>(
            'select request_hash, status, body from platform.command where actor_id = $1 and key = $2',
            [context.actor.id, key],
          )
          if (first === undefined || !first.request_hash.equals(hash)) return refuse({ code: 'common/key-reused' })
          return { ok: true, value: { status: first.status, body: first.body, repeated: true } }
        }
      }
      const result = await work(tx)
      if (!result.ok) throw new RolledBack(result.refusals)
      if (key !== undefined) {
        await tx.query('update platform.command set status = $3, body = $4 where actor_id = $1 and key = $2', [
          context.actor.id,
          key,
          result.value.status,
          result.value.body,
        ])
      }
      return { ok: true, value: { ...result.value, repeated: false } }
    })
  } catch (error) {
    if (error instanceof RolledBack) return { ok: false, refusals: error.refusals }
    throw error
  }
}
