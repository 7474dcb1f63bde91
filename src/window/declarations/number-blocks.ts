import type { Queryable } from '../../platform/database/database.ts'
import { declarationNumber } from './domain/declaration-number.ts'
import { reserveNumbers } from './declaration-store.ts'

const largestBlock = 1000

/** Hands out declaration numbers of this process. */
export interface NumberBlocks {
  /** `count` numbers of a series, each given to nobody else, in growing order. */
  take(port: string, series: string, count: number): Promise<string[]>
}

/**
 * Numbers reserved in blocks, so that a batch seldom asks the database. Blocks grow with use: a quiet port loses a few numbers
 * when the process ends, a busy one asks once for a thousand.
 */
export function numberBlocks(db: Queryable): NumberBlocks {
  const blocks = new Map<string, { next: number; end: number }[]>()
  const sizes = new Map<string, number>()
  return {
    async take(port, series, count) {
      const key = `${port} ${series}`
      const numbers: string[] = []
      while (numbers.length < count) {
        const [block] = blocks.get(key) ?? []
        if (block === undefined) {
          const size = Math.min(largestBlock, Math.max(count - numbers.length, (sizes.get(key) ?? 5) * 2))
          sizes.set(key, size)
          const first = await reserveNumbers(db, port, series, size)
          blocks.set(key, [...(blocks.get(key) ?? []), { next: first, end: first + size }])
          continue
        }
        while (numbers.length < count && block.next < block.end) numbers.push(declarationNumber(series, block.next++))
        if (block.next === block.end) blocks.get(key)?.shift()
      }
      return numbers
    },
  }
}
