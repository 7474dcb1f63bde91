import { toIso, type Instant } from '../../kernel/instant.ts'
import type { Queryable } from '../../platform/database/database.ts'

/** A declaration's goods, as far as their codes and boxes. */
export interface DeclaredGoods {
  readonly id: string
  readonly number: string
  readonly declarant: string
  readonly direction: 'import' | 'export' | 'transit'
  readonly releaseMode: string
  readonly acceptedAt: Instant
  readonly items: readonly { readonly line: number; readonly hs: string; readonly containers?: readonly string[] | undefined }[]
}

/** The goods of declarations of a port, in the order of their ids. */
export async function findDeclaredGoods(db: Queryable, port: string, ids: readonly string[]): Promise<DeclaredGoods[]> {
  return db.query<DeclaredGoods>(
    `select d.id, d.number, d.declarant, d.content ->> 'direction' as direction, d.release_mode as "releaseMode", d.accepted_at as "acceptedAt",
       (select json_agg(json_build_object('line', i -> 'line', 'hs', i -> 'hs', 'containers', coalesce(i -> 'containers', '[]'::json)) order by (i ->> 'line')::int)
        from json_array_elements(d.content -> 'items') as i) as items
     from single_window.declaration d where d.port = $1 and d.id = any($2::uuid[]) order by d.id`,
    [port, ids],
  )
}

/** Declarations of an enterprise with goods of a code that were let go since a moment, at any of the ports, the latest first. */
export async function findReleasedGoods(
  db: Queryable,
  ports: readonly string[],
  declarant: string,
  hs: string,
  since: Instant,
  limit: number,
): Promise<{ readonly port: string; readonly id: string; readonly number: string; readonly releasedAt: Instant }[]> {
  return db.query(
    `select d.port, d.id, d.number, d.released_at as "releasedAt" from single_window.declaration d
     where d.declarant = $2 and d.port = any($1::text[]) and d.status = 'released' and d.released_at >= $4
       and exists (select from json_array_elements(d.content -> 'items') as i where i ->> 'hs' = $3)
     order by d.released_at desc, d.id limit $5`,
    [ports, declarant, hs, toIso(since), limit],
  )
}
