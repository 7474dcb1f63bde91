import type { Queryable } from '../database/database.ts'
import { proveInclusions } from './prove.ts'
import { readNewestCheckpoints, readSubjects, type PlacedEntry } from './read-store.ts'
import type { LedgerSubject } from './fact.ts'
import { toEntryProof, type EntryProof } from './views.ts'

/** Facts of a case with their proofs, all under one checkpoint; `unsealed`: entries so fresh that none covers them yet. */
export interface ProvenFacts {
  readonly proofs: readonly EntryProof[]
  readonly unsealed: readonly string[]
  /** How many follow that this page does not have; `next`, the place to go on from, is there when there are any. */
  readonly left: number
  readonly next?: string
}

/**
 * A page of the facts about subjects of one port, each once and in order, with the proof that it is under the newest checkpoint: what a dossier hands
 * to somebody who believes nobody (LB-12). The same number of reads however many subjects and facts there are.
 */
export async function proveSubjects(db: Queryable, port: string, subjects: readonly LedgerSubject[], after: string | undefined, limit: number): Promise<ProvenFacts> {
  const { entries, left } = await readSubjects(db, port, subjects, after, limit)
  // Read after the leaves, which are written together with their checkpoint: it covers all that are sealed.
  const [checkpoint] = await readNewestCheckpoints(db, [port])
  const last = entries.at(-1)
  const page = { left, ...(left > 0 && last !== undefined ? { next: last.entry.id } : {}) }
  const sealed = entries.filter((placed): placed is PlacedEntry & { position: number } => placed.position !== null)
  if (checkpoint === undefined || sealed.length === 0) return { proofs: [], unsealed: entries.map((placed) => placed.entry.id), ...page }
  const audits = await proveInclusions(db, port, sealed.map((placed) => placed.position), checkpoint.size)
  return {
    proofs: sealed.map((placed, i) => toEntryProof(placed, audits[i] ?? [], checkpoint)),
    unsealed: entries.filter((placed) => placed.position === null).map((placed) => placed.entry.id),
    ...page,
  }
}
