import { expect, test } from 'vitest'
import { judgeYield, rulesMet } from './rule-yield.ts'

const pack = { hits: 40, floor: 0.15 }

test('RR-16: forty hits, all inspected, and one find are flagged; thirty-nine hits or three finds are not', () => {
  const low = (hits: number, finds: number, inspected = hits): boolean => judgeYield({ hits, inspected, finds, minutes: 60 }, pack).low
  expect([low(40, 1), low(39, 1), low(40, 3), low(400, 39), low(400, 60)]).toEqual([true, false, false, true, false])
  // What was not inspected says nothing: neither where nobody looked, nor where the few that were looked at leave everything open.
  expect([low(40, 0, 0), low(40, 0, 10), low(40, 1, 1), low(4000, 0, 21), low(40, 0, 23)]).toEqual([false, false, false, false, true])
  expect(judgeYield({ hits: 40, inspected: 20, finds: 2, minutes: 300 }, pack)).toMatchObject({ rate: 0.1, minutesPerFind: 150 })
  expect(judgeYield({ hits: 0, inspected: 0, finds: 0, minutes: 0 }, pack)).toMatchObject({ rate: 0, minutesPerFind: null, low: false, interval: [0, 1] })
})

test('a rule is met once by a case, records and hold rules by their own ids', () => {
  const rule = { table: 'checks', version: 3, row: 'scan-high', clause: 'RR-16' }
  const entry = (factor: 'risk-record' | 'hold-rule') => ({ factor, parameters: [{ name: 'entry', audience: 'officer' as const, value: 'x' }], outcome: {}, rule: { table: 'risk-records', clause: 'RR-14' } })
  const steps = [{ factor: 'credit' as const, parameters: [], outcome: {} }, { factor: 'check' as const, parameters: [], outcome: {}, rule }, { factor: 'check' as const, parameters: [], outcome: {}, rule }, entry('risk-record'), entry('hold-rule')]
  expect(rulesMet({ steps })).toEqual(['checks/scan-high', 'record/x', 'hold/x'])
})
