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

/**
 * A UUIDv7 (RFC 9562): time-ordered, so that indexes on ids stay flat as tables grow.
 * The random part comes from a pool of 4 KiB, because one system call per id is dear on the intake path.
 */
export function uuidv7(now: Instant, random: Random = systemRandom): string {
  if (offset + 10 > pool.length) {
    pool = random.bytes(4096)
    offset = 0
  }
  const tail = pool.subarray(offset, (offset += 10))
  const time = now.toString(16).padStart(12, '0')
  const hex = tail.toString('hex')
  const variant = ((parseInt(hex.slice(3, 4), 16) & 0x3) | 0x8).toString(16)
  return `${time.slice(0, 8)}-${time.slice(8)}-7${hex.slice(0, 3)}-${variant}${hex.slice(4, 7)}-${hex.slice(7, 19)}`
}
