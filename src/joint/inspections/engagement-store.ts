import type { Instant } from '../../kernel/instant.ts'
import type { Queryable } from '../../platform/database/database.ts'

/** An open inspection somebody is down for as a member of a crew, and the time it is agreed for. */
export interface Engagement {
  readonly officer: string
  readonly from: Instant
  readonly to: Instant
  /** What their agency asked for. */
  readonly directives: readonly string[]
}

/** Everybody at a port whose agency has said yes with them in the crew, inspection by inspection, until it has decided (DR-02). */
export async function findEngagements(db: Queryable, port: string): Promise<Engagement[]> {
  return db.query(
    `select member as officer, i.slot_from as "from", i.slot_to as "to", t.directives
     from joint.inspection i join joint.task t on t.port = i.port and t.inspection_id = i.id cross join lateral unnest(t.crew) as member
     where i.port = $1 and i.state in ('proposed', 'coordinating', 'agreed', 'started') and i.slot_from is not null
       and t.confirmed_at is not null and not t.gone and (t.effect is null or t.effect = 'hold')`,
    [port],
  )
}
