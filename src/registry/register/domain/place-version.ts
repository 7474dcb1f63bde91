import { minutes, plus, type Instant } from '../../../kernel/instant.ts'
import { ok, refuse, type Result } from '../../../kernel/result.ts'

/** The newest version of an entry. */
export interface LatestVersion {
  readonly version: number
  readonly validFrom: Instant
  readonly validTo?: Instant
}

/** What is asked for: from when to when new content holds, and which version the asker saw (0: none). */
export interface Placement {
  readonly validFrom: Instant
  readonly validTo?: Instant
  readonly expectedVersion: number
}

/** Where the new version goes, and when the former one ends because of it. */
export interface Placed {
  readonly version: number
  readonly validFrom: Instant
  readonly validTo?: Instant
  readonly closes?: { readonly version: number; readonly validTo: Instant }
}

/** How far a sender's clock may be behind before its "now" counts as the past. */
const clockTolerance = minutes(5)

/**
 * Appends a version behind the newest one: versions never overlap and the past is not rewritten (GV-12). Refuses another version than the
 * asker saw, a beginning that is not after the former's, one in the past of `now`, and an end that is not after the beginning.
 */
export function placeVersion(latest: LatestVersion | undefined, wanted: Placement, now: Instant): Result<Placed> {
  if (wanted.expectedVersion !== (latest?.version ?? 0)) {
    return refuse({ code: 'registers/changed-meanwhile', pointer: '/expectedVersion', facts: { expected: wanted.expectedVersion, found: latest?.version ?? 0 } })
  }
  if (wanted.validFrom < plus(now, -clockTolerance)) return refuse({ code: 'registers/in-the-past', pointer: '/validFrom' })
  if (latest !== undefined && wanted.validFrom <= latest.validFrom) return refuse({ code: 'registers/not-after-former', pointer: '/validFrom' })
  if (wanted.validTo !== undefined && wanted.validTo <= wanted.validFrom) return refuse({ code: 'registers/ends-before-it-begins', pointer: '/validTo' })
  const stillOpen = latest !== undefined && (latest.validTo === undefined || latest.validTo > wanted.validFrom)
  return ok({
    version: (latest?.version ?? 0) + 1,
    validFrom: wanted.validFrom,
    ...(wanted.validTo === undefined ? {} : { validTo: wanted.validTo }),
    ...(stillOpen ? { closes: { version: latest.version, validTo: wanted.validFrom } } : {}),
  })
}

/** Ends the newest version without a successor. Refuses one that has ended, an end in the past, and one before its beginning. */
export function placeEnd(latest: LatestVersion | undefined, expectedVersion: number, at: Instant, now: Instant): Result<{ readonly version: number; readonly validTo: Instant }> {
  if (latest === undefined) return refuse({ code: 'common/not-found' })
  if (expectedVersion !== latest.version) return refuse({ code: 'registers/changed-meanwhile', pointer: '/expectedVersion', facts: { expected: expectedVersion, found: latest.version } })
  if (at < plus(now, -clockTolerance)) return refuse({ code: 'registers/in-the-past', pointer: '/validTo' })
  if (at <= latest.validFrom) return refuse({ code: 'registers/ends-before-it-begins', pointer: '/validTo' })
  if (latest.validTo !== undefined && latest.validTo <= at) return refuse({ code: 'registers/ended-already', pointer: '/validTo' })
  return ok({ version: latest.version, validTo: at })
}

/** Where a loaded row begins: at its own date, or, when that is not behind the newest version, as a correction from `now` on. */
export function loadedFrom(latest: LatestVersion | undefined, validFrom: Instant, now: Instant): Instant {
  if (latest === undefined || validFrom > latest.validFrom) return validFrom
  return now > latest.validFrom ? now : plus(latest.validFrom, 1)
}
