import type { Tx } from '../database/database.ts'
import type { LedgerFact, LedgerStamp } from './fact.ts'

export type { LedgerFact, LedgerStamp, LedgerSubject } from './fact.ts'

/** Writes facts in the open transaction and gives their entry ids in order; see `docs/ledger.md`. */
export type Append = (tx: Tx, stamp: LedgerStamp, facts: readonly LedgerFact[]) => Promise<string[]>
