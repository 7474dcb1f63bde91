import type { Tx } from '../../platform/database/database.ts'
import { ledgerRows, type LedgerStamp } from '../../platform/ledger/append.ts'
import { insertLedgerRows } from '../../platform/ledger/entry-store.ts'
import { oweNotices, type NewNotice } from '../../platform/notices/public.ts'
import { insertShares, lockEnded, type ResultShare } from './share-store.ts'

/** A directive that came too late, with the look that answers it (DC-11). */
export interface AnsweredLate extends ResultShare {
  /** Who sent it. */
  readonly stamp: LedgerStamp
  /** Its object, as it names it. */
  readonly object: string
  /** Agencies of the look. */
  readonly agencies: readonly string[]
  readonly declarations: readonly string[]
}

/**
 * Gives agencies that asked too late the results of the looks that answer them (DC-11): they read them whatever they are entitled to otherwise, those who look are told
 * who will, and the ledger says why. What has ended already the late one is told of at once, anything else when it ends. An agency that asks again is given nothing twice.
 */
export async function shareResults(tx: Tx, late: readonly AnsweredLate[]): Promise<void> {
  const [first] = late
  if (first === undefined) return
  const ended = new Set(await lockEnded(tx, first.port, [...new Set(late.map(({ inspection }) => inspection))]))
  const fresh = new Set(await insertShares(tx, late))
  const given = late.filter((one) => fresh.has(one))
  await insertLedgerRows(tx, given.flatMap(({ stamp, port, inspection, agency, directive, methods, declarations }) =>
    ledgerRows(stamp, [{ port, subjectKind: 'joint-inspection', subjectId: inspection, type: 'ResultsShared', payload: { agency, directive, methods: [...methods] }, related: declarations.map((id) => ({ kind: 'declaration', id })) }])))
  const told = given.flatMap((one) => [...one.agencies, ...(ended.has(one.inspection) ? [one.agency] : [])].map((code): NewNotice => ({
    port: one.port, recipient: { kind: 'agency', code }, type: 'ResultsShared', subjectKind: 'joint-inspection', subjectId: one.inspection, facts: { agency: one.agency, agencies: one.agencies.join(', '), object: one.object },
  })))
  await oweNotices(tx, first.stamp, told)
}
