import { randomBytes } from 'node:crypto'
import type { Instant } from '../kernel/instant.ts'

/** Where randomness comes from. Draws that must be checkable take a seed as a value instead. */
export interface Random {
  bytes(count: number): Buffer
}

/** The operating system's generator. */
export const systemRandom: Random = { bytes: (count) => randomBytes(count) }

let pool: Buffer = Buffer.alloc(0)
let offset = 0
let count: number | undefined

/**
 * A UUIDv7 (RFC 9562 §6.2, method 1): time-ordered, so that indexes on ids stay flat as tables grow. Behind the millisecond stands a counter of
 * 26 bits, so that what one process makes within the same millisecond is in order too (time-lines rely on it), then 48 random bits.
 * These come from a pool of 4 KiB, because one system call per id is dear on the intake path.
 */
export function uuidv7(now: Instant, random: Random = systemRandom): string {
  if (offset + 6 > pool.length) {
    pool = random.bytes(4098)
    offset = 0
  }
  // Begins low, so that it wraps after tens of millions of ids.
  count = count === undefined ? pool.readUInt16BE((offset += 6) - 6) : (count + 1) % 2 ** 26
  const time = now.toString(16).padStart(12, '0')
  const high = (0x7000 + Math.floor(count / 2 ** 14)).toString(16)
  const low = (0x8000 + (count % 2 ** 14)).toString(16)
  return `${time.slice(0, 8)}-${time.slice(8)}-${high}-${low}-${pool.toString('hex', offset, (offset += 6))}`
}
