import { expect, test } from 'vitest'
import { instant, minutes, plus } from '../../../kernel/instant.ts'
import { fiveGoals, shareOf } from './five-goals.ts'

const start = instant('2018-07-02T09:00:00+08:00')

test('JI-23: three people instead of six, 55 minutes instead of two visits, one opening, two results of two', () => {
  const measured = { id: 'i', object: 'B', objectKind: 'container', agencies: ['A', 'B'], persons: 3, proposedAt: plus(start, -minutes(90)), agreedAt: plus(start, -minutes(30)), startedAt: start, closedAt: plus(start, minutes(55)), openings: 1, results: 2 }
  expect(fiveGoals(measured, 3)).toEqual({ persons: { used: 3, alone: 6 }, time: { span: minutes(55), visitsAlone: 2 }, openings: 1, results: { kept: 2, due: 2 }, toAgreement: minutes(60) })
})

test('a share of nothing is nothing', () => {
  expect([shareOf(7, 100), shareOf(0, 0)]).toEqual([0.07, 0])
})
