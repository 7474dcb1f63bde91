import type { Random } from '../../platform/random.ts'
import { hash } from './domain/chance.ts'

/** A generator that gives the same bytes for the same seed: ids decide the order of things that happen at one moment, and a replay must repeat. */
export function seededRandom(seed: string, about: string | number): Random {
  let state = hash(seed, 'ids', about)
  // Mulberry32.
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return (mixed ^ (mixed >>> 14)) >>> 0
  }
  return {
    bytes(count) {
      const bytes = Buffer.alloc(count)
      for (let i = 0; i < count; i++) bytes[i] = next() & 0xff
      return bytes
    },
  }
}
