import { toIso, type Instant } from '../../kernel/instant.ts'
import type { Queryable, Tx } from '../../platform/database/database.ts'

/** A change of a register of rules that one person wrote and a second has to agree to. */
export interface Proposal {
  readonly register: string
  readonly number: number
  readonly kind: 'version' | 'end'
  readonly key: string
  /** Null: the entry is to end. */
  readonly data: object | null
  readonly validFrom: Instant | null
  readonly validTo: Instant | null
  readonly seen: number
  readonly hash: string
  readonly reason: string
  readonly state: 'proposed' | 'agreed' | 'declined'
  readonly authorId: string
  readonly author: string
  readonly proposedAt: Instant
  readonly decidedBy: string | null
  readonly decidedAt: Instant | null
  readonly answer: string | null
}

const columns = `register, number, kind, key, data, valid_from as "validFrom", valid_to as "validTo", seen, encode(hash, 'hex') as hash, reason, state, author_id as "authorId", author_name as author,
  proposed_at as "proposedAt", decided_by as "decidedBy", decided_at as "decidedAt", answer`

export type NewProposal = Omit<Proposal, 'number' | 'state' | 'decidedBy' | 'decidedAt' | 'answer'>

/** Writes a proposal under the next number of its register, which it returns. Call `nextRevision` first: one writer per register. */
export async function insertProposal(tx: Tx, one: NewProposal): Promise<number> {
  const time = (at: Instant | null): string | null => (at === null ? null : toIso(at))
  const [row] = await tx.query<{ number: number }>(
    `insert into registry.proposal (register, number, kind, key, data, valid_from, valid_to, seen, hash, reason, state, author_id, author_name, proposed_at)
     select $1, coalesce(max(number), 0) + 1, $2, $3, $4::jsonb, $5, $6, $7, decode($8, 'hex'), $9, 'proposed', $10, $11, $12 from registry.proposal where register = $1
     returning number`,
    [one.register, one.kind, one.key, one.data === null ? null : JSON.stringify(one.data), time(one.validFrom), time(one.validTo), one.seen, one.hash, one.reason, one.authorId, one.author, toIso(one.proposedAt)],
  )
  return row?.number ?? 0
}

/** A proposal of the register by its number, decided or not; undefined when there is none. */
export async function findProposal(q: Queryable, register: string, number: number): Promise<Proposal | undefined> {
  const [row] = await q.query<Proposal>(`select ${columns} from registry.proposal where register = $1 and number = $2`, [register, number])
  return row
}

/** Proposals of a register, newest first, those below `before` and of one state where given. */
export function listProposals(q: Queryable, register: string, state: string | undefined, before: number | undefined, limit: number): Promise<Proposal[]> {
  return q.query<Proposal>(
    `select ${columns} from registry.proposal where register = $1 and ($2::text is null or state = $2) and ($3::int is null or number < $3) order by number desc limit $4`,
    [register, state ?? null, before ?? null, limit],
  )
}

/** Decides a proposal; false when it has been decided meanwhile. */
export async function decideProposal(tx: Tx, { register, number }: Pick<Proposal, 'register' | 'number'>, state: 'agreed' | 'declined', by: { readonly id: string; readonly name: string; readonly at: Instant; readonly answer: string | null }): Promise<boolean> {
  const rows = await tx.query(
    `update registry.proposal set state = $3, decided_id = $4, decided_by = $5, decided_at = $6, answer = $7 where register = $1 and number = $2 and state = 'proposed' returning number`,
    [register, number, state, by.id, by.name, toIso(by.at), by.answer],
  )
  return rows.length > 0
}
