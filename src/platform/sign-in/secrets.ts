import { createHash } from 'node:crypto'
import { hash, verify } from '@node-rs/argon2'
import type { Random } from '../random.ts'

// OWASP's figures for argon2id, which is number 2 of the library.
const cost = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 }

/** Hash of a password, with its own salt. */
export function hashPassword(password: string): Promise<string> {
  return hash(password, cost)
}

/** Whether the password is the one that was hashed. */
export function isPassword(passwordHash: string, password: string): Promise<boolean> {
  return verify(passwordHash, password)
}

/** A secret nobody guesses: 256 random bits, after a mark by which a leaked one can be recognised. */
export function newSecret(random: Random, mark: string): string {
  return mark + random.bytes(32).toString('base64url')
}

/** What is kept of a secret. It has 256 bits of its own, so a plain hash cannot be searched. */
export function hashOfSecret(secret: string): Buffer {
  return createHash('sha256').update(secret).digest()
}

export const sessionMark = 'ljs_'
export const tokenMark = 'ljt_'

/** The id of what an actor makes under a key of its own (UUIDv8): a repeat means the same thing, whoever else uses the same key means another. */
export function idOfKey(actorId: string, key: string): string {
  const hex = createHash('sha256').update(`${actorId}\n${key}`).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
