import type { Instant } from '../../kernel/instant.ts'
import type { Tx } from '../../platform/database/database.ts'
import type { LedgerFact } from '../../platform/ledger/append.ts'
import { endBookings } from '../../registry/resources/public.ts'
import { givenBack } from './domain/given-back.ts'
import type { Inspection } from './domain/inspection.ts'

/** One inspection before and after something happened to it; nothing before where all that happened is that it ended. */
export type Changed = readonly [before: Inspection | undefined, after: Inspection]

/**
 * Gives back what is booked for inspections that end, lose their time or lose a party (`givenBack`), in the transaction that changes them: no act ends an
 * inspection and keeps a weighbridge for it. Gives the facts of it.
 */
export async function giveBack(tx: Tx, port: string, changed: readonly Changed[], now: Instant): Promise<readonly LedgerFact[]> {
  return endBookings(tx, port, changed.flatMap(([before, after]) => givenBack(before, after) ?? []), now)
}
