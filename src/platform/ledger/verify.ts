import type { Database, Queryable } from '../database/database.ts'
import { verifierOf, type Note, type Verifier } from './checkpoint.ts'
import type { Finding } from './finding.ts'
import { verifyPort, type PortReport, type Reader } from './verify-port.ts'
import { findUnrelated, freezeMoment, inTurn, readLedgerPorts, readSigners, type StoredSigner } from './verify-store.ts'

/** A question to the state tables: is there a row whose fact is missing from the ledger? Modules give them, the applications collect them. */
export interface OrphanCheck {
  /** What is looked for, e.g. `declarations without DeclarationAccepted`. */
  readonly name: string
  /** The first such row; undefined when every row is explained. */
  readonly find: (db: Queryable) => Promise<{ readonly port: string; readonly subject: string } | undefined>
}

export interface VerifyOptions {
  /** Public keys known from outside of the database. Empty: the database's own list, which proves nothing about who signed. */
  readonly verifiers: readonly Verifier[]
  /** Checkpoints kept outside of the database. */
  readonly saved: readonly Note[]
  readonly orphanChecks?: readonly OrphanCheck[]
  /** Told once per port before it is read, with what is to come. */
  readonly reader?: (port: string) => Promise<Reader>
}

/** What verification found in a database. */
export interface VerifyReport {
  readonly ports: readonly PortReport[]
  /** One per damaged port, then what is wrong outside of the trees; empty when nothing is. */
  readonly findings: readonly Finding[]
  /** Whether the keys came from outside of the database. */
  readonly keysFromOutside: boolean
}

/**
 * Verifies the ledger of every port at one moment of the database (LB-12). Memory stays bounded however long the ledger is.
 * Finds what a superuser of the database did to it, see `docs/ledger.md`; a wholesale rewrite or rollback only by a saved checkpoint.
 */
export async function verifyLedger(db: Database, options: VerifyOptions): Promise<VerifyReport> {
  return db.transaction(async (transaction) => {
    await freezeMoment(transaction)
    const tx = inTurn(transaction)
    const keysFromOutside = options.verifiers.length > 0
    const signers = await readSigners(tx)
    const verifiers = keysFromOutside ? options.verifiers : signers.map(({ name, publicKey }) => verifierOf(name, publicKey))
    const trust = { verifiers, saved: options.saved }
    const ports = [...new Set([...(await readLedgerPorts(tx)), ...options.saved.map((note) => note.checkpoint.port)])].sort()
    const reports: PortReport[] = []
    for (const port of ports) reports.push(await verifyPort(tx, port, trust, await options.reader?.(port)))
    const findings = [...reports.flatMap((report) => report.finding ?? []), ...changedKeys(signers), ...(await unexplained(tx, options.orphanChecks ?? []))]
    return { ports: reports, findings, keysFromOutside }
  })
}

function changedKeys(signers: readonly StoredSigner[]): Finding[] {
  return signers
    .filter(({ name, keyId, publicKey }) => !verifierOf(name, publicKey).keyId.equals(keyId))
    .map(({ keyId }) => ({ kind: 'key-unknown', port: '*', text: `The public key stored as ${keyId.toString('hex')} is another one.` }))
}

async function unexplained(tx: Queryable, checks: readonly OrphanCheck[]): Promise<Finding[]> {
  const findings: Finding[] = []
  const unrelated = await findUnrelated(tx)
  if (unrelated !== undefined) {
    const { port, entry, subject, missing } = unrelated
    const text = missing ? `Entry ${entry} is not shown in the time-line of ${subject}, as it should be.` : `The time-line of ${subject} shows entry ${entry}, which says nothing of it.`
    findings.push({ kind: 'state-unexplained', port, entry, text })
  }
  for (const check of checks) {
    const orphan = await check.find(tx)
    if (orphan !== undefined) findings.push({ kind: 'state-unexplained', port: orphan.port, text: `${check.name}: ${orphan.subject}.` })
  }
  return findings
}
