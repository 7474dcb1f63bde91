import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { hours, instant, plus } from '../../../kernel/instant.ts'
import type { CollisionLaw } from '../../collisions/domain/meet.ts'
import { proposeOpenings, type Inside } from './propose-openings.ts'

const start = instant('2018-07-02T00:00:00+08:00')
const law: CollisionLaw = {
  collisionRules: [{ id: 'day', version: 3, window: hours(24), clause: 'DC-05', validFrom: instant('2018-01-01T00:00:00Z') }],
  participants: [],
  readiness: [],
  rollOut: [],
  methodConflicts: [{ methods: ['treatment', 'open'], reason: { zh: '', en: '' }, clause: 'JI-26', validFrom: instant('2018-01-01T00:00:00Z') }],
}

function inside(id: string, agency: string, item: string, fromHours: number, changes: Partial<Inside['directive']> = {}): Inside {
  const from = plus(start, hours(fromHours))
  return {
    directive: {
      id, port: 'P', agency, keys: [{ kind: 'item', key: `item:${item}` }], names: 'item', window: { from, to: plus(from, hours(1)) },
      methods: ['open'], acceptedAt: start, mechanism: 'goods', standing: 'open', inspection: `i-${item}`, ...changes,
    },
    object: { kind: 'item', ref: item },
    places: ['container:X#1'],
  }
}

describe('one opening for several inspections', () => {
  test('two lines in one box: proposed, with rule, version, distance and the pair', () => {
    const [opening] = proposeOpenings([inside('d1', 'A', '1/1', 0), inside('d2', 'B', '1/2', 3)], law)
    expect(opening).toMatchObject({ place: 'container:X#1', agencies: ['A', 'B'], inspections: ['i-1/1', 'i-1/2'] })
    expect(opening?.explanation).toEqual([
      { directives: ['d1', 'd2'], agencies: ['A', 'B'], object: { kind: 'container', key: 'container:X#1' }, rule: { id: 'day', version: 3 }, distance: hours(3), within: hours(24), overlap: false },
    ])
  })

  test('one agency with two inspections opens once too; one inspection alone proposes nothing', () => {
    expect(proposeOpenings([inside('d1', 'A', '1/1', 0), inside('d2', 'A', '1/2', 0)], law)).toHaveLength(1)
    expect(proposeOpenings([inside('d1', 'A', '1/1', 0), inside('d2', 'B', '1/1', 0)], law)).toEqual([])
  })

  test('too far apart, or by methods that exclude each other: kept apart and named; papers and begun looks want no opening', () => {
    const near = [inside('d1', 'A', '1/1', 0), inside('d2', 'B', '1/2', 0)]
    const [opening] = proposeOpenings([...near, inside('d3', 'C', '1/3', 99), inside('d4', 'C', '1/4', 0, { methods: ['treatment'] })], law)
    expect(opening?.directives.map(({ directive }) => directive.id)).toEqual(['d1', 'd2'])
    expect(opening?.keptApart).toEqual(expect.arrayContaining([expect.objectContaining({ directives: ['d1', 'd3'], failed: ['time'] }), expect.objectContaining({ directives: ['d1', 'd4'], failed: ['methods'], about: 'open/treatment' })]))
    const [same] = proposeOpenings([...near, inside('d5', 'C', '1/5', 0, { methods: ['documents'] }), inside('d6', 'C', '1/6', 0, { standing: 'started' })], law)
    expect([same?.inspections.length, same?.keptApart]).toEqual([2, []])
  })

  test('the order in which directives are listed changes nothing', () => {
    const all = [inside('d1', 'A', '1/1', 0), inside('d2', 'B', '1/2', 20), inside('d3', 'C', '1/3', 40), inside('d4', 'A', '1/4', 99), inside('d5', 'B', '1/1', 2)]
    const expected = proposeOpenings(all, law)
    const shuffled = fc.shuffledSubarray(all, { minLength: all.length, maxLength: all.length })
    fc.assert(
      fc.property(shuffled, (mixed) => {
        expect(proposeOpenings(mixed, law)).toEqual(expected)
      }),
      { numRuns: 50 },
    )
  })
})
