import type { Pack } from '../../kernel/pack.ts'
import type { Refusal } from '../../kernel/refusal.ts'
import { refuse, type Result } from '../../kernel/result.ts'
import type { Context } from '../../platform/context.ts'
import type { Tx } from '../../platform/database/database.ts'
import { append, type LedgerFact } from '../../platform/ledger/append.ts'
import { oweNotices, type NewNotice } from '../../platform/notices/public.ts'
import { findCollisions, followInspection, saveCollisions } from '../collisions/public.ts'
import { moveDirectives, placeDirectives, type DirectiveState } from '../directives/public.ts'
import { lockPort, portsOf } from '../ports.ts'
import { followDisposition, insertResults, type InspectionResult } from '../results/public.ts'
import type { Person } from './domain/agree.ts'
import type { Act, Disposition, Inspection, InspectionFact } from './domain/inspection.ts'
import { mayAct } from './domain/may-act.ts'
import type { Handling } from './domain/session.ts'
import type { Gates } from './gates.ts'
import { insertAnswers } from './answer-store.ts'
import type { Answer } from './domain/answer.ts'
import { insertDisposition, insertHandling } from './handling-store.ts'
import { inspectionFacts } from './inspection-facts.ts'
import type { Presence } from './domain/presence.ts'
import { insertPresences, insertTerms } from './presence-store.ts'
import type { KeptTerms, TermsOf } from './terms.ts'
import { findInspection, markTasksGone, saveInspections, takeInspections } from './store.ts'

/** What every act on an inspection is given. `ifMatch`: the version the caller saw. */
export interface Acting {
  readonly tx: Tx
  readonly context: Context
  readonly pack: Pack
  readonly id: string
  readonly ifMatch: string | undefined
  /** What other modules add; nothing where it is absent. */
  readonly gates?: Gates
  /** What the agencies have agreed on that bears on joint work; nothing where it is absent. */
  readonly terms?: TermsOf
}

/** An inspection changed by an act, with its facts; the first of an outcome is the one acted upon. */
export interface Changed {
  readonly inspection: Inspection
  readonly facts: readonly InspectionFact[]
}

/** What an act brings about. `created` are inspections that did not exist before. */
export interface Outcome {
  readonly changed: readonly [Changed, ...Changed[]]
  readonly created?: readonly Inspection[]
  /** Agencies that left; their tasks stay written down but no longer count. */
  readonly gone?: readonly string[]
  /** An opening, weighing or scan it recorded. */
  readonly handling?: Handling
  /** A decision it recorded. */
  readonly decision?: { readonly agency: string; readonly disposition: Disposition }
  /** What each agency found, shared from now on (LB-02). */
  readonly results?: readonly InspectionResult[]
  /** Directives that go to another inspection or state. */
  readonly placed?: readonly { readonly id: string; readonly inspection: string; readonly state: DirectiveState }[]
  /** The state its directives come to. */
  readonly directives?: DirectiveState
  readonly facts?: readonly LedgerFact[]
  readonly notices?: readonly NewNotice[]
  /** What sides answered to time and place. */
  readonly answers?: readonly Answer[]
  /** Who was there, or was not. */
  readonly presences?: readonly Presence[]
  /** The terms a session begins under. */
  readonly terms?: KeptTerms
}

/** An agency's own answer, as the acts that answer time and place record it (JI-07). */
export function agencyAnswer({ context }: Acting, inspection: Inspection, by: Person, answer: Pick<Answer, 'said' | 'slot' | 'site' | 'reason'>): Answer {
  return { id: context.newId(), inspection: inspection.id, side: { kind: 'agency', code: by.agency }, ...answer, by: by.id, name: by.name, at: context.now }
}

/** The version after a change. */
const bumped = (inspection: Inspection): Inspection => ({ ...inspection, version: inspection.version + 1 })

function changedMeanwhile(inspection: Inspection, ifMatch: string | undefined): Refusal | undefined {
  return ifMatch !== undefined && ifMatch !== '*' && ifMatch !== String(inspection.version) ? { code: 'common/changed-meanwhile', facts: { version: inspection.version } } : undefined
}

/** The inspection the caller may know of, locked for this transaction; `alone` takes the port's lock first, for acts that book slots or regroup. */
export async function takeInspection(acting: Acting, act: Act, alone: boolean): Promise<Result<{ readonly inspection: Inspection; readonly by: Person }>> {
  const { tx, context, pack, id, ifMatch } = acting
  const ports = portsOf(context.actor, pack)
  // Most actors work at one port: then nothing has to be looked up before the locks are taken.
  const port = ports.length === 1 ? ports[0] : (await findInspection(tx, ports, id))?.port
  if (port === undefined) return refuse({ code: 'common/not-found' })
  if (alone) await lockPort(tx, port)
  const [inspection] = await takeInspections(tx, port, [id])
  if (inspection === undefined) return refuse({ code: 'common/not-found' })
  const refusal = mayAct(context.actor, inspection, act) ?? changedMeanwhile(inspection, ifMatch)
  if (refusal !== undefined) return refuse(refusal)
  return { ok: true, value: { inspection, by: { id: context.actor.id, name: context.actor.name, agency: context.actor.agency ?? '' } } }
}

/**
 * Writes an outcome: inspections with what was recorded in them, the directives and matches that follow them, ledger facts, notices.
 * The only place where an act writes. Gives the inspection acted upon as it now is.
 */
export async function writeOutcome(acting: Acting, outcome: Outcome): Promise<Inspection> {
  const { tx, context } = acting
  const [first, ...others] = outcome.changed
  const acted = bumped(first.inspection)
  const after = [acted, ...others.map(({ inspection }) => bumped(inspection))]
  const { port } = acted
  await saveInspections(tx, [...after, ...(outcome.created ?? [])])
  await markTasksGone(tx, port, acted.id, outcome.gone ?? [])
  if (outcome.handling !== undefined) await insertHandling(tx, port, outcome.handling)
  if (outcome.decision !== undefined) {
    const { agency, disposition } = outcome.decision
    await insertDisposition(tx, port, acted.id, agency, context.newId(), disposition)
    // What an agency found is written down when the session ends; a decision after that changes it.
    if (acted.state === 'closed' && outcome.results === undefined) await followDisposition(tx, port, acted.id, agency, disposition.code, disposition.effect)
  }
  await insertAnswers(tx, port, outcome.answers ?? [])
  await insertPresences(tx, port, outcome.presences ?? [])
  if (outcome.terms !== undefined) await insertTerms(tx, port, acted.id, context.now, outcome.terms)
  await insertResults(tx, outcome.results ?? [])
  await placeDirectives(tx, port, outcome.placed ?? [])
  if (outcome.directives !== undefined) await moveDirectives(tx, port, acted.tasks.flatMap((task) => [...task.directives]), outcome.directives)
  const followed = new Map(after.flatMap((inspection) => (inspection.collision === undefined ? [] : [[inspection.collision, inspection] as const])))
  const before = await findCollisions(tx, port, [...followed.keys()])
  const collisions = before.flatMap((collision) => {
    const inspection = followed.get(collision.id)
    const next = inspection === undefined ? collision : followInspection(collision, inspection, context.now)
    return next === collision ? [] : [next]
  })
  await saveCollisions(tx, collisions)
  await append(tx, context, [...outcome.changed.flatMap(({ inspection, facts }) => inspectionFacts(inspection, facts)), ...(outcome.facts ?? [])])
  await oweNotices(tx, context, outcome.notices ?? [])
  return acted
}
