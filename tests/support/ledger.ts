import type { Actor } from '../../src/kernel/actor.ts'
import { instant } from '../../src/kernel/instant.ts'
import type { Database } from '../../src/platform/database/database.ts'
import { append, type LedgerFact, type LedgerStamp } from '../../src/platform/ledger/append.ts'
import { newKey, signerOf, type Signer } from '../../src/platform/ledger/signer.ts'
import { sealAll } from '../../src/platform/ledger/seal.ts'
import { uuidv7 } from '../../src/platform/random.ts'

const officer: Actor = { kind: 'person', id: 'u-7', name: '王芳', roles: ['officer'], agency: 'CUS', ports: ['380101'] }

/** Who and when, for facts of a test. */
export function ledgerStamp(overrides: Partial<LedgerStamp> = {}): LedgerStamp {
  const now = overrides.now ?? instant('2026-03-01T08:00:00Z')
  return { actor: officer, now, newId: () => uuidv7(now), ...overrides }
}

/** A valid fact. */
export function ledgerFact(overrides: Partial<LedgerFact> = {}): LedgerFact {
  return { port: '380101', subjectKind: 'declaration', subjectId: 'd-1', type: 'DeclarationAccepted', payload: { number: '380120260000000001' }, ...overrides }
}

/** A signer with a key of its own, that exists nowhere else. */
export function freshSigner(): Signer {
  return signerOf(newKey())
}

/** Appends `count` facts of one port, `perTransaction` at a time, each about its own declaration; their entry ids. */
export async function appendFacts(db: Database, count: number, overrides: Partial<LedgerFact> = {}, perTransaction = 100): Promise<string[]> {
  const ids: string[] = []
  for (let from = 0; from < count; from += perTransaction) {
    const facts = Array.from({ length: Math.min(perTransaction, count - from) }, (_, i) =>
      ledgerFact({ subjectId: `d-${from + i}`, payload: { line: from + i, text: '小轿车' }, ...overrides }),
    )
    ids.push(...(await db.transaction((tx) => append(tx, ledgerStamp(), facts))))
  }
  return ids
}

/**
 * Seals until `count` more entries are sealed. One round may not be enough: a transaction that another test has open on the same cluster holds
 * sealing back for as long as it lasts.
 */
export async function sealFacts(db: Database, signer: Signer, count: number): Promise<void> {
  const until = performance.now() + 15_000
  for (let sealed = 0; sealed < count; ) {
    sealed += await sealAll(db, signer)
    if (performance.now() > until) throw new Error(`only ${sealed} of ${count} entries could be sealed in 15 s`)
    if (sealed < count) await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
