import { z } from 'zod'
import { toIso } from '../../kernel/instant.ts'
import { noteText } from './checkpoint.ts'
import { leafHashOf, leafText, sealedText, type Entry } from './entry.ts'
import type { CheckpointRow, PlacedEntry } from './read-store.ts'
import { toTimelineEntry } from './timeline.ts'

const Subject = z.object({ kind: z.string(), id: z.string() })
const Hex = z.string().regex(/^[0-9a-f]*$/)

/** An entry of the ledger as the API gives it. */
export const EntryView = z.object({
  id: z.uuid(),
  port: z.string(),
  /** Null until it is sealed. */
  position: z.int().nullable(),
  type: z.string(),
  subject: Subject,
  related: z.array(Subject),
  audience: z.array(z.string()),
  actor: z.object({ kind: z.string(), id: z.string(), of: z.string().optional(), name: z.string().optional() }),
  at: z.iso.datetime(),
  recordedAt: z.iso.datetime(),
  payload: z.unknown(),
  redacted: z.boolean(),
})
export type EntryView = z.infer<typeof EntryView>

/** An entry whose reader may not know what it is about (LB-09): that something stands at its place, by the hash of its leaf, and nothing of it. */
export const WithheldEntry = z.object({ id: z.uuid(), port: z.string(), position: z.int().nullable(), withheld: z.literal(true), leafHash: Hex })
export type WithheldEntry = z.infer<typeof WithheldEntry>

/** A signed checkpoint; `note` is the text that was signed, with its signature, as a witness keeps it. */
export const CheckpointView = z.object({ port: z.string(), size: z.int(), root: Hex, at: z.iso.datetime(), note: z.string() })
export type CheckpointView = z.infer<typeof CheckpointView>

/** What anybody needs to check, without the database, that an entry is under a checkpoint. */
export const EntryProof = z.object({
  entry: EntryView,
  /** The bytes of the leaf (UTF-8). */
  leaf: z.string(),
  /** `payloadHash` in the leaf is SHA-256 of salt (as these hex digits) and sealed text; both null once redacted. */
  salt: Hex.nullable(),
  sealed: z.string().nullable(),
  /** Hashes from the leaf upwards, hex. */
  audit: z.array(Hex),
  checkpoint: CheckpointView,
})
export type EntryProof = z.infer<typeof EntryProof>

/** The same of a withheld entry: that its leaf is under the checkpoint, without what the leaf says. */
export const WithheldProof = z.object({ entry: WithheldEntry, audit: z.array(Hex), checkpoint: CheckpointView })
export type WithheldProof = z.infer<typeof WithheldProof>

/** Proof that the tree of `from` entries is the beginning of the checkpoint's. */
export const ConsistencyProof = z.object({ from: z.int(), hashes: z.array(Hex), checkpoint: CheckpointView })
export type ConsistencyProof = z.infer<typeof ConsistencyProof>

/** An entry with its payload, for readers who may know what it is about; `position` is null until it is sealed. */
export function toEntryView({ entry, position }: PlacedEntry): EntryView {
  const { id, port, type, subject, related, audience, actor, at, payload } = toTimelineEntry(entry)
  return {
    id,
    port,
    position,
    type,
    subject,
    related: [...related],
    audience: [...audience],
    actor,
    at: toIso(at),
    recordedAt: toIso(entry.recordedAt),
    payload: payload ?? null,
    redacted: entry.payload === null,
  }
}

/** The same place for readers who may not: the hash of the leaf stands for it (LB-09). */
export function toWithheldEntry({ entry, position }: PlacedEntry): WithheldEntry {
  return { id: entry.id, port: entry.port, position, withheld: true, leafHash: leafHashOf(entry).toString('hex') }
}

/** Proof that a withheld leaf is under the checkpoint, with hashes in hex from the leaf upwards. */
export function toWithheldProof(placed: PlacedEntry, audit: readonly Buffer[], checkpoint: CheckpointRow): WithheldProof {
  return { entry: toWithheldEntry(placed), audit: audit.map((hash) => hash.toString('hex')), checkpoint: toCheckpointView(checkpoint) }
}

/** A checkpoint with its root in hex and the signed note as a witness keeps it. */
export function toCheckpointView(row: CheckpointRow): CheckpointView {
  const { port, size, root, sealedAt } = row
  return { port, size, root: root.toString('hex'), at: toIso(sealedAt), note: noteText({ port, size, root, sealedAt }, row) }
}

/** Everything needed to compute the leaf of an entry and to follow it up to the root of the checkpoint. */
export function toEntryProof(placed: PlacedEntry, audit: readonly Buffer[], checkpoint: CheckpointRow): EntryProof {
  const { entry } = placed
  return {
    entry: toEntryView(placed),
    leaf: leafText(entry),
    salt: entry.salt,
    sealed: sealedOf(entry),
    audit: audit.map((hash) => hash.toString('hex')),
    checkpoint: toCheckpointView(checkpoint),
  }
}

function sealedOf({ actorName, payload }: Entry): string | null {
  return actorName === null || payload === null ? null : sealedText(actorName, payload)
}
