import fc from 'fast-check'
import { expect, test } from 'vitest'
import { inOrder } from './in-order.ts'

const tick = (turns = 1): Promise<void> => new Promise((resolve) => (turns <= 0 ? resolve() : setImmediate(() => resolve(tick(turns - 1)))))

async function* from<T>(values: readonly T[], pause: (value: T) => number = () => 0): AsyncGenerator<T> {
  for (const value of values) {
    await tick(pause(value))
    yield value
  }
}

async function collect(texts: AsyncIterable<string>): Promise<string> {
  let all = ''
  for await (const text of texts) all += text
  return all
}

test('answers come in the order of the questions, however long each takes, and no more than allowed are under way', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(5), { maxLength: 60 }), fc.integer({ min: 1, max: 8 }), async (delays, ahead) => {
      let underWay = 0
      const answered = await collect(
        inOrder(from(delays.map((delay, n) => ({ delay, n }))), ahead, async ({ delay, n }) => {
          expect(++underWay).toBeLessThanOrEqual(ahead)
          await tick(delay)
          underWay--
          return `${n};`
        }),
      )
      expect(answered).toBe(delays.map((_, n) => `${n};`).join(''))
    }),
  )
})

test('an answer does not wait for the next question', async () => {
  let ask = (): void => undefined
  const asked = new Promise<void>((resolve) => (ask = resolve))
  async function* questions(): AsyncGenerator<number> {
    yield 1
    await asked
    yield 2
  }
  const answers = inOrder(questions(), 10, async (question) => String(question))
  expect((await answers.next()).value).toBe('1')
  ask()
  expect((await answers.next()).value).toBe('2')
  expect((await answers.next()).done).toBe(true)
})

test('when the reader leaves, no more questions are taken', async () => {
  let taken = 0
  const answers = inOrder(from(Array.from({ length: 1000 }, (_, n) => n)), 5, async () => {
    taken++
    return 'x'
  })
  await answers.next()
  await answers.return(undefined)
  await tick(20)
  expect(taken).toBeLessThan(20)
})

test('when the sender breaks off, what was asked is still answered and then the break is told', async () => {
  async function* broken(): AsyncGenerator<number> {
    yield 1
    yield 2
    throw new Error('aborted')
  }
  let all = ''
  await expect(
    (async () => {
      for await (const text of inOrder(broken(), 10, async (question) => String(question))) all += text
    })(),
  ).rejects.toThrow('aborted')
  expect(all).toBe('12')
})
