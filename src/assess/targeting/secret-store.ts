import { toIso, type Instant } from '../../kernel/instant.ts'
import type { Queryable, Tx } from '../../platform/database/database.ts'

/** The secret of a port and day; undefined before it was committed. */
export async function findSecret(db: Queryable, port: string, day: string): Promise<string | undefined> {
  const [row] = await db.query<{ secret: string }>('select secret from targeting.secret where port = $1 and day = $2', [port, day])
  return row?.secret
}

/** Commits a secret; false when the day has one. */
export async function insertSecret(tx: Tx, port: string, day: string, secret: string, commitment: string, at: Instant): Promise<boolean> {
  const rows = await tx.query('insert into targeting.secret (port, day, secret, commitment, committed_at) values ($1, $2, $3, $4, $5) on conflict do nothing returning day', [port, day, secret, commitment, toIso(at)])
  return rows.length === 1
}

export interface DaySecret {
  readonly port: string
  readonly day: string
  readonly commitment: string
  readonly secret: string
}

/** Marks the secrets of days that are over as told, and gives them. */
export function revealSecrets(tx: Tx, port: string, before: string, at: Instant): Promise<DaySecret[]> {
  return tx.query<DaySecret>(
    `update targeting.secret set revealed_at = $3 where port = $1 and day < $2 and revealed_at is null returning port, to_char(day, 'YYYY-MM-DD') as day, commitment, secret`,
    [port, before, toIso(at)],
  )
}

/** Days of a port from the latest, with their secrets where they are told. */
export function listSecrets(db: Queryable, port: string, limit: number): Promise<(Omit<DaySecret, 'secret'> & { readonly secret: string | null })[]> {
  return db.query(
    `select port, to_char(day, 'YYYY-MM-DD') as day, commitment, case when revealed_at is not null then secret end as secret from targeting.secret where port = $1 order by day desc limit $2`,
    [port, limit],
  )
}
