import type { Json } from '../../kernel/canonical-json.ts'
import type { Actor } from '../../kernel/actor.ts'
import type { Instant } from '../../kernel/instant.ts'

/** Something with a time-line: a declaration, a directive, a joint inspection … */
export interface LedgerSubject {
  readonly kind: string
  readonly id: string
}

/** One fact for the ledger: what was done to which subject, by whom, when. */
export interface LedgerFact {
  readonly port: string
  /** What it is about: `declaration`, `directive`, `collision`, `joint-inspection`, … */
  readonly subjectKind: string
  readonly subjectId: string
  /** PascalCase, past tense, unique in the house: `DeclarationAccepted`. */
  readonly type: string
  /** Kept beside the leaf and only hashed into it, so that it can be redacted; put what is personal or a trade secret here, nowhere else. */
  readonly payload: Json
  /** Other subjects whose time-line should show this fact, e.g. the declaration of a joint inspection. */
  readonly related?: readonly LedgerSubject[]
  /**
   * Who besides the officers of the port is told of this fact by `GET /stream`: `enterprise:E-AA` (traders), `site:<code>` (operators),
   * `laboratory:<id>`, `account:<actor id>` (one person or machine).
   * Absent or empty: officers, coordinators, headquarters, auditors of the port only. Agencies of the port need not be named.
   */
  readonly audience?: readonly string[]
}

/** Who and when: the part of a `Context` that an entry records. */
export interface LedgerStamp {
  readonly actor: Actor
  readonly now: Instant
  readonly newId: () => string
}
