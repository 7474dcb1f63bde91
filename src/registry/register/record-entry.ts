import { z } from 'zod'
import { everyPort } from '../../kernel/actor.ts'
import type { Json } from '../../kernel/canonical-json.ts'
import { parseInstant, plus, seconds, toIso, type Instant } from '../../kernel/instant.ts'
import type { Refusal } from '../../kernel/refusal.ts'
import { ok, refuse, type Result } from '../../kernel/result.ts'
import type { Context } from '../../platform/context.ts'
import type { Tx } from '../../platform/database/database.ts'
import { refusalsOf } from '../../platform/http/zod-refusals.ts'
import { Moment } from '../../platform/http/moments.ts'
import { enqueue } from '../../platform/jobs/public.ts'
import { append } from '../../platform/ledger/append.ts'
import { anyRegister, type AnyRegister, type Register } from './define-register.ts'
import { placeEnd, placeVersion, type LatestVersion } from './domain/place-version.ts'
import { toEntryView, type EntryView } from './entry-view.ts'
import { closeVersions, findLatest, insertEntries, nextRevision, type EntryRow } from './store.ts'

/** Announced when a register changes, so that caches of this process look at once. */
export const registersChanged = 'registers'


export const RecordEntry = z.strictObject({
  data: z.record(z.string(), z.json()),
  /** Now when absent. */
  validFrom: Moment.optional(),
  validTo: Moment.optional(),
  /** The newest version the sender saw; 0 or absent for a new entry. */
  expectedVersion: z.int().min(0).optional(),
})
export type RecordEntry = z.infer<typeof RecordEntry>

export const EndEntry = z.strictObject({ validTo: Moment.optional(), expectedVersion: z.int().min(1).optional(), reason: z.string().trim().min(1).max(500) })
export type EndEntry = z.infer<typeof EndEntry>

/** The newest version of a row in the words of the decision. */
export function toLatest(row: EntryRow | undefined): LatestVersion | undefined {
  if (row === undefined) return undefined
  return { version: row.version, validFrom: row.valid_from, ...(row.valid_to === null ? {} : { validTo: row.valid_to }) }
}

/** Content checked by the register's schema, with pointers below `at`. */
export function parseData<Data extends object>(register: Register<Data>, input: unknown, at: string): Result<Data> {
  const parsed = register.schema.safeParse(input, { reportInput: true })
  if (parsed.success) return ok(parsed.data)
  const [first, ...rest] = refusalsOf(parsed.error).map((refusal): Refusal => ({ ...refusal, pointer: at + (refusal.pointer ?? '') }))
  return refuse(first ?? { code: 'common/invalid', pointer: at }, ...rest)
}

function readMoment(text: string | undefined, absent: Instant): Instant {
  return text === undefined ? absent : (parseInstant(text) ?? absent)
}

/** A proposal that the actor agrees to: who wrote it and its number in the register. */
export interface Agreed {
  readonly number: number
  readonly author: string
}

/** Nobody changes a register of rules alone (GV-15): said after whoever may not record at all was turned away. */
export function alone(register: AnyRegister, agreed: Agreed | undefined): Refusal | undefined {
  return register.rule === undefined || agreed !== undefined ? undefined : { code: 'registers/second-person-first', facts: { register: register.name }, clause: 'GV-15' }
}

/**
 * Records a new version of an entry, from now or a later moment, and ends the former one there. Refuses content against the schema, an actor
 * who does not look after the entry, what `placeVersion` refuses, and in a register of rules whatever is not `agreed`. `ifMatch` may name the
 * version seen instead of the body.
 */
export async function recordEntry<Data extends object>(tx: Tx, context: Context, register: Register<Data>, command: RecordEntry, ifMatch?: string, agreed?: Agreed): Promise<Result<EntryView>> {
  const data = parseData(register, command.data, '/data')
  if (!data.ok) return data
  const may = agreed === undefined ? register.mayRecord : register.mayAgree
  if (!may(context.actor, data.value)) return refuse({ code: 'common/not-permitted' })
  const second = alone(anyRegister(register), agreed)
  if (second !== undefined) return refuse(second)
  const revision = await nextRevision(tx, register.name)
  const key = register.key(data.value)
  const former = (await findLatest(tx, register.name, [key])).get(key)
  // Content decides who looks after an entry: it may not be taken over by changing the content.
  if (former !== undefined && !may(context.actor, former.data as Data)) return refuse({ code: 'common/not-permitted' })
  const [objection] = (await register.judge?.(tx, [{ data: data.value, former: former?.data as Data | undefined }], context.now)) ?? []
  if (objection !== undefined) return refuse(objection)
  const expectedVersion = command.expectedVersion ?? (ifMatch !== undefined && /^\d{1,9}$/.test(ifMatch) ? Number(ifMatch) : 0)
  const validFrom = readMoment(command.validFrom, context.now)
  const wanted = { validFrom, expectedVersion, ...(command.validTo === undefined ? {} : { validTo: readMoment(command.validTo, validFrom) }) }
  const placed = placeVersion(toLatest(former), wanted, context.now)
  if (!placed.ok) return placed
  const { version, validTo, closes } = placed.value
  if (closes !== undefined) await closeVersions(tx, register.name, revision, [{ key, version: closes.version, valid_to: toIso(closes.validTo) }])
  const entry = { key, version, valid_from: toIso(validFrom), valid_to: validTo === undefined ? null : toIso(validTo), data: data.value }
  const recordedBy = agreed === undefined ? context.actor.name : `${agreed.author} + ${context.actor.name}`
  await insertEntries(tx, register.name, revision, [entry], { source: 'console', actor: recordedBy, at: context.now })
  await append(tx, context, [
    {
      port: everyPort,
      subjectKind: 'register',
      subjectId: register.name,
      type: 'RegisterEntryRecorded',
      payload: { key, version, validFrom: entry.valid_from, validTo: entry.valid_to, data: data.value as unknown as Json, ...proposed(agreed) },
      related: [{ kind: 'register-entry', id: `${register.name}/${key}` }],
    },
  ])
  const replaced = closes === undefined || former === undefined ? [] : [{ data: former.data as Data, validTo: closes.validTo }]
  await oweFollowing(tx, context, register, [...replaced, { data: data.value, validFrom, validTo }])
  tx.announce(registersChanged)
  return ok(toEntryView({ ...entry, valid_from: validFrom, valid_to: validTo ?? null, source: 'console', recorded_by: recordedBy, recorded_at: context.now }))
}

/** What a fact says of the proposal that was agreed to. */
const proposed = (agreed: Agreed | undefined): Json & object => (agreed === undefined ? {} : { proposal: agreed.number, author: agreed.author })

/** Until this long after a change every process has it. */
const spread = seconds(2)

/** Owes what follows from versions that begin, and that end, each once it holds in every process. */
export async function oweFollowing<Data extends object>(
  tx: Tx,
  stamp: Pick<Context, 'now' | 'newId'>,
  { follows, ends }: Register<Data>,
  versions: readonly { readonly data: Data; readonly validFrom?: Instant; readonly validTo?: Instant | undefined }[],
): Promise<void> {
  const onceAt = (moment: Instant, work: { readonly kind: string; readonly payload: Json }) => ({ port: everyPort, ...work, runAt: plus(stamp.now, Math.max(spread, moment - stamp.now + spread)) })
  const jobs = versions.flatMap(({ data, validFrom, validTo }) => [
    ...(follows === undefined || validFrom === undefined ? [] : [onceAt(validFrom, follows(data))]),
    ...(ends === undefined || validTo === undefined ? [] : [onceAt(validTo, ends(data))]),
  ])
  if (jobs.length > 0) await enqueue(tx, stamp, ...jobs)
}

/** Ends an entry without a successor, now or later. */
export async function endEntry<Data extends object>(tx: Tx, context: Context, register: Register<Data>, key: string, command: EndEntry, ifMatch?: string, agreed?: Agreed): Promise<Result<EntryView>> {
  const revision = await nextRevision(tx, register.name)
  const former = (await findLatest(tx, register.name, [key])).get(key)
  if (former === undefined) return refuse({ code: 'common/not-found' })
  if (!(agreed === undefined ? register.mayRecord : register.mayAgree)(context.actor, former.data as Data)) return refuse({ code: 'common/not-permitted' })
  const second = alone(anyRegister(register), agreed)
  if (second !== undefined) return refuse(second)
  const expectedVersion = command.expectedVersion ?? (ifMatch !== undefined && /^\d{1,9}$/.test(ifMatch) ? Number(ifMatch) : 0)
  const placed = placeEnd(toLatest(former), expectedVersion, readMoment(command.validTo, context.now), context.now)
  if (!placed.ok) return placed
  const { version, validTo } = placed.value
  await endVersion(tx, context, register, revision, { key, version, validTo, data: former.data as Data }, command.reason, agreed)
  return ok(toEntryView({ ...former, valid_to: validTo }))
}

/**
 * Ends an entry now for a procedure that says itself who may (TP-10), whatever version stands; one that has ended, or is not there, is left alone.
 * Gives whether it ended something.
 */
export async function closeEntry<Data extends object>(tx: Tx, context: Context, register: Register<Data>, key: string, reason: string): Promise<boolean> {
  const revision = await nextRevision(tx, register.name)
  const former = (await findLatest(tx, register.name, [key])).get(key)
  if (former === undefined || former.valid_from >= context.now || (former.valid_to !== null && former.valid_to <= context.now)) return false
  await endVersion(tx, context, register, revision, { key, version: former.version, validTo: context.now, data: former.data as Data }, reason)
  return true
}

async function endVersion<Data extends object>(tx: Tx, context: Context, register: Register<Data>, revision: number, ended: { readonly key: string; readonly version: number; readonly validTo: Instant; readonly data: Data }, reason: string, agreed?: Agreed): Promise<void> {
  const { key, version, validTo, data } = ended
  await closeVersions(tx, register.name, revision, [{ key, version, valid_to: toIso(validTo) }])
  await append(tx, context, [
    {
      port: everyPort,
      subjectKind: 'register',
      subjectId: register.name,
      type: 'RegisterEntryEnded',
      payload: { key, version, validTo: toIso(validTo), reason, ...proposed(agreed) },
      related: [{ kind: 'register-entry', id: `${register.name}/${key}` }],
    },
  ])
  await oweFollowing(tx, context, register, [{ data, validTo }])
  tx.announce(registersChanged)
}
