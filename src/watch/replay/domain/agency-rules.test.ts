import { expect, test } from 'vitest'
import { rulesThatFire, type AgencyRule, type RuleFacts } from './agency-rules.ts'

const facts: RuleFacts = { reference: '30-1', hs: '0710800000', origin: 'CN', mode: 'sea', grade: 'C', netWeightKg: 1000, value: 500, containers: [] }
const rule = (conditions: Partial<AgencyRule> = {}): AgencyRule => ({ id: 'R1', agency: 'A', power: 'P', methods: ['open'], reason: 'r', share: 1, afterHours: 1, withinHours: 24, ...conditions })
const fires = (conditions: Partial<AgencyRule>, changed: Partial<RuleFacts> = {}): boolean => rulesThatFire([rule(conditions)], { ...facts, ...changed }, 'seed').length === 1

test('a rule fires where every condition it names holds', () => {
  expect(fires({})).toBe(true)
  expect(fires({ hs: ['07', '08'], origins: ['CN'], modes: ['sea'], grades: ['C', 'D'], minimumKg: 1000, belowValuePerKg: 0.6 })).toBe(true)
  for (const conditions of [{ hs: ['08'] }, { origins: ['VN'] }, { modes: ['air'] }, { grades: ['D'] }, { minimumKg: 1001 }, { belowValuePerKg: 0.5 }]) expect(fires(conditions)).toBe(false)
})

test('a share is a share of the declarations, the same ones in every run', () => {
  const references = Array.from({ length: 10_000 }, (_, n) => `30-${n}`)
  const chosen = (seed: string): string[] => references.filter((reference) => rulesThatFire([rule({ share: 0.08 })], { ...facts, reference }, seed).length > 0)
  expect(Math.abs(chosen('seed').length - 800)).toBeLessThan(6 * Math.sqrt(10_000 * 0.08 * 0.92))
  expect(chosen('seed')).toEqual(chosen('seed'))
  expect(chosen('other')).not.toEqual(chosen('seed'))
  expect(fires({ share: 0 })).toBe(false)
})
