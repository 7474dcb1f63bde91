import { plus, type Instant, type Milliseconds } from '../../../kernel/instant.ts'

/** How waiting grows between tries. */
export interface BackOff {
  readonly first: Milliseconds
  readonly longest: Milliseconds
}

/**
 * When to try again after the `attempt`-th failure (1 is the first): the wait doubles from `first` to `longest`.
 * `spread` in [0, 1) is a random draw that moves the wait between half and whole, so that what failed together does not return together.
 */
export function nextTry(policy: BackOff, attempt: number, now: Instant, spread: number): Instant {
  const whole = Math.min(policy.longest, policy.first * 2 ** Math.min(attempt - 1, 40))
  return plus(now, Math.round(whole * (0.5 + spread / 2)))
}
