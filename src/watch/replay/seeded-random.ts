import type { Instant } from '../../kernel/instant.ts'
import { seededNumbers } from '../../kernel/seeded-numbers.ts'
import type { Random } from '../../platform/random.ts'
import { hash } from './domain/chance.ts'

/**
 * Ids of one act of a stretch of simulated time, in the form of the product's: by moment, then by the rank of the act in its stretch, then in the
 * order they were asked for. They depend on nothing else, so that acts may be done side by side and their facts still be read in one order.
 */
export function idsOfAct(seed: string, stretch: number, rank: number, now: Instant): () => string {
  let count = 0
  return () => {
    // 26 bits behind the moment (RFC 9562 §6.2, method 1). An act with more ids reaches into the next one's, which the random bits keep apart.
    const place = (rank * idsPerAct + count) % 2 ** 26
    const random = hash(seed, 'act', stretch, rank, count).toString(16).padStart(8, '0') + (hash(seed, 'end', stretch, rank, count) & 0xffff).toString(16).padStart(4, '0')
    count++
    const time = now.toString(16).padStart(12, '0')
    return `${time.slice(0, 8)}-${time.slice(8)}-${(0x7000 + (place >>> 14)).toString(16)}-${(0x8000 + (place & 0x3fff)).toString(16)}-${random}`
  }
}

const idsPerAct = 512

/** A generator that gives the same bytes for the same seed: ids decide the order of things that happen at one moment, and a replay must repeat. */
export function seededRandom(seed: string, about: string | number): Random {
  const next = seededNumbers(hash(seed, 'ids', about))
  return {
    bytes(count) {
      const bytes = Buffer.alloc(count)
      for (let i = 0; i < count; i++) bytes[i] = (next() * 2 ** 32) & 0xff
      return bytes
    },
  }
}
