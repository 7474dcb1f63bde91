import { canonicalJson, type Json } from '../../../kernel/canonical-json.ts'
import { fromHex, sha256, sha256Hex, toHex, utf8 } from '../../../kernel/sha256.ts'
import { algorithm, listRoot, type DrawList } from './draw-list.ts'
import { drawLots, type Replacement, type Selected } from './draw-lots.ts'
import { commitmentOf, secretPattern, seedOf, type Share } from './seed.ts'

/** Proof that a fact is in the ledger under a checkpoint: what `GET /ledger/proof` gives of it. */
export interface FactProof {
  readonly leaf: string
  readonly salt: string
  readonly sealed: string
  readonly position: number
  readonly audit: readonly string[]
}

/** A checkpoint of the ledger, with the facts of the draw it is the first over. */
export interface BeaconProof {
  /** The signed note; its third line is the root. */
  readonly note: string
  readonly size: number
  readonly root: string
  readonly facts: readonly FactProof[]
}

/** Everything that is public of a draw, in the form in which it is published and checked (DR-03). */
export interface DrawFile {
  readonly id: string
  readonly list: DrawList
  readonly root: string
  readonly commitments: readonly { readonly agency: string; readonly commitment: string }[]
  readonly shares: readonly Share[]
  readonly beacon: BeaconProof
  readonly late: BeaconProof | null
  readonly seed: string
  readonly result: readonly Selected[]
  readonly replacements: readonly Replacement[]
  readonly current: readonly Selected[]
}

/** The checks in their order. */
export const checks = ['list', 'root', 'frozen', 'commitments', 'beacon', 'reveals', 'absence', 'seed', 'result', 'replacements'] as const
export type Check = (typeof checks)[number]

/** What a check came to; `fault` says in a technical word what is false. */
export interface Finding {
  readonly check: Check
  readonly fault?: string
}

/**
 * Recomputes a draw from what is published, offline (DR-03): the list is the one whose root the ledger held before the beacon, commitments were closed before
 * it, secrets fit them, who is missing is on the record, and seed, result and replacements follow. Ends at the first false thing.
 * Signatures of the checkpoints are not checked here: whoever has the public key checks the notes.
 */
export function verifyDraw(file: DrawFile): readonly Finding[] {
  const findings: Finding[] = []
  for (const check of checks) {
    const fault = faultOf[check](file)
    findings.push(fault === undefined ? { check } : { check, fault })
    if (fault !== undefined) break
  }
  return findings
}

const same = (a: unknown, b: unknown): boolean => canonicalJson(a as Json) === canonicalJson(b as Json)

const faultOf: Readonly<Record<Check, (file: DrawFile) => string | undefined>> = {
  list({ id, list }) {
    if (list.head.algorithm !== algorithm) return `algorithm ${list.head.algorithm}`
    if (list.head.draw !== id) return 'the list is of another draw'
    const codes = [...list.objects, ...list.officers].map(({ code }) => code)
    if (new Set(codes).size !== codes.length) return 'a code occurs twice'
    if (!inOrder(list.objects.map(({ code }) => code)) || !inOrder(list.officers.map(({ code }) => code))) return 'candidates are not in the order of their codes'
    return undefined
  },
  root: ({ list, root }) => (listRoot(list) === root ? undefined : 'the list does not have this root'),
  frozen: ({ id, root, beacon }) => factFault(beacon, 0, 'DrawFrozen', { draw: id, root }),
  commitments({ id, list, commitments, beacon }) {
    if (!inOrder(commitments.map(({ agency }) => agency)) || commitments.some(({ agency }) => !list.head.parties.includes(agency))) return 'commitments of others than the parties, or out of order'
    if ((beacon.facts[0]?.position ?? 0) >= (beacon.facts[1]?.position ?? 0)) return 'commitments were closed before the list was frozen'
    return factFault(beacon, 1, 'DrawCommitmentsClosed', { draw: id, commitments })
  },
  beacon: ({ beacon, list }) => noteFault(beacon, list.head.port),
  reveals({ id, list, commitments, shares }) {
    if (!same(shares.map(({ agency }) => agency), list.head.parties)) return 'not one share for each party'
    for (const { agency, secret } of shares) {
      if (secret === null) continue
      const commitment = commitments.find((one) => one.agency === agency)?.commitment
      if (!secretPattern.test(secret) || commitmentOf(id, agency, secret) !== commitment) return `the secret of ${agency} is not what it committed to`
    }
    return undefined
  },
  absence({ id, list, shares, late }) {
    if (shares.every(({ secret }) => secret !== null)) return late === null ? undefined : 'a late checkpoint although nobody was missing'
    if (late === null) return 'somebody is missing and there is no late checkpoint'
    return factFault(late, 0, 'DrawRevealsClosed', { draw: id, shares }) ?? noteFault(late, list.head.port)
  },
  seed({ id, root, beacon, late, shares, seed }) {
    return seedOf({ draw: id, root, beacon: beacon.root, late: late?.root ?? null, shares }) === seed ? undefined : 'the seed does not follow from its parts'
  },
  result: ({ list, seed, result }) => (same(drawLots(list, seed), result) ? undefined : 'the result does not follow from list and seed'),
  replacements: ({ list, seed, replacements, current }) => (same(drawLots(list, seed, replacements), current) ? undefined : 'replacements do not follow from the seed'),
}

function inOrder(codes: readonly string[]): boolean {
  return codes.every((code, i) => i === 0 || (codes[i - 1] as string) < code)
}

/** Whether a fact of that type with that payload is in the tree of the checkpoint. */
function factFault({ facts, size, root }: BeaconProof, which: number, type: string, payload: object): string | undefined {
  const proof = facts[which]
  if (proof === undefined) return `no proof of ${type}`
  const leaf = readJson(proof.leaf) as { readonly type?: unknown; readonly payloadHash?: unknown } | undefined
  if (leaf?.type !== type) return `the proof is not of ${type}`
  if (leaf.payloadHash !== sha256Hex(proof.salt + proof.sealed)) return `the payload of ${type} is another`
  const sealed = readJson(proof.sealed)
  if (!Array.isArray(sealed) || !same(sealed[1], payload)) return `${type} says something else`
  return isUnder(proof, size, root) ? undefined : `${type} is not under the checkpoint`
}

function noteFault({ note, size, root }: BeaconProof, port: string): string | undefined {
  const [origin, count, base64] = note.split('\n')
  if (origin !== `lianjian/${port}`) return 'the checkpoint is of another ledger'
  return count === String(size) && base64 === toBase64(fromHex(root) ?? new Uint8Array()) ? undefined : 'the root is not that of the checkpoint'
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** RFC 9162 §2.1.3.2: the audit path leads from the leaf to the root. */
function isUnder({ leaf, position, audit }: FactProof, size: number, root: string): boolean {
  if (!(position >= 0 && position < size)) return false
  const half = (n: number): number => Math.floor(n / 2)
  let [node, last] = [position, size - 1]
  let hash = sha256(Uint8Array.of(0, ...utf8(leaf)))
  for (const step of audit) {
    const sibling = fromHex(step)
    if (last === 0 || sibling === undefined) return false
    if (node % 2 === 1 || node === last) {
      hash = sha256(Uint8Array.of(1, ...sibling, ...hash))
      while (node % 2 === 0 && node !== 0) [node, last] = [half(node), half(last)]
    } else hash = sha256(Uint8Array.of(1, ...hash, ...sibling))
    ;[node, last] = [half(node), half(last)]
  }
  return last === 0 && toHex(hash) === root
}

const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

function toBase64(bytes: Uint8Array): string {
  let text = ''
  for (let i = 0; i < bytes.length; i += 3) {
    const word = ((bytes[i] ?? 0) << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0)
    const four = [18, 12, 6, 0].map((shift) => digits[(word >> shift) & 63] ?? '').join('')
    const missing = Math.max(0, i + 3 - bytes.length)
    text += four.slice(0, 4 - missing) + '='.repeat(missing)
  }
  return text
}
