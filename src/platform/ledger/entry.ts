import { hash } from 'node:crypto'
import { canonicalJson } from '../../kernel/canonical-json.ts'
import { toIso, type Instant } from '../../kernel/instant.ts'
import { leafHash, type Hash } from './merkle.ts'

/** What a leaf is made of: everything about an entry except what may have to be redacted. */
export interface EntryHead {
  readonly port: string
  readonly id: string
  /** Line of descent of the database: raised when it continues on a cluster whose transaction counter began anew. */
  readonly era: number
  /** Transaction that wrote it, decimal. */
  readonly xid: string
  /** Order inside the transaction. */
  readonly seq: number
  readonly type: string
  readonly subjectKind: string
  readonly subjectId: string
  /** `kind:id` of the other subjects. */
  readonly related: readonly string[]
  readonly audience: readonly string[]
  readonly actorKind: string
  readonly actorId: string
  /** `agency:CUS`, `enterprise:E-AA`, `site:…`: for whom the actor acted. */
  readonly actorOf: string | null
  readonly occurredAt: Instant
  readonly recordedAt: Instant
  readonly payloadHash: Hash
}

/** An entry with what may be redacted: all three are null once it was. */
export interface Entry extends EntryHead {
  readonly salt: Buffer | null
  readonly actorName: string | null
  /** JSON, byte for byte what was hashed. */
  readonly payload: string | null
}

/** The bytes of a leaf: canonical JSON, so that a verifier in any language can make them from an entry. Format 1, see `docs/ledger.md`. */
export function leafText(entry: EntryHead): string {
  return canonicalJson({
    actor: `${entry.actorKind}:${entry.actorId}`,
    actorOf: entry.actorOf,
    audience: entry.audience,
    era: entry.era,
    id: entry.id,
    occurredAt: toIso(entry.occurredAt),
    payloadHash: entry.payloadHash.toString('hex'),
    port: entry.port,
    recordedAt: toIso(entry.recordedAt),
    related: entry.related,
    seq: String(entry.seq),
    subject: `${entry.subjectKind}:${entry.subjectId}`,
    type: entry.type,
    v: 1,
    xid: entry.xid,
  })
}

/** RFC 6962 hash of the entry's leaf. */
export function leafHashOf(entry: EntryHead): Hash {
  return leafHash(leafText(entry))
}

/** What the payload hash covers, and a redaction takes away: the actor's name and the payload. */
export function sealedText(actorName: string, payload: string): string {
  return `[${JSON.stringify(actorName)},${payload}]`
}

/**
 * SHA-256, in hex, of the 32 hex digits of the salt followed by the sealed text. The salt keeps a short payload from being guessed from its hash
 * once it is redacted.
 */
export function payloadHashOf(saltHex: string, sealed: string): string {
  return hash('sha256', saltHex + sealed)
}
