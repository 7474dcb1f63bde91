import type { EntryProof, WithheldProof } from '../../platform/ledger/views.ts'

/** `holds`: recomputed here and equal to the signed root; `broken`: it is not; `unknown`: this browser cannot hash on this connection. */
export type Verdict = 'holds' | 'broken' | 'unknown'

const bytesOf = (hex: string): Uint8Array<ArrayBuffer> => new Uint8Array((hex.match(/../g) ?? []).map((pair) => parseInt(pair, 16)))
const hexOf = (bytes: ArrayBuffer): string => [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, '0')).join('')

async function hash(prefix: number, ...parts: readonly Uint8Array<ArrayBuffer>[]): Promise<Uint8Array<ArrayBuffer>> {
  const whole = new Uint8Array(1 + parts.reduce((sum, part) => sum + part.length, 0))
  whole[0] = prefix
  let at = 1
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return new Uint8Array(await crypto.subtle.digest('SHA-256', whole))
}

/**
 * Walks from the leaf to the root as RFC 9162 (2.1.3.2) says and compares with the root that was signed: the browser believes the arithmetic,
 * not the server. The signature itself is checked by who keeps the checkpoint.
 */
export async function checkProof(proof: EntryProof | WithheldProof): Promise<Verdict> {
  // The Web Crypto interface is there on HTTPS and on localhost only.
  if ((crypto.subtle as SubtleCrypto | undefined) === undefined) return 'unknown'
  const { position } = proof.entry
  if (position === null) return 'unknown'
  let fn = position
  let sn = proof.checkpoint.size - 1
  let result = 'leaf' in proof ? await hash(0, new TextEncoder().encode(proof.leaf) as Uint8Array<ArrayBuffer>) : bytesOf(proof.entry.leafHash)
  for (const step of proof.audit) {
    if (sn === 0) return 'broken'
    const sibling = bytesOf(step)
    if (fn % 2 === 1 || fn === sn) {
      result = await hash(1, sibling, result)
      while (fn % 2 === 0 && fn !== 0) {
        fn = Math.floor(fn / 2)
        sn = Math.floor(sn / 2)
      }
    } else result = await hash(1, result, sibling)
    fn = Math.floor(fn / 2)
    sn = Math.floor(sn / 2)
  }
  return sn === 0 && hexOf(result.buffer) === proof.checkpoint.root ? 'holds' : 'broken'
}
