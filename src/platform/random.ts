import { randomBytes } from 'node:crypto'
import type { Instant } from '../kernel/instant.ts'

/** Where randomness comes from. Draws that must be checkable take a seed as a value instead. */
export interface Random {
  bytes(count: number): Buffer
}

/** The operating system's generator. */
export const systemRandom: Random = { bytes: (count) => randomBytes(count) }

interface Drawn {
  pool: Buffer
  offset: number
  count: number | undefined
}

// Each generator has a pool and a counter of its own, so that ids from a seeded one do not depend on what else the process makes.
const drawn = new WeakMap<Random, Drawn>()

/**
 * A UUIDv7 (RFC 9562 §6.2, method 1): time-ordered, so that indexes on ids stay flat as tables grow. Behind the millisecond stands a counter of
 * 26 bits, so that what one process makes within the same millisecond is in order too (time-lines rely on it), then 48 random bits.
 * These come from a pool of 4 KiB, because one system call per id is dear on the intake path.
 */
export function uuidv7(now: Instant, random: Random = systemRandom): string {
  let from = drawn.get(random)
  if (from === undefined) drawn.set(random, (from = { pool: Buffer.alloc(0), offset: 0, count: undefined }))
  if (from.offset + 6 > from.pool.length) {
    from.pool = random.bytes(4098)
    from.offset = 0
  }
  // Begins low, so that it wraps after tens of millions of ids.
  const count = from.count === undefined ? from.pool.readUInt16BE((from.offset += 6) - 6) : (from.count + 1) % 2 ** 26
  from.count = count
  const time = now.toString(16).padStart(12, '0')
  const high = (0x7000 + Math.floor(count / 2 ** 14)).toString(16)
  const low = (0x8000 + (count % 2 ** 14)).toString(16)
  return `${time.slice(0, 8)}-${time.slice(8)}-${high}-${low}-${from.pool.toString('hex', from.offset, (from.offset += 6))}`
}
