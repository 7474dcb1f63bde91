import { describe, expect, test } from 'vitest'
import type { Actor, Role } from '../../../kernel/actor.ts'
import { isMeantFor, mayReadLedger, readsLedgerOf } from './may-read-ledger.ts'

const actor = (role: Role, more: Partial<Actor> = {}): Actor => ({ kind: 'person', id: 'u-1', name: 'n', roles: [role], ports: ['380101'], ...more })
const told = { audience: ['enterprise:E-AA', 'site:SI-2', 'account:u-9'] }

describe('who reads the ledger', () => {
  test.each(['auditor', 'headquarters', 'officer', 'coordinator'] as const)('%s does', (role) => expect(mayReadLedger(actor(role))).toBeUndefined())
  test.each(['trader', 'operator', 'laboratory', 'administrator'] as const)('%s does not', (role) => expect(mayReadLedger(actor(role))).toEqual({ code: 'common/not-permitted' }))
})

describe('who is told of an entry', () => {
  test('officials of the port read its ledger, of another port not, traders none', () => {
    expect(readsLedgerOf(actor('officer', { agency: 'CUS' }), '380101')).toBe(true)
    expect(readsLedgerOf(actor('officer', { agency: 'CUS', ports: ['650302'] }), '380101')).toBe(false)
    expect(readsLedgerOf(actor('auditor', { ports: ['*'] }), '380101')).toBe(true)
    expect(readsLedgerOf(actor('trader', { enterprise: 'E-AA', ports: ['*'] }), '380101')).toBe(false)
  })

  test('an entry is meant for the enterprises, sites and accounts it names', () => {
    expect(isMeantFor(actor('trader', { enterprise: 'E-AA' }), told)).toBe(true)
    expect(isMeantFor(actor('trader', { enterprise: 'E-AA' }), { audience: [] })).toBe(false)
    expect(isMeantFor(actor('trader', { enterprise: 'E-D' }), told)).toBe(false)
    expect(isMeantFor(actor('operator', { site: 'SI-2' }), told)).toBe(true)
    expect(isMeantFor(actor('operator', { site: 'SI-3' }), told)).toBe(false)
    expect(isMeantFor(actor('administrator', { id: 'u-9' }), told)).toBe(true)
  })

  test('an enterprise cannot be mistaken for a site or an account of the same code', () => {
    expect(isMeantFor(actor('operator', { site: 'E-AA' }), told)).toBe(false)
    expect(isMeantFor(actor('trader', { id: 'SI-2' }), told)).toBe(false)
  })
})
