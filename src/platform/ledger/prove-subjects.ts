import type { Queryable } from '../database/database.ts'
import { proveInclusions } from './prove.ts'
import { readNewestCheckpoints, readTimeline, type PlacedEntry } from './read-store.ts'
import type { LedgerSubject } from './fact.ts'
import { toEntryProof, type EntryProof } from './views.ts'

/** Facts of a case with their proofs, all under one checkpoint; `unsealed`: entries so fresh that none covers them yet. */
export interface ProvenFacts {
  readonly proofs: readonly EntryProof[]
  readonly unsealed: readonly string[]
}

/**
 * The facts about subjects of one port, each once and in order, with the proof that it is under the newest checkpoint: what a dossier hands to
 * somebody who believes nobody (LB-12). At most `limit` facts per subject.
 */
export async function proveSubjects(db: Queryable, port: string, subjects: readonly LedgerSubject[], limit: number): Promise<ProvenFacts> {
  const found = new Map<string, PlacedEntry>()
  for (const subject of subjects) for (const placed of await readTimeline(db, [port], subject, undefined, limit)) found.set(placed.entry.id, placed)
  const entries = [...found.values()].sort((a, b) => (a.entry.id < b.entry.id ? -1 : 1))
  // Read after the leaves, which are written together with their checkpoint: it covers all that are sealed.
  const [checkpoint] = await readNewestCheckpoints(db, [port])
  const sealed = entries.filter((placed): placed is PlacedEntry & { position: number } => placed.position !== null)
  if (checkpoint === undefined || sealed.length === 0) return { proofs: [], unsealed: entries.map((placed) => placed.entry.id) }
  const audits = await proveInclusions(db, port, sealed.map((placed) => placed.position), checkpoint.size)
  return {
    proofs: sealed.map((placed, i) => toEntryProof(placed, audits[i] ?? [], checkpoint)),
    unsealed: entries.filter((placed) => placed.position === null).map((placed) => placed.entry.id),
  }
}
