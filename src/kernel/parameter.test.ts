import { expect, test } from 'vitest'
import { instant } from './instant.ts'
import type { Parameter } from './pack.ts'
import { parameterValue } from './parameter.ts'

const at = instant('2026-03-01T00:00:00Z')
const parameter = (name: string, more: Partial<Parameter>): Parameter => ({
  name,
  unit: 'count',
  owner: 'X',
  value: 1,
  clause: 'DC-05',
  validFrom: instant('2020-01-01T00:00:00Z'),
  description: { zh: '', en: '' },
  ...more,
})

test('the most specific value wins', () => {
  const pack = { parameters: [parameter('p', { overrides: { '380101/container': 4, '380101': 3, container: 2 } })] }
  expect(parameterValue(pack, 'p', at, { port: '380101', objectKind: 'container' })).toBe(4)
  expect(parameterValue(pack, 'p', at, { port: '380101', objectKind: 'vessel' })).toBe(3)
  expect(parameterValue(pack, 'p', at, { port: '650302', objectKind: 'container' })).toBe(2)
  expect(parameterValue(pack, 'p', at)).toBe(1)
})

test('a case is judged by the value in force at its time (GV-12)', () => {
  const change = instant('2026-02-01T00:00:00Z')
  const pack = { parameters: [parameter('p', { validTo: change }), parameter('p', { value: 9, validFrom: change })] }
  expect(parameterValue(pack, 'p', instant('2026-01-31T23:59:59Z'))).toBe(1)
  expect(parameterValue(pack, 'p', at)).toBe(9)
})

test('a parameter the pack does not have is a bug, never a silent default', () => {
  expect(() => parameterValue({ parameters: [] }, 'p', at)).toThrow('no parameter p')
})
