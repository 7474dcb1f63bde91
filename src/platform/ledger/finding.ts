/** What verification can find; `docs/ledger.md` says what each means and who could have done it. */
export type FindingKind =
  | 'payload-changed'
  | 'entry-changed'
  | 'entry-missing'
  | 'entry-inserted'
  | 'entry-moved'
  | 'redaction-unexplained'
  | 'leaf-missing'
  | 'leaf-unsigned'
  | 'node-changed'
  | 'root-changed'
  | 'signature-bad'
  | 'key-unknown'
  | 'saved-checkpoint-bad'
  | 'rolled-back'
  | 'rewritten'
  | 'state-unexplained'

/** Damage to the ledger of a port. */
export interface Finding {
  readonly kind: FindingKind
  readonly port: string
  /** Position of the first bad entry, where one can be named; else of the first that may be. */
  readonly position?: number
  /** Id of the first bad entry. */
  readonly entry?: string
  /** One sentence for a person. */
  readonly text: string
}

/** Ends the verification of a port: after the first damage every later hash differs too. */
export class Damage extends Error {
  override readonly name = 'Damage'
  readonly finding: Finding

  constructor(finding: Finding) {
    super(finding.text)
    this.finding = finding
  }
}
