import { expect, test } from 'vitest'
import { hours, instant, plus, type Interval } from '../../../kernel/instant.ts'
import type { Staff } from './crew.ts'
import { proposeCrewedSlots, type Side } from './crewed-slots.ts'

const at = (hour: number): Interval['from'] => plus(instant('2018-07-02T00:00:00+08:00'), hours(hour))
const span = (from: number, to: number): Interval => ({ from: at(from), to: at(to) })
const one = (id: string, agency: string, free: readonly Interval[], skills: readonly string[] = []): Staff => ({ id, agency, skills, free, load: 0 })
const side = (agency: string, staff: readonly Staff[], duties: readonly string[] = []): Side => ({ agency, free: [span(8, 18)], staff, duties: duties.map((code) => ({ code, kind: 'check' })) })

const place = [{ site: 'P2', free: [span(15, 16)] }]

test('JI-07: officers free 14–16 and 15–17 and a site free 15–16 give 15–16 there', () => {
  const found = proposeCrewedSlots({ rules: [], sides: [side('A', [one('a', 'A', [span(14, 16)])]), side('B', [one('b', 'B', [span(15, 17)])])], sites: place, notBefore: at(8) }, hours(1), 3)
  expect(found).toEqual([{ site: 'P2', ...span(15, 16), crews: { A: { members: ['a'], missing: [] }, B: { members: ['b'], missing: [] } } }])
})

test('JI-21: one specialist of each side and not four people', () => {
  const a = [one('a1', 'A', [span(8, 18)], ['open']), one('a2', 'A', [span(8, 18)], ['open', 'tariff'])]
  const b = [one('b1', 'B', [span(8, 18)], ['plant']), one('b2', 'B', [span(8, 18)], ['food'])]
  const [first] = proposeCrewedSlots({ rules: [], sides: [side('A', a, ['tariff']), side('B', b, ['plant'])], sites: place, notBefore: at(8) }, hours(1), 1)
  expect(first?.crews).toEqual({ A: { members: ['a2'], missing: [] }, B: { members: ['b1'], missing: [] } })
})

test('the crew of a slot is there for all of it: two half shifts do not make one officer', () => {
  const halves = [one('a1', 'A', [span(15, 15.5)]), one('a2', 'A', [span(15.5, 16)])]
  expect(proposeCrewedSlots({ rules: [], sides: [side('A', halves)], sites: place, notBefore: at(8) }, hours(1), 3)).toEqual([])
})

test('a slot begins when the specialist is done elsewhere; without calendars an agency comes when it needs to', () => {
  const a = [one('a1', 'A', [span(8, 10), span(11.5, 18)], ['tariff']), one('a2', 'A', [span(8, 18)])]
  const found = proposeCrewedSlots({ rules: [], sides: [side('A', a, ['tariff']), side('B', [])], sites: [{ site: 'P1', free: [span(9.5, 18)] }], notBefore: at(9.5) }, hours(1), 1)
  expect(found).toEqual([{ site: 'P1', ...span(11.5, 12.5), crews: { A: { members: ['a1'], missing: [] } } }])
})

test('JI-21: an agency that has no specialist of what only specialists do is offered no time, however many others are free', () => {
  const b = { ...side('B', [one('b1', 'B', [span(8, 18)], ['open'])]), duties: [{ code: 'quarantine', kind: 'method' as const }] }
  const ask = (speciality: boolean) => proposeCrewedSlots({ rules: [{ method: 'quarantine', speciality }], sides: [side('A', [one('a1', 'A', [span(8, 18)])]), b], sites: place, notBefore: at(8) }, hours(1), 3)
  expect(ask(true)).toEqual([])
  expect(ask(false)).toHaveLength(1)
})
