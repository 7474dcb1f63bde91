import { must } from '../invariant.ts'

/** Finds the longest of a set of prefixes that a text begins with. */
export interface CodeTrie {
  /** Number of the longest prefix, as given to `buildCodeTrie`. The empty prefix is always among them. */
  longest(text: string): number
}

/**
 * Builds the trie as one flat array of transitions, because it is walked on every evaluation and must not allocate.
 * `prefixes` must contain the empty one.
 */
export function buildCodeTrie(prefixes: readonly string[]): CodeTrie {
  const letters = new Map<number, number>()
  for (const prefix of prefixes) {
    for (let i = 0; i < prefix.length; i++) {
      const unit = prefix.charCodeAt(i)
      if (!letters.has(unit)) letters.set(unit, letters.size + 1)
    }
  }
  const width = letters.size + 1
  // Letter 0 is every character no prefix uses; texts of codes are ASCII, the map serves the rest.
  const ascii = new Uint16Array(128)
  for (const [unit, letter] of letters) if (unit < 128) ascii[unit] = letter

  const next: number[] = new Array<number>(width).fill(0)
  const numberAt: number[] = [-1]
  for (const [number, prefix] of prefixes.entries()) {
    let node = 0
    for (let i = 0; i < prefix.length; i++) {
      const at = node * width + must(letters.get(prefix.charCodeAt(i)), 'letter of a prefix')
      if (next[at] === 0) {
        next[at] = numberAt.length
        numberAt.push(-1)
        for (let letter = 0; letter < width; letter++) next.push(0)
      }
      node = must(next[at], 'node of a prefix')
    }
    numberAt[node] = number
  }
  // Nodes inside a prefix answer with the nearest prefix above them.
  const answers = new Int32Array(numberAt.length)
  const inherit = (node: number, above: number): void => {
    const own = must(numberAt[node], 'number of a node')
    const answer = own === -1 ? above : own
    answers[node] = answer
    for (let letter = 1; letter < width; letter++) {
      const child = must(next[node * width + letter], 'child of a node')
      if (child !== 0) inherit(child, answer)
    }
  }
  inherit(0, must(numberAt[0], 'root'))
  const transitions = Int32Array.from(next)

  return {
    longest(text) {
      let node = 0
      for (let i = 0; i < text.length; i++) {
        const unit = text.charCodeAt(i)
        const letter = unit < 128 ? (ascii[unit] as number) : (letters.get(unit) ?? 0)
        if (letter === 0) break
        const child = transitions[node * width + letter] as number
        if (child === 0) break
        node = child
      }
      return answers[node] as number
    },
  }
}
