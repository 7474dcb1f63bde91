import { canonicalJson, type Json } from '../../kernel/canonical-json.ts'
import { parseNote, signedBy, type Verifier } from '../../platform/ledger/checkpoint.ts'
import { faultOfProof } from '../../platform/ledger/check-entry-proof.ts'
import type { EntryProof } from '../../platform/ledger/views.ts'
import type { Dossier } from './dossier-view.ts'

/** What came of checking a saved dossier. `signature`: whether every checkpoint bears a good signature of a known key. */
export interface CheckedDossier {
  readonly facts: number
  /** Facts the dossier names but does not prove: not sealed when it was issued, or on later pages. */
  readonly unproven: number
  readonly signature: 'good' | 'bad' | 'no-key'
  readonly faults: readonly string[]
}

/** What the dossier states beside the facts, and the fact that says the same: openings, decisions, who is answerable. */
function statements({ inspections, looks }: Dossier): { readonly what: string; readonly isSaidBy: (fact: EntryProof['entry']) => boolean }[] {
  const field = (payload: unknown, name: string): unknown => (payload as Readonly<Record<string, unknown>> | null)?.[name]
  const saysError = (error: Dossier['looks'][number]['errors'][number]) => ({
    what: `error ${error.id} and who is answerable for it`,
    isSaidBy: ({ subject, type, payload }: EntryProof['entry']) => subject.id === error.id && type === 'LiabilityRecorded' && canonicalJson((field(payload, 'attributions') ?? null) as Json) === canonicalJson(error.attributions),
  })
  const ofInspections = inspections.flatMap(({ id, handlings, responsibilities, errors }) => [
    ...handlings.map((handling) => ({
      what: `record ${handling.id} (${handling.action}, ${handling.agency})`,
      isSaidBy: ({ subject, payload, at }: EntryProof['entry']) => subject.id === id && field(payload, 'record') === handling.id && field(payload, 'agency') === handling.agency && at === handling.at,
    })),
    ...responsibilities.flatMap(({ agency, disposition }) =>
      disposition === undefined
        ? []
        : [{
            what: `decision ${disposition.code} of ${agency}`,
            isSaidBy: ({ subject, type, payload, at }: EntryProof['entry']) =>
              subject.id === id && type === 'DispositionRecorded' && field(payload, 'agency') === agency && field(payload, 'disposition') === disposition.code && field(payload, 'effect') === disposition.effect && at === disposition.at,
          }],
    ),
    ...errors.map(saysError),
  ])
  return [...ofInspections, ...looks.flatMap(({ errors }) => errors.map(saysError))]
}

async function signatureOf(notes: ReadonlySet<string>, verifiers: readonly Verifier[]): Promise<CheckedDossier['signature']> {
  for (const text of notes) {
    const note = parseNote(text)
    if (note === undefined) return 'bad'
    const known = note.signatures.flatMap(({ keyId, signature }) => verifiers.filter((verifier) => verifier.keyId.equals(keyId)).map((verifier) => ({ verifier, signature })))
    if (known.length === 0) return 'no-key'
    for (const { verifier, signature } of known) if (!(await signedBy(verifier, note.text, signature))) return 'bad'
  }
  return notes.size === 0 ? 'no-key' : 'good'
}

/**
 * Checks a dossier as it was saved, without a database (LB-12): every fact is proven, and where all of them are in it, every opening, decision and
 * attribution that it states is said by one of them.
 */
export async function checkDossier(dossier: Dossier, verifiers: readonly Verifier[]): Promise<CheckedDossier> {
  const { proofs, unsealed, left } = dossier.ledger
  const broken = proofs.flatMap((proof) => {
    const fault = faultOfProof(proof)
    return fault === undefined ? [] : [`fact ${proof.entry.id} (${proof.entry.type}): ${fault}`]
  })
  const unproven = unsealed.length + left
  const unsaid = unproven > 0 ? [] : statements(dossier).flatMap(({ what, isSaidBy }) => (proofs.some(({ entry }) => isSaidBy(entry)) ? [] : [`${what}: no fact says so`]))
  return { facts: proofs.length, unproven, signature: await signatureOf(new Set(proofs.map(({ checkpoint }) => checkpoint.note)), verifiers), faults: [...broken, ...unsaid] }
}
