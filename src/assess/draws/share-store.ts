import { toIso, type Instant } from '../../kernel/instant.ts'
import type { Queryable, Tx } from '../../platform/database/database.ts'

/** A share of the seed as it is stored. */
export interface StoredShare {
  readonly agency: string
  readonly commitment: string
  readonly secret: string | null
}

/** Shares of a draw in the order of the agencies' codes. */
export async function readShares(db: Queryable, port: string, draw: string): Promise<StoredShare[]> {
  return db.query('select s.agency, s.commitment, s.secret from selection.share s where s.port = $1 and s.draw_id = $2 order by s.agency collate "C"', [port, draw])
}

/** Writes a commitment; false when the agency has one already. */
export async function insertCommitment(tx: Tx, port: string, draw: string, agency: string, commitment: string, at: Instant): Promise<boolean> {
  const rows = await tx.query(
    'insert into selection.share (port, draw_id, agency, commitment, committed_at) values ($1, $2, $3, $4, $5) on conflict do nothing returning agency',
    [port, draw, agency, commitment, toIso(at)],
  )
  return rows.length > 0
}

/** Keeps a secret that fits its commitment. */
export async function storeSecret(tx: Tx, port: string, draw: string, agency: string, secret: string, at: Instant): Promise<void> {
  await tx.query('update selection.share set secret = $4, revealed_at = $5 where port = $1 and draw_id = $2 and agency = $3 and secret is null', [port, draw, agency, secret, toIso(at)])
}
