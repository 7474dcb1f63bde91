import { days, minutes, type Milliseconds } from '../../../kernel/instant.ts'

/** How many tries to sign in may fail within a window. */
export interface SignInLimits {
  readonly window: Milliseconds
  /** For one name from one place. */
  readonly perBoth: number
  /** For one name from all places together, where the account has not been seen before. */
  readonly perName: number
  /** From one place for whatever names. */
  readonly perPlace: number
  /** How long a place stays known after the last success from it. */
  readonly placeKnownFor: Milliseconds
}

export const signInLimits: SignInLimits = { window: minutes(15), perBoth: 10, perName: 10, perPlace: 100, placeKnownFor: days(30) }

/** Tries in the present window, this one included. */
export interface Tries {
  readonly both: number
  readonly name: number
  readonly place: number
}

/**
 * Whether this try may go on. A known place is not held back by what others do to the same name from elsewhere:
 * guessing at somebody's password does not lock them out.
 */
export function mayTry(limits: SignInLimits, tries: Tries, placeIsKnown: boolean): boolean {
  return tries.both <= limits.perBoth && tries.place <= limits.perPlace && (placeIsKnown || tries.name <= limits.perName)
}
