import { describe, expect, test } from 'vitest'
import type { Actor, Role } from '../../../kernel/actor.ts'
import { isToldOf, mayReadLedger } from './may-read-ledger.ts'

const actor = (role: Role, more: Partial<Actor> = {}): Actor => ({ kind: 'person', id: 'u-1', name: 'n', roles: [role], ports: ['380101'], ...more })
const silent = { port: '380101', audience: [] }
const told = { port: '380101', audience: ['enterprise:E-AA', 'site:SI-2', 'account:u-9'] }

describe('who reads the ledger', () => {
  test.each(['auditor', 'headquarters', 'officer', 'coordinator'] as const)('%s does', (role) => expect(mayReadLedger(actor(role))).toBeUndefined())
  test.each(['trader', 'operator', 'laboratory', 'administrator'] as const)('%s does not', (role) => expect(mayReadLedger(actor(role))).toEqual({ code: 'common/not-permitted' }))
})

describe('who is told of an entry', () => {
  test('officers of the port of every entry, of another port of none', () => {
    expect(isToldOf(actor('officer', { agency: 'CUS' }), silent)).toBe(true)
    expect(isToldOf(actor('officer', { agency: 'CUS', ports: ['650302'] }), told)).toBe(false)
    expect(isToldOf(actor('auditor', { ports: ['*'] }), silent)).toBe(true)
  })

  test('traders and operators of what is meant for them only', () => {
    expect(isToldOf(actor('trader', { enterprise: 'E-AA', ports: ['*'] }), told)).toBe(true)
    expect(isToldOf(actor('trader', { enterprise: 'E-AA', ports: ['*'] }), silent)).toBe(false)
    expect(isToldOf(actor('trader', { enterprise: 'E-D', ports: ['*'] }), told)).toBe(false)
    expect(isToldOf(actor('operator', { site: 'SI-2' }), told)).toBe(true)
    expect(isToldOf(actor('operator', { site: 'SI-3' }), told)).toBe(false)
    expect(isToldOf(actor('administrator', { id: 'u-9' }), told)).toBe(true)
  })

  test('an enterprise cannot be mistaken for a site or an account of the same code', () => {
    expect(isToldOf(actor('operator', { site: 'E-AA' }), told)).toBe(false)
    expect(isToldOf(actor('trader', { id: 'SI-2' }), told)).toBe(false)
  })
})
