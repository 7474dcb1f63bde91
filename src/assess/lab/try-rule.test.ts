import { afterAll, expect, test } from 'vitest'
import { packRules } from '../../../tests/support/rules.ts'
import { must } from '../../kernel/invariant.ts'
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
