import { toIso, type Instant } from '../../kernel/instant.ts'
import type { Bilingual } from '../../kernel/refusal.ts'
import type { Queryable, Tx } from '../../platform/database/database.ts'
import type { Classification } from './domain/risk-entry.ts'

/** A bulletin as it is stored. */
export interface Bulletin {
  readonly id: string
  readonly label: string
  readonly title: Bilingual
  readonly body: Bilingual
  readonly audience: readonly string[]
  readonly classification: Classification
  readonly validFrom: Instant
  readonly validTo: Instant
  readonly entryId: string | null
  readonly publishedBy: string
  readonly publishedAt: Instant
  readonly withdrawnAt: Instant | null
  readonly withdrawnBecause: string | null
}

const columns = `b.id, b.label, b.title, b.body, b.audience, b.classification, b.valid_from as "validFrom", b.valid_to as "validTo", b.entry_id as "entryId", b.published_by as "publishedBy",
  b.published_at as "publishedAt", b.withdrawn_at as "withdrawnAt", b.withdrawn_because as "withdrawnBecause"`

/** Writes a bulletin under the next label (`B-9`). */
export async function insertBulletin(tx: Tx, bulletin: Omit<Bulletin, 'label' | 'withdrawnAt' | 'withdrawnBecause'>): Promise<void> {
  const { id, title, body, audience, classification, validFrom, validTo, entryId, publishedBy, publishedAt } = bulletin
  await tx.query(
    `insert into assess.bulletin (id, label, title, body, audience, classification, valid_from, valid_to, entry_id, published_by, published_at)
     values ($1, 'B-' || nextval('assess.risk_label'), $2::jsonb, $3::jsonb, $4, $5, $6, $7, $8, $9, $10)`,
    [id, JSON.stringify(title), JSON.stringify(body), audience, classification, toIso(validFrom), toIso(validTo), entryId, publishedBy, toIso(publishedAt)],
  )
}

/** A bulletin, also one that was withdrawn or has run out; undefined when there is none. */
export async function findBulletin(q: Queryable, id: string): Promise<Bulletin | undefined> {
  const [row] = await q.query<Bulletin>(`select ${columns} from assess.bulletin b where b.id = $1`, [id])
  return row
}

/** Marks a bulletin as withdrawn, with the reason its readers are told. */
export async function withdrawBulletinRow(tx: Tx, id: string, at: Instant, because: string): Promise<void> {
  await tx.query('update assess.bulletin set withdrawn_at = $2, withdrawn_because = $3 where id = $1', [id, toIso(at), because])
}

/** Bulletins for any of the audiences, newest first; `at`: those that stand then. */
export async function listBulletins(q: Queryable, filter: { readonly audiences: readonly string[]; readonly at?: Instant | undefined; readonly before?: string | undefined; readonly limit: number }): Promise<Bulletin[]> {
  return q.query<Bulletin>(
    `select ${columns} from assess.bulletin b where b.audience && $1::text[] and ($2::timestamptz is null or (b.valid_from <= $2 and b.valid_to > $2 and b.withdrawn_at is null)) and ($3::uuid is null or b.id < $3) order by b.id desc limit $4`,
    [filter.audiences, filter.at === undefined ? null : toIso(filter.at), filter.before, filter.limit],
  )
}
