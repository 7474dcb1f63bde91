import { afterAll, describe, expect, test } from 'vitest'
import { hostileFormulas } from '../../../tests/support/hostile-formulas.ts'
import { packRules } from '../../../tests/support/rules.ts'
import { must } from '../../kernel/invariant.ts'
import type { Trial } from './trial.ts'
import { openRuleTrials } from './try-rule.ts'

const trials = openRuleTrials()
afterAll(() => trials.close())

const seed = must(packRules().pack.tables.find((one) => one.definition.name === 'combined-risk'), 'the table')
const { definition } = seed
const rows = must(seed.versions[0], 'its version').rows

test('a draft is answered in a thread of its own, which is there for the next one', async () => {
  const answer = await trials.tryRule({ definition, rows, facts: [{ credit: 'AA', risk: 'low' }, {}] })
  expect(answer).toMatchObject({ ok: true, value: { answers: [[{ rule: { row: 'AA-low' } }], []] } })
  const again = await trials.tryRule({ definition, rows, facts: [{ credit: 'AA', risk: 'low' }] })
  expect(again).toMatchObject({ ok: true })
})

test('an answer nobody could look at is not passed on', async () => {
  const facts = Array.from({ length: 3_000 }, () => ({ credit: 'AA', risk: 'low' }))
  expect(await trials.tryRule({ definition, rows, facts })).toMatchObject({ ok: false, refusals: [{ code: 'lab/rule-too-large' }] })
})

describe('hostile rules', () => {
  const goodsTable = must(packRules().pack.tables.find((one) => one.definition.name === 'goods-risk'), 'the table').definition
  const facts = [{ hs: `${'a'.repeat(60)}!`, attributes: Array.from({ length: 60 }, (_, i) => `a${i}`), netWeightKg: 1, valuePerKg: 1 }]
  const asked = (formula: string): Trial => ({ definition: goodsTable, rows: [{ id: 'hostile', when: {}, formula, then: { level: 'low' }, clause: 'RR-16' }], facts })

  test(`${hostileFormulas.length} ways out of a sandbox or to keep it busy: none gets out, none takes longer than 100 ms, and each leaves the place as it was`, async () => {
    expect(hostileFormulas.length).toBeGreaterThanOrEqual(50)
    const well = { definition, rows, facts: [{ credit: 'AA', risk: 'low' }] }
    await trials.tryRule(well)
    for (const formula of hostileFormulas) {
      let least = Infinity
      for (let turn = 0; turn < 3 && least >= 100; turn++) {
        const began = performance.now()
        const used = process.cpuUsage()
        const answer = await trials.tryRule(asked(formula))
        const { user, system } = process.cpuUsage(used)
        // What the whole process used is more than the thread did; on a busy machine it is less than the clock on the wall.
        least = Math.min(least, performance.now() - began, (user + system) / 1000)
        // What was answered is rows that fit or do not: data of the draft, and nothing of the machine.
        if (answer.ok) expect(JSON.stringify(answer.value.answers).length, formula.slice(0, 80)).toBeLessThan(2_000)
        else expect(answer.refusals[0]?.code, formula.slice(0, 80)).toMatch(/^lab\/rule-(broken|too-slow|too-large)$/)
        expect(JSON.stringify(answer)).not.toMatch(/root:|uid=|node:internal/)
      }
      expect(least, formula.slice(0, 80)).toBeLessThan(100)
      expect(await trials.tryRule(well), `after ${formula.slice(0, 80)}`).toMatchObject({ ok: true })
      expect(({} as { polluted?: unknown }).polluted).toBeUndefined()
    }
  }, 60_000)
})
