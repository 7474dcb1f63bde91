import { toIso, type Instant } from '../../kernel/instant.ts'
import type { Queryable, Tx } from '../../platform/database/database.ts'
import type { Message } from './domain/message.ts'

/** Appends what somebody said. */
export async function insertMessage(tx: Tx, port: string, message: Message): Promise<void> {
  const { id, inspection, kind, audience, side, agencies, channel, text, by, name, at } = message
  await tx.query(
    `insert into joint.message (port, id, inspection_id, kind, audience, side_kind, side_code, agencies, channel, text, said_by, said_name, said_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
    [port, id, inspection, kind, audience, side.kind, side.code, agencies, channel ?? null, text, by, name, toIso(at)],
  )
}

interface Row {
  readonly id: string
  readonly inspection_id: string
  readonly kind: Message['kind']
  readonly audience: Message['audience']
  readonly side_kind: Message['side']['kind']
  readonly side_code: string
  readonly agencies: readonly string[]
  readonly channel: string | null
  readonly text: string
  readonly said_by: string
  readonly said_name: string
  readonly said_at: Instant
}

function messageOf(row: Row): Message {
  return {
    ...{ id: row.id, inspection: row.inspection_id, kind: row.kind, audience: row.audience, side: { kind: row.side_kind, code: row.side_code }, agencies: row.agencies },
    ...(row.channel === null ? {} : { channel: row.channel }),
    ...{ text: row.text, by: row.said_by, name: row.said_name, at: row.said_at },
  }
}

/** What was said in a case, oldest first; only what everybody may read unless told otherwise. */
export async function listMessages(db: Queryable, port: string, inspection: string, audience: 'agencies' | 'everyone', after: string | undefined, limit: number): Promise<Message[]> {
  const rows = await db.query<Row>(
    `select m.id, m.inspection_id, m.kind, m.audience, m.side_kind, m.side_code, m.agencies, m.channel, m.text, m.said_by, m.said_name, m.said_at
     from joint.message m where m.port = $1 and m.inspection_id = $2 and ($3 = 'agencies' or m.audience = 'everyone') and ($4::uuid is null or m.id > $4)
     order by m.id limit $5`,
    [port, inspection, audience, after ?? null, limit],
  )
  return rows.map(messageOf)
}

/** The agencies that consulted each other, of each record of a case. */
export async function consultedAgencies(db: Queryable, port: string, inspection: string): Promise<(readonly string[])[]> {
  const rows = await db.query<{ agencies: readonly string[] }>(`select m.agencies from joint.message m where m.port = $1 and m.inspection_id = $2 and m.kind = 'consultation'`, [port, inspection])
  return rows.map((row) => row.agencies)
}
