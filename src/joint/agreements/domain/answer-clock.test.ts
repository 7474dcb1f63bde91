import { describe, expect, test } from 'vitest'
import { hours, instant, minutes, plus } from '../../../kernel/instant.ts'
import { lookAgainAt, maySkip, nextStep, overdueAt, type Debt, type Owing, type Step } from './answer-clock.ts'

const asked = instant('2018-07-02T08:00:00+08:00')
const lengths = { of: { answer: hours(2), begin: hours(1), verdict: minutes(30), offer: minutes(30), work: hours(2) }, fallback: hours(1) }
const owed = (agency: string, askedAt = asked, owes: Debt = 'answer'): Owing => ({ agency, owes, askedAt })
const steps: readonly Step[] = [{ channel: 'phone', after: minutes(30) }, { channel: 'email', after: minutes(10) }, { channel: 'sms', after: minutes(20) }]

test('the liaison officers first, then the default; who was asked later has longer', () => {
  const parties = [owed('A'), owed('B', plus(asked, hours(1)))]
  expect(overdueAt(parties, lengths, plus(asked, hours(2) - 1))).toEqual([])
  expect(overdueAt(parties, lengths, plus(asked, hours(2)))).toEqual([{ level: 1, owes: 'answer', askedAt: asked, agencies: ['A'] }])
  expect(overdueAt(parties, lengths, plus(asked, hours(3))).map(({ level, agencies }) => [level, ...agencies])).toEqual([[1, 'A'], [2, 'A'], [1, 'B']])
})

describe('nextStep', () => {
  test('channels go by their times, each once', () => {
    expect(nextStep(steps, [], asked, plus(asked, minutes(9)))).toBeUndefined()
    expect(nextStep(steps, [], asked, plus(asked, minutes(10)))?.channel).toBe('email')
    expect(nextStep(steps, [{ channel: 'email', failed: false }], asked, plus(asked, minutes(10)))).toBeUndefined()
    expect(nextStep(steps, [{ channel: 'email', failed: false }], asked, plus(asked, minutes(20)))?.channel).toBe('sms')
  })

  test('a channel that failed hands over at once, down to the telephone', () => {
    expect(nextStep(steps, [{ channel: 'email', failed: true }], asked, plus(asked, minutes(10)))?.channel).toBe('sms')
    expect(nextStep(steps, [{ channel: 'email', failed: true }, { channel: 'sms', failed: true }], asked, plus(asked, minutes(10)))?.channel).toBe('phone')
    expect(nextStep(steps, steps.map(({ channel }) => ({ channel, failed: true })), asked, plus(asked, hours(9)))).toBeUndefined()
  })
})

test('looked at again at the next thing due, and no more when everything has been', () => {
  const parties = [owed('A')]
  expect(lookAgainAt(parties, lengths, steps, asked)).toBe(plus(asked, minutes(10)))
  expect(lookAgainAt(parties, lengths, steps, plus(asked, minutes(30)))).toBe(plus(asked, hours(2)))
  expect(lookAgainAt(parties, lengths, steps, plus(asked, hours(3)))).toBeUndefined()
  expect(lookAgainAt([], lengths, steps, asked)).toBeUndefined()
})

test('each debt has its own time, and a party is gone on without only for what it still owes', () => {
  const parties = [owed('A', asked, 'verdict'), owed('B', asked, 'work'), owed('C', plus(asked, hours(1)), 'begin')]
  expect(overdueAt(parties, lengths, plus(asked, minutes(30))).map(({ owes, level }) => `${owes} ${level}`)).toEqual(['verdict 1'])
  const kept = overdueAt(parties, lengths, plus(asked, hours(3)))
  expect(kept.map(({ owes, level }) => `${owes} ${level}`)).toEqual(['verdict 1', 'verdict 2', 'work 1', 'work 2', 'begin 1', 'begin 2'])
  expect(maySkip(parties, kept.filter(({ level }) => level === 1))).toEqual([])
  expect(maySkip(parties, kept)).toEqual(['A', 'B', 'C'])
  // It has read the image since; another that came after the first has a time of its own.
  expect(maySkip([owed('A', asked, 'work')], kept)).toEqual([])
  expect(maySkip([owed('A', plus(asked, 1), 'verdict')], kept)).toEqual([])
})
