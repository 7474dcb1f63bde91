import { describe, expect, test } from 'vitest'
import { hours, instant, plus } from '../../../kernel/instant.ts'
import { givenBack } from './given-back.ts'
import type { Inspection, InspectionState } from './inspection.ts'

const from = instant('2018-07-02T08:00:00+08:00')
const slot = { from, to: plus(from, hours(1)) }
const inspection = (agencies: readonly string[], changes: Partial<Inspection> = {}): Inspection => ({
  ...{ port: '380101', id: 'i1', kind: 'joint', state: 'agreed', object: { kind: 'container', ref: 'X', key: 'container:X#1' }, declarations: [], parties: [], desk: false, window: slot, slot },
  ...{ tasks: agencies.map((agency) => ({ agency, directives: [`d-${agency}`], duties: [], crew: [] })), proposedAt: from, version: 1, ...changes },
})

describe('what is booked is given back', () => {
  test.each<[InspectionState, boolean]>([['proposed', false], ['coordinating', false], ['agreed', false], ['started', false], ['closed', true], ['declined', true], ['cancelled', true], ['superseded', true]])('SW-10: once it is %s: %s', (state, all) => {
    const back = givenBack(inspection(['A', 'B']), inspection(['A', 'B'], { state }))
    expect(back).toEqual(all ? { inspection: 'i1', because: `the inspection is ${state}` } : undefined)
    expect(givenBack(undefined, inspection(['A', 'B'], { state }))).toEqual(back)
    // Given back once: what is said of a closed one later ends nothing.
    expect(givenBack(inspection(['A', 'B'], { state }), inspection(['A', 'B'], { state }))).toBeUndefined()
  })

  test('SW-10: with its time everything, with a party only what that party booked', () => {
    const { slot: _lost, ...without } = inspection(['A', 'B'], { state: 'coordinating' })
    expect(givenBack(inspection(['A', 'B'], { state: 'started' }), without)).toEqual({ inspection: 'i1', because: 'the inspection has lost its time' })
    expect(givenBack(inspection(['A', 'B', 'C']), inspection(['B', 'C']))).toEqual({ inspection: 'i1', agencies: ['A'], because: 'the agency has left the inspection' })
    // Another time is no loss: bookings follow it.
    expect(givenBack(inspection(['A', 'B']), inspection(['A', 'B'], { slot: { from: plus(from, hours(2)), to: plus(from, hours(3)) } }))).toBeUndefined()
  })
})
