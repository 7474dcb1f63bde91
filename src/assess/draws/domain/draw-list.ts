import { canonicalJson, type Json } from '../../../kernel/canonical-json.ts'
import { sha256, sha256Hex, toHex, utf8 } from '../../../kernel/sha256.ts'

/** Name of the algorithm and its version; part of the list and of every seed. A change of the algorithm is a new name. */
export const algorithm = 'lianjian-draw-1'

/** Stratum of what an earlier draw named and found no full crew for: all of it is drawn. */
export const owed = 'owed'

/** Shares are counted in millionths, so that everything is whole numbers and every language computes the same. */
export const million = 1_000_000

/** The first leaf of a list: what the draw is about and by which rules. Frozen with the list. */
export interface DrawHead {
  readonly kind: 'draw'
  readonly algorithm: string
  readonly draw: string
  readonly port: string
  readonly agency: string
  readonly rules: DrawRules
  /** Agencies that owe a share of the seed, in the order of their codes. */
  readonly parties: readonly string[]
  /** The draw this one is made in place of. */
  readonly replaces: string | null
}

/** The numbers of a draw, from the policy pack as it was when the list was frozen. */
export interface DrawRules {
  /** Share of each stratum that is drawn, in millionths (DR-01). */
  readonly rates: Readonly<Record<string, number>>
  /** Officers per object. */
  readonly crew: number
  /** Open inspections an officer may have; whoever has that many is not drawn (DR-02). */
  readonly capacity: number
}

/** Something that may be drawn. `identity` is a salted hash: who knows the object and its salt finds it, nobody else does. */
export interface ObjectEntry {
  readonly kind: 'object'
  readonly code: string
  readonly identity: string
  readonly stratum: string
  /** Codes of officers with an interest in it, in order: they are never drawn for it. */
  readonly conflicts: readonly string[]
}

/** Why an officer on the list cannot be drawn. */
export type OutReason = 'off-duty' | 'not-qualified' | 'at-capacity'

/** An inspector of the agency. `load`: places of their capacity that were taken when the list was frozen. */
export interface OfficerEntry {
  readonly kind: 'officer'
  readonly code: string
  readonly identity: string
  readonly load: number
  readonly out: OutReason | null
}

/** The candidate list: head, objects by code, officers by code. Its root is what the ledger holds before there is a seed (DR-03). */
export interface DrawList {
  readonly head: DrawHead
  readonly objects: readonly ObjectEntry[]
  readonly officers: readonly OfficerEntry[]
}

/** The commitment to a candidate's identity: SHA-256 of salt, kind and subject, a line each. */
export function identityOf(salt: string, kind: 'object' | 'officer', subject: string): string {
  return sha256Hex(`${salt}\n${kind}\n${subject}`)
}

/** The leaves of a list: canonical JSON (RFC 8785). */
export function leavesOf({ head, objects, officers }: DrawList): string[] {
  return [head, ...objects, ...officers].map((entry) => canonicalJson(entry as unknown as Json))
}

/** RFC 6962 root of a list, in hex. */
export function listRoot(list: DrawList): string {
  let level = leavesOf(list).map((leaf) => sha256(Uint8Array.of(0, ...utf8(leaf))))
  while (level.length > 1) {
    const above: Uint8Array[] = []
    for (let i = 0; i < level.length; i += 2) {
      const [left, right] = [level[i] as Uint8Array, level[i + 1]]
      above.push(right === undefined ? left : sha256(Uint8Array.of(1, ...left, ...right)))
    }
    level = above
  }
  return toHex(level[0] as Uint8Array)
}
