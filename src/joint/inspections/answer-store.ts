import type { Instant } from '../../kernel/instant.ts'
import type { Queryable } from '../../platform/database/database.ts'
import type { Answer, AnsweringSide, Said } from './domain/answer.ts'

/** Everything the sides of an inspection answered, oldest first. */
export async function findAnswersOf(db: Queryable, port: string, inspection: string): Promise<Answer[]> {
  const rows = await db.query<{
    id: string
    side_kind: AnsweringSide['kind']
    side_code: string
    said: Said
    slot_from: Instant | null
    slot_to: Instant | null
    site: string | null
    reason: string | null
    said_by: string
    said_name: string
    said_at: Instant
  }>(
    `select a.id, a.side_kind, a.side_code, a.said, a.slot_from, a.slot_to, a.site, a.reason, a.said_by, a.said_name, a.said_at
     from joint.answer a where a.port = $1 and a.inspection_id = $2 order by a.said_at, a.id`,
    [port, inspection],
  )
  return rows.map((row) => ({
    id: row.id,
    inspection,
    side: { kind: row.side_kind, code: row.side_code },
    said: row.said,
    ...(row.slot_from === null || row.slot_to === null ? {} : { slot: { from: row.slot_from, to: row.slot_to } }),
    ...(row.site === null ? {} : { site: row.site }),
    ...(row.reason === null ? {} : { reason: row.reason }),
    by: row.said_by,
    name: row.said_name,
    at: row.said_at,
  }))
}
