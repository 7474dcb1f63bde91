import { z } from 'zod'
import { atPort, hasRole } from '../../kernel/actor.ts'
import type { Pack } from '../../kernel/pack.ts'
import { ok, refuse, type Result } from '../../kernel/result.ts'
import type { Context } from '../../platform/context.ts'
import type { Tx } from '../../platform/database/database.ts'
import { append } from '../../platform/ledger/append.ts'
import { findInspection } from '../inspections/public.ts'
import { logQuery } from '../mutual/public.ts'
import { portsOf } from '../ports.ts'
import { mayQueryTraveller } from './domain/may-query.ts'
import { findTravellerRecords, insertTravellerRecord, type TravellerRecord } from './store.ts'

const name = z.string().trim().min(1).max(100)

export const RecordTraveller = z.strictObject({
  id: z.uuid().optional(),
  port: name,
  traveller: name,
  articles: z.array(name).min(1).max(50),
  content: z.record(z.string().regex(/^[a-z][a-z-]{0,39}$/), z.string().max(500)),
})
export type RecordTraveller = z.infer<typeof RecordTraveller>

export const QueryTraveller = z.strictObject({ port: name, traveller: name, inspection: z.uuid().optional(), purpose: z.string().trim().min(1).max(200).optional() })
export type QueryTraveller = z.infer<typeof QueryTraveller>

/** An agency writes down what it knows of a traveller and the articles carried. Content stays out of the ledger. */
export async function recordTraveller(tx: Tx, context: Context, pack: Pack, body: RecordTraveller): Promise<Result<TravellerRecord>> {
  const { actor, now } = context
  const { agency } = actor
  if (!hasRole(actor, 'officer') || agency === undefined) return refuse({ code: 'common/not-permitted' })
  if (!atPort(actor, body.port) || !portsOf(actor, pack).includes(body.port)) return refuse({ code: 'transfers/not-your-port', pointer: '/port' })
  const { port, traveller, articles, content } = body
  const record = { port, id: context.newId(), traveller, agency, articles, content, by: actor.name, at: now }
  await insertTravellerRecord(tx, record)
  await append(tx, context, [{ port, subjectKind: 'traveller-record', subjectId: record.id, type: 'TravellerRecorded', payload: { agency, traveller, fields: Object.keys(content) } }])
  return ok(record)
}

/** What others know of a traveller, for a live joint case about an article of theirs and for a purpose; asked for without, it is denied. Both are logged (JI-12). */
export async function queryTraveller(context: Context, pack: Pack, body: QueryTraveller): Promise<Result<readonly TravellerRecord[]>> {
  const { actor } = context
  const { port, traveller, purpose } = body
  const agency = actor.agency ?? ''
  if (!portsOf(actor, pack).includes(port) || !atPort(actor, port)) return refuse({ code: 'transfers/not-your-port', pointer: '/port' })
  const inspection = body.inspection === undefined ? undefined : await findInspection(context.db, [port], body.inspection)
  const refusal = mayQueryTraveller(actor, purpose, inspection)
  const asked = { port, kind: 'traveller' as const, agency, subject: traveller, ...(purpose === undefined ? {} : { purpose }), ...(body.inspection === undefined ? {} : { caseId: body.inspection }) }
  if (refusal !== undefined || inspection === undefined) {
    if (refusal?.code !== 'common/not-permitted') await logQuery(context, { ...asked, allowed: [], denied: ['traveller'] }, [])
    return refuse(refusal ?? { code: 'travellers/case-required', pointer: '/inspection', clause: 'JI-12' })
  }
  const records = await findTravellerRecords(context.db, port, traveller, inspection.object.ref)
  await logQuery(context, { ...asked, allowed: ['traveller'], denied: [] }, [{ kind: 'joint-inspection', id: inspection.id }])
  return ok(records)
}
