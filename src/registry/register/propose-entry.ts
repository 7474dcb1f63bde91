import { createHash } from 'node:crypto'
import { z } from 'zod'
import { everyPort } from '../../kernel/actor.ts'
import { canonicalJson, type Json } from '../../kernel/canonical-json.ts'
import { parseInstant, toIso, type Instant } from '../../kernel/instant.ts'
import { must } from '../../kernel/invariant.ts'
import type { Refusal } from '../../kernel/refusal.ts'
import { ok, refuse, type Result } from '../../kernel/result.ts'
import { personBehind, secondPerson } from '../../kernel/second-person.ts'
import type { Context } from '../../platform/context.ts'
import type { Queryable, Tx } from '../../platform/database/database.ts'
import { append } from '../../platform/ledger/append.ts'
import { Moment } from '../../platform/http/moments.ts'
import type { AnyRegister } from './define-register.ts'
import { placeEnd, placeVersion } from './domain/place-version.ts'
import type { EntryView } from './entry-view.ts'
import { decideProposal, findProposal, insertProposal, type Proposal } from './proposal-store.ts'
import { endEntry, parseData, recordEntry, RecordEntry, toLatest } from './record-entry.ts'
import { findLatest, nextRevision } from './store.ts'

const why = z.string().trim().min(3).max(1000)
export const ProposeEntry = RecordEntry.extend({ id: z.uuid().optional(), reason: why })
export const ProposeEnd = z.strictObject({ id: z.uuid().optional(), validTo: Moment.optional(), expectedVersion: z.int().min(1), reason: why })
export const Decline = z.strictObject({ id: z.uuid().optional(), reason: why })

/** A change as rules are held against it. */
export type ProposedChange = Pick<Proposal, 'kind' | 'key' | 'data' | 'validFrom' | 'validTo'>

/** What those who judge by a register of rules say of a change of it. */
export interface RuleGate {
  /** What the change would break; nothing where it is lawful. Asked when it is proposed and again when it is agreed to. */
  check(q: Queryable, register: AnyRegister, change: ProposedChange, now: Instant): Promise<readonly Refusal[]>
  /** What must still be done before it may hold. */
  ready(q: Queryable, proposal: Proposal, now: Instant): Promise<Refusal | undefined>
}

const read = (text: string | undefined): Instant | null => (text === undefined ? null : (parseInstant(text) ?? null))

function hashOf({ kind, key, data, validFrom, validTo }: ProposedChange, register: string): string {
  return createHash('sha256').update(canonicalJson({ register, kind, key, data, validFrom, validTo } as unknown as Json)).digest('hex')
}

async function write(tx: Tx, context: Context, register: AnyRegister, gate: RuleGate, change: ProposedChange, seen: number, reason: string): Promise<Result<Proposal>> {
  const [first, ...rest] = register.rule === 'tried' ? await gate.check(tx, register, change, context.now) : []
  if (first !== undefined) return refuse(first, ...rest)
  const hash = hashOf(change, register.name)
  const number = await insertProposal(tx, { ...change, register: register.name, seen, hash, reason, authorId: personBehind(context.actor), author: context.actor.name, proposedAt: context.now })
  const { kind, key, data, validFrom, validTo } = change
  const time = (at: Instant | null): string | null => (at === null ? null : toIso(at))
  const payload = { proposal: number, kind, key, data: data as unknown as Json, validFrom: time(validFrom), validTo: time(validTo), hash, reason }
  await append(tx, context, [{ port: everyPort, subjectKind: 'register', subjectId: register.name, type: 'RegisterChangeProposed', payload, related: [{ kind: 'register-entry', id: `${register.name}/${key}` }] }])
  return ok(must(await findProposal(tx, register.name, number), 'the proposal just written'))
}

const notOfRules: Refusal = { code: 'registers/not-of-rules' }

/**
 * Proposes the next version of an entry of a register of rules: checked in full, in force only once a second person agrees (GV-12, GV-15).
 * Refusals: as `recordEntry`, `registers/not-of-rules`, and what the gate finds.
 */
export async function proposeEntry(tx: Tx, context: Context, register: AnyRegister, gate: RuleGate, command: z.infer<typeof ProposeEntry>): Promise<Result<Proposal>> {
  if (register.rule === undefined) return refuse(notOfRules)
  const data = parseData(register, command.data, '/data')
  if (!data.ok) return data
  if (!register.mayRecord(context.actor, data.value)) return refuse({ code: 'common/not-permitted' })
  await nextRevision(tx, register.name)
  const key = register.key(data.value)
  const former = (await findLatest(tx, register.name, [key])).get(key)
  if (former !== undefined && !register.mayRecord(context.actor, former.data)) return refuse({ code: 'common/not-permitted' })
  const [objection] = (await register.judge?.(tx, [{ data: data.value, former: former?.data }], context.now)) ?? []
  if (objection !== undefined) return refuse(objection)
  const [validFrom, validTo] = [read(command.validFrom), read(command.validTo)]
  const seen = command.expectedVersion ?? 0
  const placed = placeVersion(toLatest(former), { validFrom: validFrom ?? context.now, expectedVersion: seen, ...(validTo === null ? {} : { validTo }) }, context.now)
  if (!placed.ok) return placed
  return write(tx, context, register, gate, { kind: 'version', key, data: data.value, validFrom, validTo }, seen, command.reason)
}

/** Proposes that an entry of a register of rules ends. Refusals: as `endEntry`, `registers/not-of-rules`, and what the gate finds. */
export async function proposeEnd(tx: Tx, context: Context, register: AnyRegister, gate: RuleGate, key: string, command: z.infer<typeof ProposeEnd>): Promise<Result<Proposal>> {
  if (register.rule === undefined) return refuse(notOfRules)
  await nextRevision(tx, register.name)
  const former = (await findLatest(tx, register.name, [key])).get(key)
  if (former === undefined) return refuse({ code: 'common/not-found' })
  if (!register.mayRecord(context.actor, former.data)) return refuse({ code: 'common/not-permitted' })
  const validTo = read(command.validTo)
  const placed = placeEnd(toLatest(former), command.expectedVersion, validTo ?? context.now, context.now)
  if (!placed.ok) return placed
  return write(tx, context, register, gate, { kind: 'end', key, data: null, validFrom: null, validTo }, command.expectedVersion, command.reason)
}

/**
 * Agrees to a proposal, by another person than its author: it holds from the day it was meant for, from now where that has passed. Refusals: `common/not-found`,
 * `common/not-permitted`, `common/persons-only`, `registers/same-person`, `registers/decided-already`, what the gate finds now and what it still wants done,
 * and those of recording, e.g. `registers/changed-meanwhile` where the entry is no longer the one the author saw.
 */
export async function agreeToProposal(tx: Tx, context: Context, register: AnyRegister, gate: RuleGate, number: number): Promise<Result<{ readonly proposal: Proposal; readonly entry: EntryView }>> {
  const { actor, now } = context
  await nextRevision(tx, register.name)
  const proposal = await findProposal(tx, register.name, number)
  if (proposal === undefined) return refuse({ code: 'common/not-found' })
  const former = (await findLatest(tx, register.name, [proposal.key])).get(proposal.key)
  if (!register.mayAgree(actor, (proposal.data ?? former?.data ?? {}))) return refuse({ code: 'common/not-permitted' })
  const same = secondPerson(actor, [proposal.authorId], { code: 'registers/same-person', clause: 'GV-15' })
  if (same !== undefined) return refuse(same)
  if (proposal.state !== 'proposed') return refuse({ code: 'registers/decided-already', facts: { number } })
  if (register.rule === 'tried') {
    const [first, ...rest] = await gate.check(tx, register, proposal, now)
    if (first !== undefined) return refuse(first, ...rest)
    const missing = await gate.ready(tx, proposal, now)
    if (missing !== undefined) return refuse(missing)
  }
  const agreed = { number, author: proposal.author }
  const from = (at: Instant | null): string => toIso(Math.max(at ?? now, now) as Instant)
  const until = proposal.validTo === null ? {} : { validTo: toIso(proposal.validTo) }
  const entry =
    proposal.data === null
      ? await endEntry(tx, context, register, proposal.key, { validTo: from(proposal.validTo), expectedVersion: proposal.seen, reason: proposal.reason }, undefined, agreed)
      : await recordEntry(tx, context, register, { data: proposal.data as RecordEntry['data'], validFrom: from(proposal.validFrom), ...until, expectedVersion: proposal.seen }, undefined, agreed)
  if (!entry.ok) return entry
  await decideProposal(tx, proposal, 'agreed', { id: actor.id, name: actor.name, at: now, answer: null })
  return ok({ proposal: must(await findProposal(tx, register.name, number), 'the proposal just agreed to'), entry: entry.value })
}

/** Declines a proposal, for a reason: by whoever may agree to it, or its author, who takes it back. Refusals: as `agreeToProposal`. */
export async function declineProposal(tx: Tx, context: Context, register: AnyRegister, number: number, reason: string): Promise<Result<Proposal>> {
  const { actor, now } = context
  const proposal = await findProposal(tx, register.name, number)
  if (proposal === undefined) return refuse({ code: 'common/not-found' })
  const former = (await findLatest(tx, register.name, [proposal.key])).get(proposal.key)
  if (personBehind(actor) !== proposal.authorId && !register.mayAgree(actor, proposal.data ?? former?.data ?? {})) return refuse({ code: 'common/not-permitted' })
  if (!(await decideProposal(tx, proposal, 'declined', { id: actor.id, name: actor.name, at: now, answer: reason }))) return refuse({ code: 'registers/decided-already', facts: { number } })
  await append(tx, context, [{ port: everyPort, subjectKind: 'register', subjectId: register.name, type: 'RegisterChangeDeclined', payload: { proposal: number, key: proposal.key, reason }, related: [{ kind: 'register-entry', id: `${register.name}/${proposal.key}` }] }])
  return ok(must(await findProposal(tx, register.name, number), 'the proposal just declined'))
}
