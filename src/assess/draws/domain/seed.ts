import { canonicalJson } from '../../../kernel/canonical-json.ts'
import { sha256Hex } from '../../../kernel/sha256.ts'
import { algorithm } from './draw-list.ts'

/** What one agency gave to the seed: its secret, or null where it gave nothing in time. */
export interface Share {
  readonly agency: string
  readonly secret: string | null
}

/** Everything a seed is made of, all of it fixed after the list was frozen. */
export interface SeedParts {
  readonly draw: string
  readonly root: string
  /** Root of the first checkpoint of the ledger over the closed commitments. */
  readonly beacon: string
  /** Root of the first checkpoint over the closed reveals: only where a share is missing. */
  readonly late: string | null
  readonly shares: readonly Share[]
}

/** A secret as it is revealed: 32 bytes in hex. */
export const secretPattern = /^[0-9a-f]{64}$/

/** What an agency commits to: bound to the draw and the agency, so that nobody can use it for another or copy a neighbour's. */
export function commitmentOf(draw: string, agency: string, secret: string): string {
  return sha256Hex(`${algorithm} commitment\n${draw}\n${agency}\n${secret}`)
}

/** The seed of a draw (DR-03): SHA-256, in hex, of the canonical JSON of its parts, shares in the order of their agencies' codes. */
export function seedOf({ draw, root, beacon, late, shares }: SeedParts): string {
  const inOrder = [...shares].sort((a, b) => (a.agency < b.agency ? -1 : 1)).map(({ agency, secret }) => ({ agency, secret }))
  return sha256Hex(canonicalJson({ algorithm, beacon, draw, late, root, shares: inOrder }))
}
