import type { Instant } from '../../kernel/instant.ts'
import type { Method } from '../../kernel/pack.ts'
import type { Queryable } from '../../platform/database/database.ts'

/** A directive on the object whose inspection has begun or ended during this visit. */
export interface EarlierLook {
  readonly key: string
  readonly inspection: string
  readonly agencies: readonly string[]
  readonly methods: readonly Method[]
  readonly startedAt: Instant
}

/** Looks at any of the objects that have begun; `own` are the keys that new directives name, `keys` also what lies in them. One index look-up per key. */
export async function findEarlierLooks(db: Queryable, port: string, keys: readonly string[], own: readonly string[]): Promise<EarlierLook[]> {
  return db.query<EarlierLook>(
    `select k.key, i.id as inspection, i.agencies, d.methods, i.started_at as "startedAt"
     from joint.directive_key k
     join joint.directive d on d.port = k.port and d.id = k.directive_id and d.state in ('started', 'closed')
     join joint.inspection i on i.port = d.port and i.id = d.inspection_id and i.started_at is not null
     where k.port = $1 and k.key = any($2::text[]) and (k.kind = d.object_kind or k.key = any($3::text[]))
     order by i.started_at desc, d.id`,
    [port, keys, own],
  )
}
