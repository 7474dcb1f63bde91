import type { Json } from '../../kernel/canonical-json.ts'
import type { Actor } from '../../kernel/actor.ts'
import type { Instant } from '../../kernel/instant.ts'
import type { Tx } from '../database/database.ts'

/** One fact for the ledger: what was done to which subject, by whom, when. */
export interface LedgerFact {
  readonly port: string
  /** What it is about: `declaration`, `directive`, `collision`, `joint-inspection`, … */
  readonly subjectKind: string
  readonly subjectId: string
  /** PascalCase, past tense, unique in the house: `DeclarationAccepted`. */
  readonly type: string
  readonly payload: Json
  /** Other subjects whose time-line should show this fact, e.g. the declaration of a joint inspection. */
  readonly related?: readonly { readonly kind: string; readonly id: string }[]
}

/** Who and when: the part of a `Context` that an entry records. */
export interface LedgerStamp {
  readonly actor: Actor
  readonly now: Instant
  readonly newId: () => string
}

/** Written by the owner of the ledger; see `docs/ledger.md`. */
export type Append = (tx: Tx, stamp: LedgerStamp, facts: readonly LedgerFact[]) => Promise<string[]>
