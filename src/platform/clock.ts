import { fromEpoch, type Instant } from '../kernel/instant.ts'

/** Where the present comes from. The only reader of the machine's clock; everything else receives an `Instant`. */
export interface Clock {
  now(): Instant
}

/** The machine's clock. */
export const systemClock: Clock = { now: () => fromEpoch(Date.now()) }

/** A clock that stands still until it is moved: for tests and simulated time. */
export function steppedClock(start: Instant): Clock & { advanceTo(moment: Instant): void } {
  let present = start
  return {
    now: () => present,
    advanceTo(moment) {
      present = moment
    },
  }
}
