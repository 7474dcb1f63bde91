import { toIso, type Instant } from '../../kernel/instant.ts'
import type { Queryable, Tx } from '../../platform/database/database.ts'
import type { Answer, AnsweringSide, Said } from './domain/answer.ts'

/** Appends answers. */
export async function insertAnswers(tx: Tx, port: string, answers: readonly Answer[]): Promise<void> {
  if (answers.length === 0) return
  await tx.query(
    `insert into joint.answer (port, id, inspection_id, side_kind, side_code, said, slot_from, slot_to, site, reason, said_by, said_name, said_at)
     select $1, id, inspection_id, side_kind, side_code, said, slot_from, slot_to, site, reason, said_by, said_name, said_at
     from jsonb_to_recordset($2::jsonb) as a(id uuid, inspection_id uuid, side_kind text, side_code text, said text, slot_from timestamptz, slot_to timestamptz,
       site text, reason text, said_by text, said_name text, said_at timestamptz)`,
    [
      port,
      JSON.stringify(
        answers.map((answer) => ({
          id: answer.id,
          inspection_id: answer.inspection,
          side_kind: answer.side.kind,
          side_code: answer.side.code,
          said: answer.said,
          slot_from: answer.slot === undefined ? undefined : toIso(answer.slot.from),
          slot_to: answer.slot === undefined ? undefined : toIso(answer.slot.to),
          site: answer.site,
          reason: answer.reason,
          said_by: answer.by,
          said_name: answer.name,
          said_at: toIso(answer.at),
        })),
      ),
    ],
  )
}

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
