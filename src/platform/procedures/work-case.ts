import { createHash } from 'node:crypto'
import type { Actor } from '../../kernel/actor.ts'
import { canonicalJson, type Json } from '../../kernel/canonical-json.ts'
import { advance, dueClocks, nextDue, type GivenEvidence, type Position, type Step } from '../../kernel/procedure/advance.ts'
import { must } from '../../kernel/invariant.ts'
import { ok, refuse, type Result } from '../../kernel/result.ts'
import type { Context } from '../context.ts'
import type { Tx } from '../database/database.ts'
import { enqueue, type JobKinds, type NewJob } from '../jobs/public.ts'
import { append } from '../ledger/append.ts'
import { oweNotices, recipientOf } from '../notices/public.ts'
import type { AnyCaseKind, ProcedureCase } from './case-kind.ts'
import { insertAct, insertCase, lockCase, updateCase, type CaseRow } from './store.ts'

/** A case to be opened. */
export interface NewCase {
  readonly port: string
  readonly parties: readonly string[]
  readonly subject: { readonly kind: string; readonly id: string }
  readonly data: object
  /** Lengths that hold for this case alone, by parameter: what a measure of policy says of its goods. */
  readonly clocks?: Readonly<Record<string, number>>
}

/** A stored case in the words of its module. */
export function toCase(row: CaseRow): ProcedureCase {
  return {
    port: row.port,
    id: row.id,
    state: row.state,
    enteredAt: row.entered_at,
    overdue: row.overdue,
    parties: row.parties,
    subject: { kind: row.subject_kind, id: row.subject_id },
    data: row.data,
    openedAt: row.opened_at,
  }
}

/** The party an actor stands for, as cases name it. */
export function partyKeyOf(actor: Actor): string | undefined {
  const recipient = recipientOf(actor)
  // Headquarters oversees cases; it is a party to none.
  return recipient === undefined || recipient.kind === 'headquarters' ? undefined : `${recipient.kind}:${recipient.code}`
}

/** How long the clocks of a case are that entered its state at a moment: what was set for it, else the parameters. */
function lengthsOf(kind: AnyCaseKind, { port, clocks }: Pick<CaseRow, 'port' | 'clocks'>, at: CaseRow['entered_at']): ReturnType<AnyCaseKind['lengths']> {
  return { ...kind.lengths(port, at), ...clocks }
}

const clockJob = 'procedure-clock'

function clockAt(kind: AnyCaseKind, row: Pick<CaseRow, 'port' | 'id' | 'due_at'>): NewJob[] {
  return row.due_at === null ? [] : [{ port: row.port, kind: clockJob, key: row.id, payload: { procedure: kind.procedure.name, id: row.id }, runAt: row.due_at }]
}

/** What an act says, or where it is confidential the hash of it. */
function evidenceFact(kind: AnyCaseKind, evidence: GivenEvidence): { [key: string]: Json } {
  if (Object.keys(evidence).length === 0) return {}
  return kind.confidential ? { evidenceHash: createHash('sha256').update(canonicalJson(evidence)).digest('hex') } : { evidence: { ...evidence } }
}

/** Fact and notices of something that happened to a case. */
async function tell(tx: Tx, context: Context, kind: AnyCaseKind, row: CaseRow, records: string, payload: { readonly [key: string]: Json }): Promise<void> {
  const audience = row.parties.filter((party) => !party.startsWith('agency:'))
  const related = [{ kind: row.subject_kind, id: row.subject_id }]
  await append(tx, context, [{ port: row.port, subjectKind: kind.subjectKind, subjectId: row.id, type: records, payload, related, audience }])
  await oweNotices(tx, context, kind.notices(records, toCase(row)), { recordedByCaller: true })
}

/** Opens a case in the initial state of its procedure. Whether the actor may is the module's to ask before. */
export async function openCase(tx: Tx, context: Context, kind: AnyCaseKind, wanted: NewCase): Promise<CaseRow> {
  const { procedure } = kind
  const position: Position = { state: procedure.initial, enteredAt: context.now, overdue: [] }
  const clocks = wanted.clocks ?? {}
  const dueAt = nextDue(procedure, position, lengthsOf(kind, { port: wanted.port, clocks }, context.now))
  const row: CaseRow = {
    port: wanted.port,
    id: context.newId(),
    procedure: procedure.name,
    edition: procedure.version,
    state: procedure.initial,
    version: 1,
    entered_at: context.now,
    due_at: dueAt ?? null,
    overdue: [],
    parties: wanted.parties,
    subject_kind: wanted.subject.kind,
    subject_id: wanted.subject.id,
    data: wanted.data,
    clocks,
    opened_by: context.actor.name,
    opened_at: context.now,
    closed_at: null,
  }
  await insertCase(tx, row)
  await insertAct(tx, row.port, row.id, {
    seq: 1, act: 'open', from_state: null, to_state: row.state, party: partyKeyOf(context.actor) ?? 'system', actor_id: context.actor.id, actor_name: context.actor.name, evidence: {}, at: context.now,
  })
  await enqueue(tx, context, ...clockAt(kind, row))
  await tell(tx, context, kind, row, kind.opens, kind.confidential ? { parties: [...row.parties] } : { parties: [...row.parties], data: row.data as Json })
  return row
}

async function move(tx: Tx, kind: AnyCaseKind, row: CaseRow, step: Step, act: { readonly act: string; readonly party: string; readonly actor: Actor; readonly evidence: GivenEvidence; readonly at: CaseRow['entered_at'] }): Promise<CaseRow> {
  const { position } = step
  const moved: CaseRow = {
    ...row,
    state: position.state,
    version: row.version + 1,
    entered_at: position.enteredAt,
    due_at: step.dueAt ?? null,
    overdue: position.overdue,
    closed_at: kind.procedure.final.includes(position.state) ? act.at : null,
  }
  await updateCase(tx, moved)
  await insertAct(tx, row.port, row.id, {
    seq: moved.version, act: act.act, from_state: step.from, to_state: position.state, party: act.party, actor_id: act.actor.id, actor_name: act.actor.name, evidence: act.evidence, at: act.at,
  })
  return moved
}

/** The case, when the actor is one of its parties or may see it; for anybody else it does not exist. */
export function seenBy(actor: Actor, kind: AnyCaseKind, row: CaseRow | undefined): row is CaseRow {
  return row !== undefined && (kind.partiesOf(actor, toCase(row)).length > 0 || kind.maySee(actor, toCase(row)))
}

/**
 * Does an act on a case: state, time-line, clock, fact and notices in one transaction, one act at a time per case.
 * Clocks that ran out before the act count first, also when nobody has looked since. Refuses what `advance` refuses.
 */
export async function actOnCase(tx: Tx, context: Context, kind: AnyCaseKind, id: string, act: string, evidence: GivenEvidence): Promise<Result<CaseRow>> {
  const found = await lockCase(tx, kind.procedure.name, id)
  if (!seenBy(context.actor, kind, found)) return refuse({ code: 'common/not-found' })
  const row = await expireClocks(tx, context, kind, found)
  const position: Position = { state: row.state, enteredAt: row.entered_at, overdue: row.overdue }
  const given = Object.fromEntries(Object.entries(evidence).filter(([, value]) => value.trim() !== ''))
  const step = advance(kind.procedure, position, act, kind.partiesOf(context.actor, toCase(row)), given, context.now, lengthsOf(kind, row, context.now))
  if (!step.ok) return step
  const { transition, party } = step.value
  const data = kind.dataAfter?.(toCase(row), act, given, context) ?? row.data
  const moved = await move(tx, kind, { ...row, data }, step.value, { act, party, actor: context.actor, evidence: given, at: context.now })
  const [refused, ...more] = (await kind.effect?.(tx, context, toCase(moved), act, given)) ?? []
  if (refused !== undefined) return refuse(refused, ...more)
  await enqueue(tx, context, ...clockAt(kind, moved))
  await tell(tx, context, kind, moved, transition.records, { act, from: step.value.from, to: moved.state, party, ...evidenceFact(kind, given) })
  return ok(moved)
}

/** Lets the clocks of a locked case run out that have ended by now. */
async function expireClocks(tx: Tx, context: Context, kind: AnyCaseKind, row: CaseRow): Promise<CaseRow> {
  const position: Position = { state: row.state, enteredAt: row.entered_at, overdue: row.overdue }
  let present = row
  for (const expiry of dueClocks(kind.procedure, position, context.now, lengthsOf(kind, row, row.entered_at))) {
    const { name, records } = expiry.clock
    present = await move(tx, kind, present, expiry, { act: `clock:${name}`, party: 'clock', actor: context.actor, evidence: {}, at: expiry.endedAt })
    await tell(tx, context, kind, present, records, { clock: name, from: expiry.from, to: present.state })
  }
  return present
}

/** The job that notices clocks that ran out. Looking again changes nothing: what has been flagged is not flagged twice. */
export function procedureJobs(kinds: readonly AnyCaseKind[]): JobKinds {
  return {
    [clockJob]: {
      run: async (context, job) => {
        const { procedure, id } = job.payload as { procedure: string; id: string }
        const kind = must(kinds.find((one) => one.procedure.name === procedure), `a clock of the unknown procedure ${procedure}`)
        await context.db.transaction(async (tx) => {
          const found = await lockCase(tx, procedure, id)
          if (found !== undefined) await enqueue(tx, context, ...clockAt(kind, await expireClocks(tx, context, kind, found)))
          await job.finishIn(tx)
        })
      },
    },
  }
}
