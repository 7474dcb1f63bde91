import { canonicalJson, type Json } from '../../kernel/canonical-json.ts'
import { parseNote } from './checkpoint.ts'
import { payloadHashOf } from './entry.ts'
import { leafHash } from './merkle.ts'
import { verifyInclusion } from './proof.ts'
import type { EntryProof } from './views.ts'

type Shown = EntryProof['entry']

/** What a leaf says of an entry, as the API shows it. */
function shownBy(leaf: Readonly<Record<string, unknown>>): Json {
  const { id, port, type, subject, related, audience, actor, actorOf, occurredAt, recordedAt } = leaf as Readonly<Record<string, Json>>
  return { id, port, type, subject, related, audience, actor, actorOf, occurredAt, recordedAt }
}

const textOf = ({ kind, id }: { readonly kind: string; readonly id: string }): string => `${kind}:${id}`

function saidOf({ id, port, type, subject, related, audience, actor, at, recordedAt }: Shown): Json {
  return { id, port, type, subject: textOf(subject), related: related.map(textOf), audience: [...audience], actor: textOf(actor), actorOf: actor.of ?? null, occurredAt: at, recordedAt }
}

/**
 * Why a proof of the API does not prove what it shows (LB-12); undefined where it does: what is shown is what the leaf and the sealed text say, their hash
 * is in the leaf, and the leaf is under the root of the note. Who signed the note is another question (`signedBy`). Needs no database.
 */
export function faultOfProof({ entry, leaf, salt, sealed, audit, checkpoint }: EntryProof): string | undefined {
  const note = parseNote(checkpoint.note)?.checkpoint
  if (note?.port !== entry.port || note.size !== checkpoint.size || note.root.toString('hex') !== checkpoint.root) return 'its checkpoint is not what its note says'
  const head = parsed(leaf)
  if (typeof head !== 'object' || head === null || canonicalJson(shownBy(head as Readonly<Record<string, unknown>>)) !== canonicalJson(saidOf(entry))) return 'what is shown is not what its leaf says'
  const hashed = (head as { readonly payloadHash?: unknown }).payloadHash
  if (salt === null || sealed === null) {
    if (!entry.redacted || entry.payload !== null) return 'its payload is shown without what proves it'
  } else {
    if (payloadHashOf(salt, sealed) !== hashed) return 'its payload was changed'
    if (canonicalJson(parsed(sealed) as Json) !== canonicalJson([entry.actor.name ?? '', entry.payload as Json])) return 'what is shown is not what was sealed'
  }
  const path = audit.map((hash) => Buffer.from(hash, 'hex'))
  return verifyInclusion(leafHash(leaf), entry.position ?? -1, note.size, path, note.root) ? undefined : 'it is not under the root of its checkpoint'
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
