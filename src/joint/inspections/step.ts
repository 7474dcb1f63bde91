import type { Pack } from '../../kernel/pack.ts'
import type { Result } from '../../kernel/result.ts'
import type { Context } from '../../platform/context.ts'
import type { Tx } from '../../platform/database/database.ts'
import type { NewJob } from '../../platform/jobs/public.ts'
import type { LedgerFact } from '../../platform/ledger/append.ts'
import type { NewNotice } from '../../platform/notices/public.ts'
import type { DirectiveState } from '../directives/public.ts'
import type { InspectionResult } from '../results/public.ts'
import type { Answer } from './domain/answer.ts'
import type { Decision, Question } from './domain/decide.ts'
import type { Disposition, Inspection, Person } from './domain/inspection.ts'
import type { Presence } from './domain/presence.ts'
import type { InspectionParts } from './gates.ts'
import type { KeptTerms, Terms } from './terms.ts'

/** An inspection in the hands of somebody who acts on it: locked, and passed by everybody who may not know of it. */
export interface Seen {
  readonly tx: Tx
  readonly context: Context
  readonly pack: Pack
  readonly parts: InspectionParts
  readonly inspection: Inspection
  readonly by: Person
  /** Looked up once, whoever asks. */
  readonly terms: () => Promise<Terms>
}

/** What an act brings about beside the inspection's own change. */
export interface Told {
  /** Inspections that did not exist before. */
  readonly created?: readonly Inspection[]
  /** Agencies that left; their tasks stay written down but no longer count. */
  readonly gone?: readonly string[]
  /** A decision it recorded. */
  readonly decision?: { readonly agency: string; readonly disposition: Disposition; readonly about?: readonly string[] }
  /** What each agency found, shared from now on (LB-02). */
  readonly results?: readonly InspectionResult[]
  /** Directives that go to another inspection or state. */
  readonly placed?: readonly { readonly id: string; readonly inspection: string; readonly state: DirectiveState }[]
  /** The state its directives come to. */
  readonly directives?: DirectiveState
  readonly facts?: readonly LedgerFact[]
  readonly notices?: readonly NewNotice[]
  readonly jobs?: readonly NewJob[]
  /** What sides answered to time and place. */
  readonly answers?: readonly Answer[]
  /** Who was there, or was not. */
  readonly presences?: readonly Presence[]
  /** The terms a session begins under. */
  readonly terms?: KeptTerms
  /** The work on the goods has changed: they may go, stay or be refused. */
  readonly settles?: boolean
  /** An agency has left the others before anything began: whatever only it held together, among those left and among what goes on alone, parts too. */
  readonly parts?: boolean
  /** The act goes on by beginning the session, through every gate of that. */
  readonly starts?: boolean
}

/**
 * One act of the life cycle: what has to be known to decide it, and what follows once it is decided. It judges nothing about who may, and writes
 * nothing: both are the pipeline's.
 */
export interface Step<Body> {
  /** Takes the port's lock first: acts that book slots or part an inspection. */
  readonly alone: boolean
  readonly look: (seen: Seen, body: Body) => Promise<Result<Question>>
  readonly tell: (seen: Seen, body: Body, decision: Decision) => Told | Promise<Told>
}

/** An agency's own answer, as the acts that answer time and place record it (JI-07). */
export function agencyAnswer({ context, by, inspection }: Seen, answer: Pick<Answer, 'said' | 'slot' | 'site' | 'reason'>): Answer {
  return { id: context.newId(), inspection: inspection.id, side: { kind: 'agency', code: by.agency }, ...answer, by: by.id, name: by.name, at: context.now }
}
