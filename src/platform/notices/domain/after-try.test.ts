import { expect, test } from 'vitest'
import { instant, plus } from '../../../kernel/instant.ts'
import { afterFailure, deliveryPolicy, outcomeOfStatus } from './after-try.ts'

const owedAt = instant('2026-03-01T08:00:00Z')

test.each([
  [200, 'delivered'],
  [204, 'delivered'],
  [301, 'refused'],
  [400, 'refused'],
  [404, 'refused'],
  [410, 'refused'],
  [408, 'failed'],
  [429, 'failed'],
  [500, 'failed'],
  [503, 'failed'],
])('status %i means %s', (status, outcome) => {
  expect(outcomeOfStatus(status)).toBe(outcome)
})

test('a receiver that is down is waited for: three days less a moment is again, three days is put aside', () => {
  const failed = (at: number) => afterFailure(deliveryPolicy, { attempts: 9000, owedAt }, 'failed', plus(owedAt, at), 0.5)
  expect(failed(deliveryPolicy.patience - 1).state).toBe('owed')
  expect(failed(deliveryPolicy.patience).state).toBe('quarantined')
})

test('a refused message is tried five times however little time has passed', () => {
  const states = [1, 2, 3, 4, 5].map((attempts) => afterFailure(deliveryPolicy, { attempts, owedAt }, 'refused', owedAt, 0.5).state)
  expect(states).toEqual(['owed', 'owed', 'owed', 'owed', 'quarantined'])
})
