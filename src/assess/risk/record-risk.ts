import { z } from 'zod'
import { everyPort } from '../../kernel/actor.ts'
import { plus, toIso } from '../../kernel/instant.ts'
import { must } from '../../kernel/invariant.ts'
import type { Pack } from '../../kernel/pack.ts'
import { ok, refuse, type Result } from '../../kernel/result.ts'
import type { Context } from '../../platform/context.ts'
import type { Tx } from '../../platform/database/database.ts'
import { append } from '../../platform/ledger/append.ts'
import { ruleSpread } from '../domain/rule-spread.ts'
import { mayTarget } from './domain/permissions.ts'
import { cleanScope, subjectOf, type RiskScope, type Evidence } from './domain/risk-entry.ts'
import { changeEntry, findEntry, insertEntries, insertPerson, lockEntry, readPerson, type NewEntry, type StoredEntry } from './entry-store.ts'
import { checkEntry, ClassificationBody, EvidenceBody, moment, readMoment, ScopeBody, text } from './scope-body.ts'

export const RecordRisk = z
  .strictObject({
    id: z.uuid().optional(),
    scope: ScopeBody.optional(),
    /** A person: who it is is kept apart; rules know a hash of the number only. */
    person: z.strictObject({ name: text(100), number: text(40), note: text(500).optional() }).optional(),
    level: z.string().min(1).max(40),
    title: text(200),
    reason: text(1000),
    source: text(200).default('officer'),
    classification: ClassificationBody.default('restricted'),
    evidence: EvidenceBody.default([]),
    validTo: moment,
  })
  .refine(({ scope, person }) => scope !== undefined || person !== undefined, { path: ['scope'], params: { code: 'risk/scope-empty' } })
export type RecordRisk = z.infer<typeof RecordRisk>

/** What a record made by the program says, where no person fills a form in. */
export interface NewRecord {
  readonly scope: RiskScope
  readonly level: string
  readonly title: string
  readonly reason: string
  readonly source: string
  readonly classification: StoredEntry['classification']
  readonly evidence: readonly Evidence[]
  readonly validTo: NewEntry['validTo']
  readonly alertId: string | null
}

/** Writes risk records that begin when every process knows of them, and their facts; gives their ids in order. The caller has checked who and what. */
export async function writeRecords(tx: Tx, context: Context, records: readonly (NewRecord & { readonly id: string })[]): Promise<string[]> {
  if (records.length === 0) return []
  const { actor, now } = context
  const entries = records.map((record): NewEntry => ({
    ...record, kind: 'record', subject: subjectOf(record.scope), homePort: record.scope.port ?? everyPort, measure: null, agency: actor.agency ?? null, methods: [], power: null, state: 'in-force',
    validFrom: plus(now, ruleSpread), createdBy: actor.id, createdName: actor.name, createdAt: now,
  }))
  const labels = await insertEntries(tx, entries)
  const facts = entries.map(({ id, homePort, subject, scope, level, title, source, classification, validTo, alertId }, n) => ({
    port: homePort, subjectKind: 'risk-record', subjectId: id, type: 'RiskRecorded',
    payload: { label: labels[n] ?? '', subject, scope: { ...scope }, level, title, source, classification, validTo: toIso(validTo) }, ...(alertId === null ? {} : { related: [{ kind: 'alert', id: alertId }] }),
  }))
  await append(tx, context, facts)
  return entries.map(({ id }) => id)
}

/** Writes one risk record as `writeRecords` does; gives its id. */
export async function writeRecord(tx: Tx, context: Context, record: NewRecord, id = context.newId()): Promise<string> {
  await writeRecords(tx, context, [{ ...record, id }])
  return id
}

/** Records a risk of goods, boxes, conveyances or a person (RR-14): the next declaration it fits is raised, within seconds on every process. */
export async function recordRisk(tx: Tx, context: Context, law: Pack, body: RecordRisk): Promise<Result<StoredEntry>> {
  const { level, title, reason, source, classification, evidence, person } = body
  const denied = mayTarget(context.actor, body.scope?.port)
  if (denied !== undefined) return refuse(denied)
  const scope = cleanScope({ ...body.scope, ...(person === undefined ? {} : { person: person.number }) })
  const validTo = readMoment(body.validTo)
  const [first, ...rest] = checkEntry(law, context.now, { scope, level, validTo, longest: 'risk.record.longest' })
  if (first !== undefined) return refuse(first, ...rest)
  // Whoever a record is about must not be found by reading lists.
  const secrecy = person === undefined || classification === 'confidential' ? classification : ('restricted' as const)
  const id = await writeRecord(tx, context, { scope, level, title, reason, source, classification: secrecy, evidence, validTo, alertId: null }, body.id)
  if (person !== undefined) await insertPerson(tx, id, person)
  return ok(must(await findEntry(tx, id), 'the record just written'))
}

export const EndEntry = z.strictObject({ id: z.uuid().optional(), reason: text(500) })
export type EndEntry = z.infer<typeof EndEntry>

/** Ends a risk record before its time. What it raised stays raised. */
export async function withdrawRecord(tx: Tx, context: Context, id: string, { reason }: EndEntry): Promise<Result<StoredEntry>> {
  const entry = await lockEntry(tx, id)
  if (entry === undefined || entry.kind !== 'record') return refuse({ code: 'common/not-found' })
  const denied = mayTarget(context.actor, entry.homePort)
  if (denied !== undefined) return refuse(denied)
  if (entry.state !== 'in-force' || entry.validTo <= context.now) return refuse({ code: 'risk/not-in-force', facts: { label: entry.label } })
  await endEntry(tx, context, entry, 'withdrawn', reason)
  await append(tx, context, [{ port: entry.homePort, subjectKind: 'risk-record', subjectId: id, type: 'RiskRecordWithdrawn', payload: { label: entry.label, reason } }])
  return ok(must(await findEntry(tx, id), 'the record just ended'))
}

/** Ends an entry when every process knows of it, never before it began. */
export async function endEntry(tx: Tx, { actor, now }: Context, entry: StoredEntry, state: StoredEntry['state'], reason: string): Promise<void> {
  const soon = plus(now, ruleSpread)
  const validTo = soon > entry.validFrom ? soon : plus(entry.validFrom, 1)
  await changeEntry(tx, entry.id, { state, endedBy: actor.id, endedAt: now, endReason: reason, ...(entry.state === 'in-force' && validTo < entry.validTo ? { validTo } : {}) })
}

export const ReadPerson = z.strictObject({ id: z.uuid().optional(), purpose: text(300), case: text(100) })
export type ReadPerson = z.infer<typeof ReadPerson>

/** Tells who a record is about, to whoever says for what and in which case; the reading is a fact of the ledger, the personal data are not. */
export async function readRiskPerson(tx: Tx, context: Context, id: string, { purpose, case: about }: ReadPerson): Promise<Result<{ name: string; number: string; note?: string }>> {
  const entry = await findEntry(tx, id)
  const person = entry === undefined ? undefined : await readPerson(tx, id)
  if (entry === undefined || person === undefined) return refuse({ code: 'common/not-found' })
  const denied = mayTarget(context.actor, entry.homePort)
  if (denied !== undefined) return refuse(denied)
  await append(tx, context, [{ port: entry.homePort, subjectKind: 'risk-record', subjectId: id, type: 'RiskPersonRead', payload: { label: entry.label, purpose, case: about, agency: context.actor.agency ?? null } }])
  return ok(person)
}
