import { describe, expect, test } from 'vitest'
import { withoutConsultation } from './consultation.ts'
import { memorandumPolicy, withoutMemorandum, type Memorandum } from './memorandum.ts'
import { agencyReadiness } from './readiness.ts'

const memo: Memorandum = { code: 'M', port: 'P', parties: ['A', 'B'], from: '2018-01-01', to: '2018-12-31' }
const work = { port: 'P', agencies: ['B', 'A'], objectKind: 'container' }

describe('LB-11 memoranda', () => {
  test('valid on the last day and no longer; the last one that ended is named', () => {
    expect(withoutMemorandum([memo], work, '2018-12-31')).toEqual([])
    expect(withoutMemorandum([memo], work, '2019-01-01')).toMatchObject([{ code: 'agreements/no-memorandum', facts: { agencies: 'A–B', ended: '2018-12-31' } }])
  })

  test('not for another port, another kind of object or other parties; every pair needs one', () => {
    expect(withoutMemorandum([memo], { ...work, port: 'Q' }, '2018-06-01')).toHaveLength(1)
    expect(withoutMemorandum([{ ...memo, scope: ['train'] }], work, '2018-06-01')).toHaveLength(1)
    expect(withoutMemorandum([memo], { ...work, agencies: ['A', 'B', 'C'] }, '2018-06-01').map(({ facts }) => facts?.['agencies'])).toEqual(['A–C', 'B–C'])
    expect(withoutMemorandum([{ ...memo, parties: ['A', 'B', 'C'] }], { ...work, agencies: ['A', 'B', 'C'] }, '2018-06-01')).toEqual([])
    expect(withoutMemorandum([], { ...work, agencies: ['A'] }, '2018-06-01')).toEqual([])
  })

  test('the policy is a number of the port', () => {
    expect([0, 1, 2].map(memorandumPolicy)).toEqual(['nothing', 'warn', 'stop'])
  })
})

test('JI-16: conveyances need a record that names every party; goods and boardings do not', () => {
  const train = { kind: 'joint', object: { kind: 'train' }, tasks: [{ agency: 'A' }, { agency: 'B' }] }
  expect(withoutConsultation(train, true, [['A']])).toHaveLength(1)
  expect(withoutConsultation(train, true, [['A', 'B', 'C']])).toEqual([])
  expect(withoutConsultation(train, false, [])).toEqual([])
  expect(withoutConsultation({ ...train, kind: 'boarding' }, true, [])).toEqual([])
})

test('GV-05: an agency without a working group is not ready, whatever leading group it has', () => {
  expect(agencyReadiness(['A', 'B'], [{ agency: 'A', kind: 'working' }, { agency: 'B', kind: 'leading' }], [{ agency: 'A' }])).toEqual([
    { agency: 'A', ready: true, missing: [] },
    { agency: 'B', ready: false, missing: ['working-group', 'liaison'] },
  ])
})
