import { toIso, type Instant } from '../../kernel/instant.ts'
import type { Queryable, Tx } from '../../platform/database/database.ts'
import type { Debt, Overdue } from './domain/answer-clock.ts'

/** A try to reach the liaison of an agency that owes something. */
export interface Contact {
  readonly port: string
  readonly id: string
  readonly inspection: string
  readonly askedAt: Instant
  readonly agency: string
  readonly channel: 'email' | 'sms' | 'phone'
  readonly address?: string
  readonly state: 'sent' | 'failed' | 'open' | 'done'
  readonly detail?: string
  readonly triedAt: Instant
  readonly doneBy?: string
  readonly doneAt?: Instant
}

interface Row {
  readonly port: string
  readonly id: string
  readonly inspection_id: string
  readonly asked_at: Instant
  readonly agency: string
  readonly channel: Contact['channel']
  readonly address: string | null
  readonly state: Contact['state']
  readonly detail: string | null
  readonly tried_at: Instant
  readonly done_by: string | null
  readonly done_at: Instant | null
}

const columns = 'c.port, c.id, c.inspection_id, c.asked_at, c.agency, c.channel, c.address, c.state, c.detail, c.tried_at, c.done_by, c.done_at'

function contactOf(row: Row): Contact {
  return {
    ...{ port: row.port, id: row.id, inspection: row.inspection_id, askedAt: row.asked_at, agency: row.agency, channel: row.channel, state: row.state, triedAt: row.tried_at },
    ...(row.address === null ? {} : { address: row.address }),
    ...(row.detail === null ? {} : { detail: row.detail }),
    ...(row.done_by === null ? {} : { doneBy: row.done_by }),
    ...(row.done_at === null ? {} : { doneAt: row.done_at }),
  }
}

/** Keeps tries to reach parties; one that was kept before is left as it is. */
export async function insertContacts(tx: Tx, contacts: readonly Contact[]): Promise<void> {
  if (contacts.length === 0) return
  await tx.query(
    `insert into joint.contact (port, id, inspection_id, asked_at, agency, channel, address, state, detail, tried_at)
     select port, id, inspection_id, asked_at, agency, channel, address, state, detail, tried_at
     from jsonb_to_recordset($1::jsonb) as c(port text, id uuid, inspection_id uuid, asked_at timestamptz, agency text, channel text, address text, state text, detail text, tried_at timestamptz)
     on conflict do nothing`,
    [JSON.stringify(contacts.map((contact) => ({ ...contact, inspection_id: contact.inspection, asked_at: toIso(contact.askedAt), tried_at: toIso(contact.triedAt) })))],
  )
}

/** Tries to reach the parties of a case, oldest first. */
export async function findContacts(db: Queryable, port: string, inspection: string): Promise<Contact[]> {
  return (await db.query<Row>(`select ${columns} from joint.contact c where c.port = $1 and c.inspection_id = $2 order by c.tried_at, c.id`, [port, inspection])).map(contactOf)
}

/** Telephone calls that are to be made at ports, oldest first. */
export async function listOpenCalls(db: Queryable, ports: readonly string[], limit: number): Promise<Contact[]> {
  return (await db.query<Row>(`select ${columns} from joint.contact c where c.port = any($1::text[]) and c.state = 'open' order by c.id limit $2`, [ports, limit])).map(contactOf)
}

/** One contact, locked until the transaction ends. */
export async function takeContact(tx: Tx, ports: readonly string[], id: string): Promise<Contact | undefined> {
  const [row] = await tx.query<Row>(`select ${columns} from joint.contact c where c.port = any($1::text[]) and c.id = $2 for update`, [ports, id])
  return row === undefined ? undefined : contactOf(row)
}

/** A call has been made. */
export async function endContact(tx: Tx, port: string, id: string, outcome: string, by: string, at: Instant): Promise<void> {
  await tx.query(`update joint.contact set state = 'done', detail = $3, done_by = $4, done_at = $5 where port = $1 and id = $2`, [port, id, outcome, by, toIso(at)])
}

/** Keeps an escalation; false when it was kept before. */
export async function insertEscalation(tx: Tx, port: string, inspection: string, { askedAt, owes, level, agencies }: Overdue, at: Instant): Promise<boolean> {
  const rows = await tx.query(
    `insert into joint.escalation (port, inspection_id, asked_at, owes, level, agencies, at) values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing returning level`,
    [port, inspection, toIso(askedAt), owes, level, agencies, toIso(at)],
  )
  return rows.length > 0
}

/** What was not done in time in a case, oldest first. */
export async function findEscalations(db: Queryable, port: string, inspection: string): Promise<(Overdue & { readonly at: Instant })[]> {
  const rows = await db.query<{ asked_at: Instant; owes: Debt; level: 1 | 2; agencies: readonly string[]; at: Instant }>(
    'select e.asked_at, e.owes, e.level, e.agencies, e.at from joint.escalation e where e.port = $1 and e.inspection_id = $2 order by e.at, e.level',
    [port, inspection],
  )
  return rows.map(({ asked_at: askedAt, ...row }) => ({ askedAt, ...row }))
}
