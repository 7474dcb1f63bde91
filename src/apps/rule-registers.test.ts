import { expect, test } from 'vitest'
import { registers } from './modules.ts'

/**
 * Registers that one person may change, and why: none of them lets goods go, makes a mode milder or gives a power. A new register is either marked as one of
 * rules or has its reason here.
 */
const ofOnePerson: Readonly<Record<string, readonly string[]>> = {
  'what there is and who works there': ['enterprises', 'sites', 'equipment', 'platform-plans', 'officers', 'duty-times', 'laboratories', 'capability-classes', 'codes', 'ports'],
  'asks more of crews, never less of goods': ['required-training', 'interests', 'method-conflicts'],
  'how agencies work together; each look and each release stays its agency\'s': ['participants', 'readiness', 'roll-out', 'memoranda', 'groups', 'liaisons', 'joint-meetings', 'operating-procedures', 'site-protocols'],
  'written by a procedure or a switch with persons of its own': ['registrations', 'port-openings'],
  'what others may read': ['entitlements', 'credit-partners', 'risk-partners'],
  'adds inspections, takes none away': ['inspection-lanes'],
  'where a suspicion is handed to; a person hands it': ['offences'],
  'a report counts only once an officer has accepted it': ['acceptance-bodies'],
}

test('GV-12, GV-15: a register that decides release or power is one of rules, changed by two persons; every other has its reason', () => {
  const alone = registers.filter(({ rule }) => rule === undefined).map(({ name }) => name)
  expect(alone.toSorted()).toEqual(Object.values(ofOnePerson).flat().toSorted())
  expect(registers.filter(({ rule }) => rule !== undefined).map(({ name }) => name)).toEqual(expect.arrayContaining(['powers', 'tariff', 'mutual-recognitions', 'methods', 'dispositions', 'release-modes', 'policy-measures', 'parameters', 'collision-rules', 'credit-kinds', 'credit-scale']))
})
