import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { newRefresher } from './refresher.ts'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

/** A screen whose refresh takes `takes` milliseconds and is cut off by the next one, as fetching again cuts off a fetch. `shown`: what was in the news when a refresh that arrived began. */
function screenThatTakes(takes: number): { readonly shown: string[]; begun: number; refresh(kinds: ReadonlySet<string>, ids: ReadonlySet<string>): Promise<void> } {
  let latest = 0
  const heard = new Set<string>()
  const screen = {
    shown: [] as string[],
    begun: 0,
    async refresh(_kinds: ReadonlySet<string>, ids: ReadonlySet<string>): Promise<void> {
      const turn = ++latest
      screen.begun++
      for (const id of ids) heard.add(id)
      const seen = [...heard]
      await new Promise((resolve) => void setTimeout(resolve, takes))
      if (turn === latest) screen.shown.splice(0, Infinity, ...seen)
    },
  }
  return screen
}

const news = (id: string) => [{ kind: 'joint-inspection', id }]

test('what comes together is fetched once, within a tenth of a second', async () => {
  const screen = screenThatTakes(50)
  const refresher = newRefresher(screen.refresh)
  for (const id of ['a', 'b', 'c']) refresher.hear(news(id))
  await vi.advanceTimersByTimeAsync(160)
  expect([screen.begun, screen.shown]).toEqual([1, ['a', 'b', 'c']])
})

test('news that come faster than the screen is fetched do not keep it from being shown; the last are shown too', async () => {
  const screen = screenThatTakes(400)
  const refresher = newRefresher(screen.refresh)
  const shownAt = new Map<number, number>()
  for (let at = 0; at < 40; at++) {
    refresher.hear(news(String(at)))
    await vi.advanceTimersByTimeAsync(120)
    shownAt.set(at, screen.shown.length)
  }
  // After two rounds of fetching the first is there; it never falls more than two rounds behind.
  expect(shownAt.get(9)).toBeGreaterThan(0)
  expect(shownAt.get(39)).toBeGreaterThan(39 - 10)
  await vi.advanceTimersByTimeAsync(1_000)
  expect(screen.shown).toHaveLength(40)
})

test('twin: fetching anew with every news shows nothing as long as they keep coming', async () => {
  const screen = screenThatTakes(400)
  for (let at = 0; at < 40; at++) {
    void screen.refresh(new Set(), new Set([String(at)]))
    await vi.advanceTimersByTimeAsync(120)
  }
  expect(screen.shown).toEqual([])
})

test('a list that never comes holds up the next refresh for a second only, and what was stopped asks for nothing more', async () => {
  const begun: string[][] = []
  const refresher = newRefresher((_kinds, ids) => (begun.push([...ids]), new Promise(() => undefined)))
  refresher.hear(news('a'))
  await vi.advanceTimersByTimeAsync(200)
  refresher.hear(news('b'))
  await vi.advanceTimersByTimeAsync(1_100)
  expect(begun).toEqual([['a'], ['b']])
  refresher.hear(news('c'))
  refresher.stop()
  await vi.advanceTimersByTimeAsync(5_000)
  expect(begun).toHaveLength(2)
})
