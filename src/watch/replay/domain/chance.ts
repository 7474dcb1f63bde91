/**
 * Chance that can be repeated: a number in [0, 1) that depends on nothing but the seed and what it is about.
 * A replay asks it by name (`chance(seed, 'grade', importer)`) instead of drawing in order, so that the answer does not change when
 * rows come in other batches, a run is resumed, or a question is added. FNV-1a with the finalizer of MurmurHash3; no cryptography.
 */
export function chance(seed: string, ...about: readonly (string | number)[]): number {
  return hash(seed, ...about) / 0x1_0000_0000
}

/** A whole number in [0, below), as repeatable as `chance`. */
export function pick(below: number, seed: string, ...about: readonly (string | number)[]): number {
  return Math.floor(chance(seed, ...about) * below)
}

/** The entry whose share of the weights the chance falls into; weights need not add up to one. The list must not be empty. */
export function weighted<T>(entries: readonly (readonly [T, number])[], at: number): T {
  const total = entries.reduce((sum, [, weight]) => sum + weight, 0)
  let left = at * total
  for (const [value, weight] of entries) {
    left -= weight
    if (left < 0) return value
  }
  return (entries[entries.length - 1] as readonly [T, number])[0]
}

/** 32 bits of the seed and what it is about. */
export function hash(seed: string, ...about: readonly (string | number)[]): number {
  let state = 0x811c9dc5
  const text = about.length === 0 ? seed : `${seed}\u0000${about.join('\u0000')}`
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    state = Math.imul(state ^ (unit & 0xff), 0x01000193)
    if (unit > 0xff) state = Math.imul(state ^ (unit >>> 8), 0x01000193)
  }
  state ^= state >>> 16
  state = Math.imul(state, 0x85ebca6b)
  state ^= state >>> 13
  state = Math.imul(state, 0xc2b2ae35)
  return (state ^ (state >>> 16)) >>> 0
}
