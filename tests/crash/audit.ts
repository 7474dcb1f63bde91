import { openDatabase } from '../../src/platform/database/database.ts'
import type { Outcome } from './journal.ts'

/** What the journal and the database disagree about; every list is empty when the promise was kept. */
export interface Audit {
  /** Acknowledged and not there. */
  readonly lost: string[]
  /** There more than once, or acknowledged under two ids. */
  readonly duplicated: string[]
  /** Acknowledged under an id that is not the one that is there. */
  readonly misnamed: string[]
  /** Refused and there all the same. */
  readonly refusedButThere: string[]
  /** There, but nobody sent it. */
  readonly phantom: string[]
  /** A declaration without exactly one DeclarationAccepted, or one that is about no declaration. */
  readonly orphaned: string[]
}

/** Compares the journal of all that was sent with all that is there, declaration by declaration and entry by entry. */
export async function audit(databaseUrl: string, outcomes: readonly Outcome[]): Promise<Audit> {
  const db = openDatabase({ url: databaseUrl, connections: 1 })
  try {
    const declarations = await db.query<{ id: string; reference: string }>('select id, reference from single_window.declaration')
    const entries = await db.query<{ id: string; n: number }>(`select subject_id as id, count(*) as n from ledger.entry where type = 'DeclarationAccepted' group by subject_id`)
    return compare(outcomes, declarations, new Map(entries.map((entry) => [entry.id, entry.n])))
  } finally {
    await db.close()
  }
}

function compare(outcomes: readonly Outcome[], declarations: readonly { id: string; reference: string }[], accepted: ReadonlyMap<string, number>): Audit {
  const found: Audit = { lost: [], duplicated: [], misnamed: [], refusedButThere: [], phantom: [], orphaned: [] }
  const there = new Map<string, string[]>()
  for (const { id, reference } of declarations) there.set(reference, [...(there.get(reference) ?? []), id])
  const sent = new Set<string>()
  for (const { reference, ids, refused, valid } of outcomes) {
    sent.add(reference)
    const present = there.get(reference) ?? []
    if (present.length > 1 || ids.size > 1) found.duplicated.push(reference)
    if (ids.size > 0 && present.length === 0) found.lost.push(reference)
    if (present.length > 0 && [...ids].some((id) => !present.includes(id))) found.misnamed.push(reference)
    if (present.length > 0 && (!valid || (refused && ids.size === 0))) found.refusedButThere.push(reference)
  }
  found.phantom.push(...[...there.keys()].filter((reference) => !sent.has(reference)))
  const ids = new Set(declarations.map((declaration) => declaration.id))
  found.orphaned.push(...[...ids].filter((id) => accepted.get(id) !== 1), ...[...accepted.keys()].filter((id) => !ids.has(id)))
  return found
}
