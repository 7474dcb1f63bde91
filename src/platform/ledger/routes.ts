import { z } from 'zod'
import { atPort, type Actor } from '../../kernel/actor.ts'
import { ok, refuse, type Result } from '../../kernel/result.ts'
import type { Context } from '../context.ts'
import type { Queryable } from '../database/database.ts'
import type { Api } from '../http/api.ts'
import { decodeCursor, decodeIdCursor, encodeCursor, ListQuery } from '../http/cursor.ts'
import type { Sights } from '../sight/known-subjects.ts'
import { mayReadLedger } from './domain/may-read-ledger.ts'
import { proveConsistency, proveInclusion } from './prove.ts'
import { findEntry, readCheckpoints, readNewestCheckpoints, readSealed, readSealedBefore, readTimeline } from './read-store.ts'
import { readableFacts } from './readable-facts.ts'
import { cutFactOf, readAllowed, toSubject } from './timeline.ts'
import { readLedgerPorts } from './verify-store.ts'
import { CheckpointView, ConsistencyProof, EntryProof, EntryView, toCheckpointView, toEntryProof, toEntryView, toWithheldEntry, toWithheldProof, WithheldEntry, WithheldProof } from './views.ts'

const Port = z.string().min(1).max(40)
const LedgerQuery = ListQuery.extend({ subject: z.string().max(300).regex(/^[a-z][a-z-]*:.+$/).optional(), port: Port.optional(), order: z.enum(['oldest', 'newest']).default('oldest') })
const CheckpointQuery = ListQuery.extend({ port: Port.optional() })
const ProofQuery = z.strictObject({ entry: z.uuid().optional(), port: Port.optional(), from: z.coerce.number().int().min(1).optional() })

type LedgerQuery = z.infer<typeof LedgerQuery>
type CheckpointQuery = z.infer<typeof CheckpointQuery>
type ProofQuery = z.infer<typeof ProofQuery>
type Page<T> = Promise<Result<{ items: T[]; next?: string }>>

/** Routes for whoever checks the ledger: entries, checkpoints to keep, proofs (LB-12), cut to what each reader may know of by `sights` (LB-09). */
export function ledgerRoutes(api: Api, sights: Sights): void {
  api.read({
    path: '/ledger',
    operation: 'listLedger',
    summary: 'Facts about one subject (`subject=kind:id`), or all sealed facts of a port (`port=`), oldest first or newest first (`order=`)',
    tags: ['ledger'],
    query: LedgerQuery,
    reply: z.object({ items: z.array(z.union([EntryView, WithheldEntry])), next: z.string().optional() }),
    statuses: { 'ledger/subject-or-port': 400 },
    run: (context, { query }) => listLedger(context, sights, query),
  })
  api.read({
    path: '/ledger/checkpoints',
    operation: 'listCheckpoints',
    summary: 'The newest signed checkpoint of each port, or all of one port (`port=`), newest first; a witness keeps the note',
    tags: ['ledger'],
    query: CheckpointQuery,
    reply: z.object({ items: z.array(CheckpointView), next: z.string().optional() }),
    run: (context, { query }) => listCheckpoints(context, query),
  })
  api.read({
    path: '/ledger/proof',
    operation: 'proveLedger',
    summary: 'Proof that an entry is under the newest checkpoint (`entry=`), or that a kept checkpoint is its beginning (`port=&from=size`)',
    tags: ['ledger'],
    query: ProofQuery,
    reply: z.union([EntryProof, WithheldProof, ConsistencyProof]),
    statuses: { 'ledger/entry-or-size': 400, 'ledger/not-sealed-yet': 409, 'ledger/larger-than-ledger': 409 },
    run: (context, { query }) => prove(context, sights, query),
  })
}

/** Of sealed entries of a port those the reader may not know of keep their place and nothing else; on the time-line of a subject they are not there. */
async function listLedger(context: Context, sights: Sights, { subject, port, after, limit, order }: LedgerQuery): Page<EntryView | WithheldEntry> {
  const { actor, db } = context
  const refusal = mayReadLedger(actor)
  if (refusal !== undefined) return refuse(refusal)
  if (subject !== undefined) {
    const cursor = decodeIdCursor(after)
    if (!cursor.ok) return cursor
    const ports = await portsOf(db, actor, port)
    const page = await readAllowed(context, sights, (from, size) => readTimeline(db, ports, toSubject(subject), from, size, order), cursor.value, limit)
    return ok({ items: page.items.map(toEntryView), ...(page.next === undefined ? {} : { next: encodeCursor([page.next]) }) })
  }
  if (port === undefined) return refuse({ code: 'ledger/subject-or-port', pointer: '/subject' })
  const position = positionOf(after)
  if (!position.ok) return position
  const from = position.value === undefined ? 0 : position.value + 1
  const newest = order === 'newest'
  const found = !atPort(actor, port) ? [] : newest ? await readSealedBefore(db, port, position.value, limit) : await readSealed(db, port, from, limit)
  const last = newest ? found.at(-1)?.position : from + limit - 1
  const readable = await readableFacts(context, sights, found.map(cutFactOf))
  return ok({ items: found.map((placed) => (readable.has(placed.entry.id) ? toEntryView(placed) : toWithheldEntry(placed))), ...(found.length === limit && typeof last === 'number' ? { next: encodeCursor([last]) } : {}) })
}

async function listCheckpoints({ actor, db }: Context, { port, after, limit }: CheckpointQuery): Page<CheckpointView> {
  const refusal = mayReadLedger(actor)
  if (refusal !== undefined) return refuse(refusal)
  if (port === undefined) return ok({ items: (await readNewestCheckpoints(db, await portsOf(db, actor, undefined))).map(toCheckpointView) })
  const before = positionOf(after)
  if (!before.ok) return before
  const rows = atPort(actor, port) ? await readCheckpoints(db, port, before.value, limit) : []
  const last = rows.at(-1)
  return ok({ items: rows.map(toCheckpointView), ...(last !== undefined && rows.length === limit ? { next: encodeCursor([last.size]) } : {}) })
}

async function prove(context: Context, sights: Sights, { entry: id, port, from }: ProofQuery): Promise<Result<EntryProof | WithheldProof | ConsistencyProof>> {
  const { actor, db } = context
  const refusal = mayReadLedger(actor)
  if (refusal !== undefined) return refuse(refusal)
  if (id !== undefined) return proveEntry(context, sights, await portsOf(db, actor, port), id)
  if (port === undefined || from === undefined) return refuse({ code: 'ledger/entry-or-size', pointer: '/entry' })
  const [checkpoint] = atPort(actor, port) ? await readNewestCheckpoints(db, [port]) : []
  if (checkpoint === undefined) return refuse({ code: 'common/not-found' })
  if (from > checkpoint.size) return refuse({ code: 'ledger/larger-than-ledger', pointer: '/from', facts: { size: checkpoint.size } })
  const hashes = await proveConsistency(db, port, from, checkpoint.size)
  return ok({ from, hashes: hashes.map((hash) => hash.toString('hex')), checkpoint: toCheckpointView(checkpoint) })
}

async function proveEntry(context: Context, sights: Sights, ports: readonly string[], id: string): Promise<Result<EntryProof | WithheldProof>> {
  const { db } = context
  const placed = await findEntry(db, ports, id)
  if (placed === undefined) return refuse({ code: 'common/not-found' })
  const { entry, position } = placed
  const [checkpoint] = await readNewestCheckpoints(db, [entry.port])
  // Leaves and their checkpoint are written in one transaction, and the checkpoint is read after the leaf.
  if (position === null || checkpoint === undefined) return refuse({ code: 'ledger/not-sealed-yet', pointer: '/entry' })
  const audit = await proveInclusion(db, entry.port, position, checkpoint.size)
  const readable = await readableFacts(context, sights, [cutFactOf(placed)])
  return ok(readable.has(id) ? toEntryProof(placed, audit, checkpoint) : toWithheldProof(placed, audit, checkpoint))
}

/** The ports the actor may read, cut to the one asked for. */
async function portsOf(db: Queryable, actor: Actor, port: string | undefined): Promise<readonly string[]> {
  if (port !== undefined) return atPort(actor, port) ? [port] : []
  return atPort(actor, '*') ? readLedgerPorts(db) : actor.ports
}

function positionOf(cursor: string | undefined): Result<number | undefined> {
  const key = decodeCursor(cursor, ['bigint'])
  return key.ok ? ok(key.value?.[0]) : key
}
