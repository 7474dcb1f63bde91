import { parentPort } from 'node:worker_threads'
import { threadReady } from '../../src/platform/threads/killable-thread.ts'
import { ownTask, threadTime } from '../../src/platform/threads/thread-time.ts'

/** Honest work of so many milliseconds of processor time, whatever the clock on the wall says meanwhile. */
function workFor(milliseconds: number): string {
  const task = ownTask()
  const end = threadTime(task) + milliseconds
  while (threadTime(task) < end) JSON.stringify({ honest: true })
  return 'done'
}

/** Work that is no attack: half of what a question may take in the tests. */
export const honest = 'honest work'

/** What a rule would do that got past every check. */
export const attacks: Readonly<Record<string, () => unknown>> = {
  'an endless loop': () => {
    for (let n = 0; ; n++) if (n < 0) return n
  },
  'endless promises': () => {
    const again = (): Promise<unknown> => Promise.resolve().then(again)
    void again()
    for (;;) JSON.stringify({ n: 1 })
  },
  'a catastrophic pattern': () => /^(a+)+$/.test(`${'a'.repeat(60)}!`),
  'a pattern that backtracks through alternatives': () => /^(([a-z])+.)+[A-Z]([a-z])+$/.test('a'.repeat(60)),
  'a bomb of lists': () => {
    const all: unknown[] = []
    for (;;) all.push(Array<number>(10_000).fill(all.length))
  },
  'a bomb of texts': () => {
    let text = 'x'
    const all: string[] = []
    for (;;) {
      text = `${text}${text.slice(0, 1000)}`
      all.push([...text].reverse().join(''))
    }
  },
  'recursion without an end': () => {
    const down = (n: number): number => (n < 0 ? n : down(n + 1) + 1)
    for (;;) {
      try {
        down(0)
      } catch {
        // Goes on: the stack alone ends nothing.
      }
    }
  },
  'a sort that never agrees': () => {
    for (;;) Array.from({ length: 100_000 }, (_, i) => i).sort((a, b) => ((a * 7919 + b) % 3) - 1)
  },
}

parentPort?.on('message', (attack: string) => {
  const answer = attack === honest ? workFor(30) : attacks[attack]?.()
  parentPort?.postMessage({ answer: answer ?? 'well' })
})
parentPort?.postMessage(threadReady())
