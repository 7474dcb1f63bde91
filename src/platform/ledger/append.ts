import type { Actor } from '../../kernel/actor.ts'
import { toIso } from '../../kernel/instant.ts'
import type { Tx } from '../database/database.ts'
import { systemRandom, type Random } from '../random.ts'
import { payloadHashOf, sealedText } from './entry.ts'
import type { LedgerFact, LedgerStamp } from './fact.ts'
import { insertLedgerRows, type LedgerRow } from './entry-store.ts'

export type { LedgerFact, LedgerStamp, LedgerSubject } from './fact.ts'

/** Writes facts in the open transaction and gives their entry ids in order; see `docs/ledger.md`. */
export type Append = (tx: Tx, stamp: LedgerStamp, facts: readonly LedgerFact[]) => Promise<string[]>

/**
 * Writes facts in the open transaction, all in one statement, and gives their entry ids in order (LB-12). Nothing is chained or numbered here:
 * the sealer does that after the commit, so that no writer waits for another.
 */
export const append: Append = async (tx, stamp, facts) => {
  const rows = ledgerRows(stamp, facts)
  await insertLedgerRows(tx, rows)
  return rows.map((row) => row.id)
}

/**
 * The rows of facts, hashed and ready to be written. For paths that gather many requests into one transaction: rows of several stamps may be
 * put together and written at once by `insertLedgerRows`, or within a larger statement by `ledgerClauses` and `ledgerParameters`.
 */
export function ledgerRows(stamp: LedgerStamp, facts: readonly LedgerFact[], random: Random = systemRandom): LedgerRow[] {
  const { actor } = stamp
  const actorOf = actingFor(actor)
  const at = toIso(stamp.now)
  return facts.map((fact): LedgerRow => {
    const id = stamp.newId()
    const salt = nextSalt(random)
    // Hashed and kept as this very text, so that no verifier has to make it again: canonical order would only cost.
    const payload = JSON.stringify(fact.payload)
    const { port, type, subjectKind, subjectId, related = [], audience = [] } = fact
    return { id, port, type, subjectKind, subjectId, related, audience, actor, actorOf, at, salt, payload, payloadHash: payloadHashOf(salt, sealedText(actor.name, payload)) }
  })
}

/** For whom the actor acts, in the words of an audience; null for the program itself. */
function actingFor(actor: Actor): string | null {
  if (actor.agency !== undefined) return `agency:${actor.agency}`
  if (actor.enterprise !== undefined) return `enterprise:${actor.enterprise}`
  return actor.site === undefined ? null : `site:${actor.site}`
}

let pool = ''

/** 16 random bytes in hex, drawn from the generator 4 KiB at a time: a call for each is dear on the intake path. */
function nextSalt(random: Random): string {
  if (pool.length < 32) pool = random.bytes(4096).toString('hex')
  const salt = pool.slice(0, 32)
  pool = pool.slice(32)
  return salt
}
