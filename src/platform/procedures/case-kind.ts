import type { Actor } from '../../kernel/actor.ts'
import type { Instant } from '../../kernel/instant.ts'
import type { GivenEvidence } from '../../kernel/procedure/advance.ts'
import type { ClockLengths, Procedure } from '../../kernel/procedure/procedure.ts'
import type { Refusal } from '../../kernel/refusal.ts'
import type { Context } from '../context.ts'
import type { Tx } from '../database/database.ts'
import type { NewNotice } from '../notices/public.ts'

/** A case of a procedure as its module sees it. */
export interface ProcedureCase<State extends string = string, Data extends object = object> {
  readonly port: string
  readonly id: string
  readonly state: State
  readonly enteredAt: Instant
  readonly overdue: readonly string[]
  /** Who it concerns, as `agency:X`, `enterprise:X`, `site:X`. */
  readonly parties: readonly string[]
  readonly subject: { readonly kind: string; readonly id: string }
  readonly data: Data
  readonly openedAt: Instant
}

/** What a module adds to a procedure so that its cases can be kept, worked on and shown. */
export interface CaseKind<State extends string, Act extends string, Party extends string, Releasing extends State, Data extends object> {
  readonly procedure: Procedure<State, Act, Party, Releasing>
  /** Subject kind of its facts and notices: `transfer`. */
  readonly subjectKind: string
  /** Type of the fact that opens a case. */
  readonly opens: string
  /** What is said in acts is for the parties' eyes: the ledger keeps its hash and not its words. */
  readonly confidential: boolean
  /** Which parties of the procedure the actor is in this case. */
  readonly partiesOf: (actor: Actor, found: ProcedureCase<State, Data>) => readonly Party[]
  /** Who besides its parties may read a case. */
  readonly maySee: (actor: Actor, found: ProcedureCase<State, Data>) => boolean
  /** How long the clocks are for cases that entered their state at a moment. */
  readonly lengths: (port: string, at: Instant) => ClockLengths
  /** Whom a fact of a case is told to. `records` is the fact's type. */
  readonly notices: (records: string, found: ProcedureCase<State, Data>) => readonly NewNotice[]
  /** What a case is about after an act that adds to it; pure. Absent: what it was. */
  readonly dataAfter?: (found: ProcedureCase<State, Data>, act: string, given: GivenEvidence, context: Pick<Context, 'actor' | 'now'>) => Data
  /** What an act brings about in the module's own tables, in its transaction; `found` is the case after it, `given` what the act said. A refusal undoes the act. Absent: nothing. */
  readonly effect?: (tx: Tx, context: Context, found: ProcedureCase<State, Data>, act: string, given: GivenEvidence) => Promise<readonly Refusal[]>
}

/** A kind of case whose types are not of interest: for what works on all of them. */
export type AnyCaseKind = CaseKind<string, string, string, never, object>

/** Puts kinds of cases of different types into one list. A kind is only ever given cases that were opened as its own. */
export function anyCaseKind<State extends string, Act extends string, Party extends string, Releasing extends State, Data extends object>(
  kind: CaseKind<State, Act, Party, Releasing, Data>,
): AnyCaseKind {
  return kind as unknown as AnyCaseKind
}
