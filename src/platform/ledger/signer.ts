import { createPrivateKey, createPublicKey, generateKeyPairSync, sign } from 'node:crypto'
import { appendFile, link, mkdir, readFile, stat, unlink, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { systemRandom } from '../random.ts'
import { parseVerifier, verifierOf, verifierText, type Verifier } from './checkpoint.ts'

/** Who signs checkpoints on this machine. */
export interface Signer extends Verifier {
  /** Ed25519 signature of the text, 64 bytes. */
  sign(text: string): Buffer
}

const signerName = 'lianjian'
const keyFile = 'signer.pem'
const verifiersFile = 'verifiers'

/** Where a home keeps what must not lie in the database: the private key, the known public keys, the last checkpoint of each port. */
export function ledgerFolder(home: string): string {
  return path.join(home, 'ledger')
}

/**
 * The signer of this home; makes its key at the first start. Of two processes that start at once both end up with the same key.
 * Throws when others than the owner may read the key.
 */
export async function openSigner(home: string): Promise<Signer> {
  const folder = ledgerFolder(home)
  const file = path.join(folder, keyFile)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const pem = (await readIfThere(file)) ?? (await makeKey(folder, file))
  const mode = (await stat(file)).mode & 0o077
  if (mode !== 0) throw new Error(`${file} can be read by others (mode ${mode.toString(8)}): whoever has it can sign a forged ledger. chmod 600 it, or delete it for a new key.`)
  const signer = signerOf(pem)
  await remember(folder, signer)
  return signer
}

/** A signer from a private key in PEM. */
export function signerOf(pem: string): Signer {
  const key = createPrivateKey(pem)
  const der = createPublicKey(key).export({ format: 'der', type: 'spki' })
  return { ...verifierOf(signerName, der.subarray(-32)), sign: (text) => sign(null, Buffer.from(text), key) }
}

/** A new private key in PEM. */
export function newKey(): string {
  return generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' }).toString()
}

/** The public keys this home has ever signed with or was given: what verification trusts instead of the database's own list. */
export async function knownVerifiers(home: string): Promise<Verifier[]> {
  const text = await readIfThere(path.join(ledgerFolder(home), verifiersFile))
  return (text ?? '').split('\n').flatMap((line) => parseVerifier(line) ?? [])
}

async function makeKey(folder: string, file: string): Promise<string> {
  const fresh = path.join(folder, `${keyFile}.${systemRandom.bytes(6).toString('hex')}`)
  await writeFile(fresh, newKey(), { mode: 0o600, flush: true })
  // Linking fails where another was faster; then its key is ours too.
  await link(fresh, file).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error
  })
  await unlink(fresh)
  return readFile(file, 'utf8')
}

async function remember(folder: string, signer: Signer): Promise<void> {
  const file = path.join(folder, verifiersFile)
  const line = verifierText(signer)
  const known = (await readIfThere(file)) ?? ''
  if (!known.split('\n').includes(line)) await appendFile(file, `${line}\n`)
}

async function readIfThere(file: string): Promise<string | undefined> {
  return readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
}
