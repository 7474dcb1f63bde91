import { expect, test } from 'vitest'
import type { Role } from '../../../kernel/actor.ts'
import { checkPassword, checkRoles } from './account-rules.ts'

test.each([
  ['short', 'accounts/password-short'],
  ['eleven char', 'accounts/password-short'],
  ['aaaaaaaaaaaaaaaa', 'accounts/password-easy'],
  ['officer.one-2026', 'accounts/password-easy'],
  ['Lianjian-Demo', 'accounts/password-easy'],
  ['correct horse', undefined],
  ['验证放行与抽样放行的区别是什么', undefined],
])('%s: %s', (password, code) => {
  expect(checkPassword(password, 'officer.one', '/password')?.code).toBe(code)
})

test.each([
  [['officer', 'coordinator'], undefined],
  [['auditor', 'headquarters'], undefined],
  [['officer', 'auditor'], 'accounts/roles-apart'],
  [['administrator', 'auditor'], 'accounts/roles-apart'],
  [['trader', 'officer'], 'accounts/roles-apart'],
] as const)('%j in one hand: %s', (roles, code) => {
  expect(checkRoles(roles as readonly Role[])?.code).toBe(code)
})
