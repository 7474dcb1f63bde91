import { everyPort } from '../kernel/actor.ts'
import { inForce, plus, toIso } from '../kernel/instant.ts'
import { must } from '../kernel/invariant.ts'
import type { Pack } from '../kernel/pack.ts'
import type { Tx } from '../platform/database/database.ts'
import { append } from '../platform/ledger/append.ts'
import type { LedgerStamp } from '../platform/ledger/fact.ts'
import { bumpRevision, insertTightening, type StoredTightening } from './store.ts'
import type { Tightening } from './domain/rule-snapshot.ts'
import { ruleSpread } from './domain/rule-spread.ts'

/** What makes the mode stricter: an enterprise, goods by the beginning of their code, and the result it rests on. */
export interface NewTightening {
  readonly enterprise: string
  readonly hs: string
  /** Cases of this direction only; of every one when absent. */
  readonly direction?: Tightening['direction']
  /** By how many modes; 1 when absent. */
  readonly steps?: number
  readonly reason: string
  /** One cause tightens once, e.g. the id of a result. */
  readonly cause: string
}

/**
 * Makes the mode stricter for an enterprise and goods for the time the pack's parameter `assess.tightening` says: the next consignment is
 * judged more strictly, this one is not touched (RR-05). Begins `ruleSpread` from now, when every process knows of it.
 * Returns what was written, undefined when the cause had already done so.
 */
export async function tighten(tx: Tx, stamp: LedgerStamp, pack: Pack, tightening: NewTightening): Promise<StoredTightening | undefined> {
  const parameter = pack.parameters.find((one) => one.name === 'assess.tightening' && inForce(one, stamp.now))
  const span = must(parameter, 'parameter assess.tightening').value
  const { enterprise, hs, direction = null, steps = 1, reason, cause } = tightening
  const validFrom = plus(stamp.now, ruleSpread)
  const times = { validFrom, validTo: plus(validFrom, span), recordedAt: stamp.now }
  const stored: StoredTightening = { id: stamp.newId(), enterprise, hs, direction, steps, reason, cause, ...times }
  if (!(await insertTightening(tx, stored, stamp.actor.id))) return undefined
  await bumpRevision(tx)
  await append(tx, stamp, [
    {
      port: everyPort,
      subjectKind: 'tightening',
      subjectId: stored.id,
      type: 'ModeTightened',
      payload: { enterprise, hs, direction, steps, reason, cause, validTo: toIso(stored.validTo) },
      audience: [`enterprise:${enterprise}`],
    },
  ])
  return stored
}
