import { createHash, createPublicKey, verify } from 'node:crypto'
import { promisify } from 'node:util'
import { parseInstant, toIso, type Instant } from '../../kernel/instant.ts'
import type { Hash } from './merkle.ts'

/** What is signed: that the ledger of a port had this many entries and this root at this time. */
export interface Checkpoint {
  readonly port: string
  readonly size: number
  readonly root: Hash
  readonly sealedAt: Instant
}

/** A public key that checkpoints are checked against. */
export interface Verifier {
  readonly name: string
  /** First four bytes of SHA-256(name || "\n" || 0x01 || key). */
  readonly keyId: Buffer
  /** Raw Ed25519 public key, 32 bytes. */
  readonly publicKey: Buffer
}

export interface NoteSignature {
  readonly name: string
  readonly keyId: Buffer
  readonly signature: Buffer
}

/** A checkpoint as a signed note (C2SP signed-note, tlog-checkpoint): what a witness keeps. */
export interface Note {
  readonly text: string
  readonly checkpoint: Checkpoint
  readonly signatures: readonly NoteSignature[]
}

const ed25519 = 1
const originPrefix = 'lianjian/'
// DER of an Ed25519 SubjectPublicKeyInfo up to the key itself (RFC 8410).
const spki = Buffer.from('302a300506032b6570032100', 'hex')
const verifyAsync = promisify(verify)

/** The signed text: origin, size and root as every transparency log writes them, then the time as an extension line. */
export function checkpointText({ port, size, root, sealedAt }: Checkpoint): string {
  return `${originPrefix}${port}\n${size}\n${root.toString('base64')}\ntime ${toIso(sealedAt)}\n`
}

/** The text with its signature. */
export function noteText(checkpoint: Checkpoint, { name, keyId, signature }: NoteSignature): string {
  return `${checkpointText(checkpoint)}\n— ${name} ${Buffer.concat([keyId, signature]).toString('base64')}\n`
}

const notePattern = /^(?<text>lianjian\/(?<port>[^\n]+)\n(?<size>0|[1-9]\d{0,14})\n(?<root>[A-Za-z0-9+/]{43}=)\ntime (?<time>[^\n]+)\n)\n(?<signatures>(?:— [^\s+]+ [A-Za-z0-9+/]+={0,2}\n)+)$/

/** Reads one signed note of ours; undefined when it is anything else. Signatures are not checked here. */
export function parseNote(note: string): Note | undefined {
  const groups = notePattern.exec(note)?.groups
  const sealedAt = parseInstant(groups?.['time'] ?? '')
  if (groups === undefined || sealedAt === undefined) return undefined
  const { text = '', port = '', size = '', root = '', signatures = '' } = groups
  return {
    text,
    checkpoint: { port, size: Number(size), root: Buffer.from(root, 'base64'), sealedAt },
    signatures: signatures
      .trimEnd()
      .split('\n')
      .map((line) => {
        const [, name = '', encoded = ''] = line.split(' ')
        const bytes = Buffer.from(encoded, 'base64')
        return { name, keyId: bytes.subarray(0, 4), signature: bytes.subarray(4) }
      }),
  }
}

/** Reads a file of saved notes, one after the other; undefined when a part of it is not one. */
export function parseNotes(file: string): Note[] | undefined {
  const notes = [...file.matchAll(/lianjian\/[\s\S]*?\n\n(?:— [^\n]*\n)+/g)].map(([note]) => parseNote(note))
  const whole = notes.every((note) => note !== undefined)
  return whole && notes.length > 0 && notes.length === file.match(/^lianjian\//gm)?.length ? notes : undefined
}

/** The identity of a public key. */
export function verifierOf(name: string, publicKey: Buffer): Verifier {
  const keyId = createHash('sha256').update(`${name}\n`).update(Buffer.from([ed25519])).update(publicKey).digest().subarray(0, 4)
  return { name, keyId, publicKey }
}

/** `name+hash+key`, as C2SP signed notes write a public key. */
export function verifierText({ name, keyId, publicKey }: Verifier): string {
  return `${name}+${keyId.toString('hex')}+${Buffer.concat([Buffer.from([ed25519]), publicKey]).toString('base64')}`
}

/** Reads `name+hash+key`; undefined when it is anything else or its hash does not fit. */
export function parseVerifier(text: string): Verifier | undefined {
  const [, name, keyId, encoded] = /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+={0,2})$/.exec(text.trim()) ?? []
  if (name === undefined || keyId === undefined || encoded === undefined) return undefined
  const bytes = Buffer.from(encoded, 'base64')
  if (bytes.length !== 33 || bytes[0] !== ed25519) return undefined
  const verifier = verifierOf(name, bytes.subarray(1))
  return verifier.keyId.toString('hex') === keyId ? verifier : undefined
}

/** Whether the key signed the text. The work is done off the main thread. */
export async function signedBy(verifier: Verifier, text: string, signature: Buffer): Promise<boolean> {
  const key = createPublicKey({ key: Buffer.concat([spki, verifier.publicKey]), format: 'der', type: 'spki' })
  return signature.length === 64 && (await verifyAsync(null, Buffer.from(text), key, signature))
}
