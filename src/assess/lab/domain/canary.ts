import type { Instant } from '../../../kernel/instant.ts'
import { sha256, sha256Hex, utf8 } from '../../../kernel/sha256.ts'

/** A version that judges some of the live cases before it judges all. */
export interface Canary {
  readonly id: string
  /** What the arms are drawn with; secret while it judges. */
  readonly salt: string
  readonly table: string
  readonly version: number
  /** Null: every port. */
  readonly ports: readonly string[] | null
  /** Of the cases at those ports, 0 to 1. */
  readonly share: number
  readonly startsAt: Instant
  readonly endsAt: Instant
}

/** What names a case before it has an id: the same when it is sent again. */
export interface CaseName {
  readonly port: string
  readonly declarant: string
  readonly reference: string
}

/** What the ledger holds of a secret until it is told: nobody can put another in its place afterwards. */
export const hashOfSalt = (salt: string): string => sha256Hex(salt)

/**
 * Whether a case is of the arm that the version judges. The same case always is or is not, however often it is sent and whoever asks; who does not know
 * the trial's secret, and nobody is told it while it runs, cannot choose a reference that is.
 */
export function isOfCanary(canary: Canary, { port, declarant, reference }: CaseName, at: Instant): boolean {
  if (at < canary.startsAt || at >= canary.endsAt || canary.ports?.includes(port) === false) return false
  const digest = sha256(utf8(JSON.stringify([canary.salt, port, declarant, reference])))
  const drawn = ((digest[0] ?? 0) * 0x1000000 + (digest[1] ?? 0) * 0x10000 + (digest[2] ?? 0) * 0x100 + (digest[3] ?? 0)) / 0x100000000
  return drawn < canary.share
}
