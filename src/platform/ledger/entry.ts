import { hash } from 'node:crypto'
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
  /** 64 hex digits. */
  readonly payloadHash: string
}

/** An entry with what may be redacted: all three are null once it was. */
export interface Entry extends EntryHead {
  /** 32 hex digits. */
  readonly salt: string | null
  readonly actorName: string | null
  /** JSON, byte for byte what was hashed. */
  readonly payload: string | null
}

/**
 * The bytes of a leaf: canonical JSON, so that a verifier in any language can make them from an entry. Format 1, see `docs/ledger.md`.
 * Written out member by member in their sorted order: a general writer takes three times as long, and verification makes millions.
 */
export function leafText(entry: EntryHead): string {
  return (
    `{"actor":${JSON.stringify(`${entry.actorKind}:${entry.actorId}`)},"actorOf":${JSON.stringify(entry.actorOf)},"audience":${JSON.stringify(entry.audience)}` +
    `,"era":${entry.era},"id":"${entry.id}","occurredAt":"${toIso(entry.occurredAt)}","payloadHash":"${entry.payloadHash}","port":${JSON.stringify(entry.port)}` +
    `,"recordedAt":"${toIso(entry.recordedAt)}","related":${JSON.stringify(entry.related)},"seq":"${entry.seq}"` +
    `,"subject":${JSON.stringify(`${entry.subjectKind}:${entry.subjectId}`)},"type":${JSON.stringify(entry.type)},"v":1,"xid":"${entry.xid}"}`
  )
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
export function payloadHashOf(salt: string, sealed: string): string {
  return hash('sha256', salt + sealed)
}
