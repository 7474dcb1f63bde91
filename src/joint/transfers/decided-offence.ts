import type { Instant } from '../../kernel/instant.ts'
import type { Refusal } from '../../kernel/refusal.ts'
import type { Context } from '../../platform/context.ts'
import type { Tx } from '../../platform/database/database.ts'

/** An offence its competent agency has decided on: there is one, and it is somebody's. */
export interface DecidedOffence {
  readonly port: string
  readonly agency: string
  /** Code of the register of offences; where it is none, in words. */
  readonly offence: string
  readonly foundAt: Instant
  /** What it was found on. */
  readonly subject: { readonly kind: string; readonly id: string }
  /** The case it was decided in: the proof, and the number under which it is told on. */
  readonly case: { readonly kind: string; readonly id: string }
  /** Whose offence it is, where the decision says so; else the declarants of the subject answer for it. */
  readonly enterprise?: string | undefined
  readonly decision?: string | undefined
}

/** What follows a decided offence in the transaction of its decision; a refusal undoes the decision. */
export type OnOffence = (tx: Tx, context: Context, decided: DecidedOffence) => Promise<readonly Refusal[]>
