import fc from 'fast-check'
import { expect, test } from 'vitest'
import { DatabaseUnavailable } from './database.ts'
import { groupCommit } from './group-commit.ts'

const tick = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

test('what arrives while a transaction flushes shares the next one', async () => {
  const batches: number[] = []
  const group = groupCommit<number, number>({
    lanes: 1,
    commit: async (entries) => {
      batches.push(entries.length)
      await tick()
      await tick()
      return entries.map((entry) => entry * 2)
    },
  })
  const first = group.submit(1)
  await tick()
  const rest = Array.from({ length: 50 }, (_, i) => group.submit(i))
  expect(await first).toBe(2)
  expect(await Promise.all(rest)).toEqual(Array.from({ length: 50 }, (_, i) => i * 2))
  expect(batches).toEqual([1, 50])
})

test('what waits is shared between the lanes, so that answers of one are made ready while the other flushes', async () => {
  const batches: number[] = []
  const group = groupCommit<number, number>({
    lanes: 2,
    commit: async (entries) => {
      batches.push(entries.length)
      await tick()
      return entries
    },
  })
  await Promise.all(Array.from({ length: 256 }, (_, i) => group.submit(i)))
  expect(batches).toEqual([128, 128])
})

test('no batch is larger than told, and no more lanes work than told', async () => {
  let under = 0
  let most = 0
  const group = groupCommit<number, number>({
    lanes: 2,
    largest: 10,
    commit: async (entries) => {
      expect(entries.length).toBeLessThanOrEqual(10)
      most = Math.max(most, ++under)
      await tick()
      under--
      return entries
    },
  })
  await Promise.all(Array.from({ length: 95 }, (_, i) => group.submit(i)))
  await group.settled()
  expect(most).toBe(2)
})

test('an entry the database refuses fails alone, whatever stands beside it', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.boolean(), { minLength: 1, maxLength: 40 }), async (bad) => {
      const group = groupCommit<number, number>({
        commit: async (entries) => {
          await tick()
          if (entries.some((entry) => bad[entry])) throw new Error('a value the database refuses')
          return entries
        },
      })
      const outcomes = await Promise.allSettled(bad.map((_, i) => group.submit(i)))
      expect(outcomes.map((outcome) => outcome.status === 'rejected')).toEqual(bad)
    }),
  )
})

test('weather fails the whole batch at once: nothing is tried entry by entry against a database that is away', async () => {
  let tries = 0
  const group = groupCommit<number, number>({
    commit: async () => {
      tries++
      throw new DatabaseUnavailable('away')
    },
  })
  const outcomes = await Promise.allSettled([1, 2, 3, 4].map((entry) => group.submit(entry)))
  expect(outcomes.every((outcome) => outcome.status === 'rejected' && outcome.reason instanceof DatabaseUnavailable)).toBe(true)
  expect(tries).toBe(1)
})

test('more than can wait is refused at once', async () => {
  let open = (): void => undefined
  const gate = new Promise<void>((resolve) => (open = resolve))
  const group = groupCommit<number, number>({ lanes: 1, largest: 1, capacity: 3, commit: async (entries) => gate.then(() => entries) })
  const first = group.submit(0)
  await tick()
  const waiting = [1, 2, 3].map((entry) => group.submit(entry))
  await expect(group.submit(4)).rejects.toBeInstanceOf(DatabaseUnavailable)
  open()
  expect(await Promise.all([first, ...waiting])).toEqual([0, 1, 2, 3])
  await group.settled()
  expect(group.waiting()).toBe(0)
})

test('senders that wait for room keep one full transaction waiting and no more, and are never refused', async () => {
  let most = 0
  const sizes: number[] = []
  const group = groupCommit<number, number>({
    lanes: 2,
    largest: 40,
    capacity: 1000,
    async commit(entries) {
      sizes.push(entries.length)
      most = Math.max(most, group.waiting())
      await tick()
      await tick()
      return entries
    },
  })
  const answers: Promise<number>[] = []
  const sender = async (from: number): Promise<void> => {
    for (let n = from; n < from + 500; n++) {
      await group.room()
      answers.push(group.submit(n))
    }
  }
  await Promise.all([0, 500, 1000].map(sender))
  expect((await Promise.all(answers)).toSorted((a, b) => a - b)).toEqual(Array.from({ length: 1500 }, (_, n) => n))
  // Each of three senders may have been told of the same room.
  expect(most).toBeLessThanOrEqual(40 + 3)
  expect(sizes.filter((size) => size === 40).length).toBeGreaterThan(20)
})
