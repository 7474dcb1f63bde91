import { toIso, type Instant } from '../../kernel/instant.ts'
import type { Queryable, Tx } from '../../platform/database/database.ts'

/** Evidence a release would rest on and that an agency looks at again (TP-05). */
export interface Doubt {
  readonly declaration: string
  /** The report that is doubted. */
  readonly about: string
  readonly agency: string
  /** It ends with the agency's own look at the goods, made after it began (`endedByLook`); otherwise with `settleDoubt`. */
  readonly untilLooked?: boolean
}

/** A doubt as it stands. */
export interface StandingDoubt extends Doubt {
  readonly since: Instant
}

/** Doubts about the evidence of declarations. */
export async function findDoubts(db: Queryable, port: string, declarations: readonly string[]): Promise<StandingDoubt[]> {
  if (declarations.length === 0) return []
  return db.query<StandingDoubt>('select d.declaration_id as declaration, d.about, d.agency, d.since, d.until_looked as "untilLooked" from clear.doubt d where d.port = $1 and d.declaration_id = any($2::uuid[]) order by d.about', [port, declarations])
}

/** Keeps goods from being released on evidence until `settleDoubt`. The declarations are locked by the caller, so that no release passes by. */
export async function raiseDoubts(tx: Tx, port: string, doubts: readonly Doubt[], since: Instant): Promise<void> {
  await tx.query(
    `insert into clear.doubt (port, declaration_id, about, agency, since, until_looked)
     select $1, d.declaration, d.about, d.agency, $3, coalesce(d."untilLooked", false) from jsonb_to_recordset($2::jsonb) as d (declaration uuid, about uuid, agency text, "untilLooked" boolean) on conflict do nothing`,
    [port, JSON.stringify(doubts), toIso(since)],
  )
}

/** Nobody doubts the evidence any more; what follows for the goods is the caller's to settle. */
export async function settleDoubt(tx: Tx, port: string, declaration: string, about: string): Promise<void> {
  await tx.query('delete from clear.doubt where port = $1 and declaration_id = $2 and about = $3', [port, declaration, about])
}
