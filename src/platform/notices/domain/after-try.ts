import { days, type Instant, type Milliseconds } from '../../../kernel/instant.ts'
import { nextTry, type BackOff } from '../../jobs/domain/back-off.ts'

/**
 * What came of one try: taken; `failed` where the way or the receiver is down and the next try may succeed;
 * `refused` where the receiver answered that it does not want this one.
 */
export type TryOutcome = 'delivered' | 'failed' | 'refused'

/** How long and how often a receiver is tried. */
export interface DeliveryPolicy {
  readonly backOff: BackOff
  /** A receiver that is down is tried this long before a notice for it is put aside. */
  readonly patience: Milliseconds
  /** Refusals of one notice before it is put aside. */
  readonly refusals: number
}

export const deliveryPolicy: DeliveryPolicy = { backOff: { first: 1000, longest: 120_000 }, patience: days(3), refusals: 5 }

/** What a receiver's status means. A redirect is refused: a hook goes where it was registered and nowhere else. */
export function outcomeOfStatus(status: number): TryOutcome {
  if (status >= 200 && status < 300) return 'delivered'
  if (status >= 500 || status === 408 || status === 425 || status === 429) return 'failed'
  return 'refused'
}

/** What to do with a delivery after a try that did not succeed: when to try again, or put it aside. */
export function afterFailure(
  policy: DeliveryPolicy,
  delivery: { readonly attempts: number; readonly owedAt: Instant },
  outcome: 'failed' | 'refused',
  now: Instant,
  spread: number,
): { readonly state: 'owed'; readonly nextAt: Instant } | { readonly state: 'quarantined' } {
  const over = outcome === 'refused' ? delivery.attempts >= policy.refusals : now - delivery.owedAt >= policy.patience
  return over ? { state: 'quarantined' } : { state: 'owed', nextAt: nextTry(policy.backOff, delivery.attempts, now, spread) }
}
