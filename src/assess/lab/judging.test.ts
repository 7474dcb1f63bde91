import { monitorEventLoopDelay } from 'node:perf_hooks'
import { expect, test } from 'vitest'
import { packRules } from '../../../tests/support/rules.ts'
import { maximumTableCost } from '../../kernel/decision-table/formula/limits.ts'
import { readFormula } from '../../kernel/decision-table/formula/read-formula.ts'
import { instant } from '../../kernel/instant.ts'
import { must } from '../../kernel/invariant.ts'
import { threadFile } from '../../platform/threads/killable-thread.ts'
import { utf8 } from '../block-text.ts'
import { encodeBlock } from '../history/domain/block.ts'
import type { HistoryCase } from '../history/domain/history-case.ts'
import { openJudgeThreads, sourcesOf, type ToJudge } from './judging.ts'
import { judgeLimits, RuleTooSlow } from './watch-threads.ts'

const rules = packRules()
const { definition, versions } = must(rules.pack.tables.find((one) => one.definition.name === 'goods-risk'), 'the table')
const usual = must(versions.at(-1), 'its version').rows

const cases = (count: number): ToJudge => {
  const one = (i: number): HistoryCase => ({
    id: `${i}`, at: instant('2018-06-01T00:00:00Z'), hour: 1, direction: 'import', mode: 'sea', destination: undefined, declarant: 'E-A', owner: undefined, grade: 'A', releaseMode: 'verification', riskLevel: 'low',
    lines: [{ hs: '6109100000', ciq: undefined, origin: 'BD', netWeightKg: i + 0.5, amount: 7 * i, currency: 'USD', attributes: Array.from({ length: 40 }, (_, n) => `${'a'.repeat(9)}${n}`).join(' '), licences: undefined, boxes: 'own' }],
  })
  return { port: '380101', columns: new Uint8Array(encodeBlock(Array.from({ length: count }, (_, i) => one(i)), utf8)).buffer, ids: undefined, found: [], from: undefined, to: undefined }
}

/** Opens threads that never come to an end, asks one, and says how long it was busy and how late the loop of the process was meanwhile. */
async function ended(port: string, limits = judgeLimits): Promise<{ readonly busy: number; readonly lag: number }> {
  const threads = openJudgeThreads(sourcesOf(rules, { table: 'goods-risk', version: 9, rows: usual }), { count: 1, limits, file: threadFile(new URL('../../../tests/support/x.ts', import.meta.url).href, 'endless-judge-thread') })
  const delay = monitorEventLoopDelay({ resolution: 5 })
  try {
    const [first, second] = [threads.judge({ ...cases(1), port }), threads.judge({ ...cases(1), port })].map((judged) => judged.catch((error: unknown) => error))
    delay.enable()
    const error = await first
    expect(error).toBeInstanceOf(RuleTooSlow)
    expect(await second, 'who waits behind it is not left waiting').toBe(error)
    await expect(threads.judge(cases(1))).rejects.toBe(error)
    return { busy: (error as RuleTooSlow).milliseconds, lag: delay.percentile(99) / 1e6 }
  } finally {
    delay.disable()
    await threads.close()
  }
}

/** A shared machine starves everybody now and then: what it can do at all is the best of a few. */
async function best(port: string, limits = judgeLimits): Promise<{ busy: number; lag: number }> {
  const least = { busy: Infinity, lag: Infinity }
  for (let n = 0; n < 8 && (least.busy >= 100 || least.lag >= 50); n++) {
    const { busy, lag } = await ended(port, limits)
    Object.assign(least, { busy: Math.min(least.busy, busy), lag: Math.min(least.lag, lag) })
  }
  return least
}

test('a back-test or shadow whose rules never answer is ended within 100 ms of its own, and the loop of the process stays free meanwhile', async () => {
  const { busy, lag } = await best('silent')
  expect(busy).toBeGreaterThanOrEqual(judgeLimits.step)
  expect(busy).toBeLessThan(100)
  expect(lag).toBeLessThan(50)
}, 60_000)

test('one that shows signs of life and does not come to an end is ended as well', async () => {
  expect((await best('lives', { step: 75, block: 60 })).busy).toBeLessThan(100)
}, 60_000)

test('the dearest formulas that are admitted are judged to the end, line by line', async () => {
  // As many of the dearest matches as the bounds of a formula and of a version admit.
  const dear = Array.from({ length: 40 }, (_, i) => ({ id: `dear-${i}`, when: {}, formula: `origin.matches("(a|aa|[a-z]{1,40}b)*${'c'.repeat(i)}$") || netWeightKg > 1000000.0`, then: { level: 'low' }, clause: 'RR-16' }))
  const costs = dear.map(({ formula }) => {
    const read = readFormula(definition.columns, formula)
    return read.ok ? read.value.cost : 0
  })
  expect(Math.max(...costs)).toBeGreaterThan(10_000)
  const admitted = dear.filter((_, i) => (costs[i] as number) > 0 && costs.slice(0, i + 1).reduce((sum, cost) => sum + cost, 0) <= maximumTableCost)
  expect(admitted.length).toBeGreaterThan(3)
  const threads = openJudgeThreads(sourcesOf(rules, { table: 'goods-risk', version: 9, rows: [...admitted, ...usual] }), { count: 1 })
  try {
    const { figures } = await threads.judge(cases(2_000))
    expect(figures.cases).toBe(2_000)
  } finally {
    await threads.close()
  }
}, 60_000)
