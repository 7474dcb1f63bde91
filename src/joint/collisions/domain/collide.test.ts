import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fromEpoch, hours, instant, plus, type Instant } from '../../../kernel/instant.ts'
import type { CollisionRule, ObjectKind } from '../../../kernel/pack.ts'
import { collide as collideByLaw, type Collided } from './collide.ts'
import { meet as meetByLaw, type CollidingDirective, type CollisionLaw, type Judged } from './meet.ts'

/** A law of nothing but rules of time: who takes part, readiness and roll-out have tests of their own. */
const lawOf = (collisionRules: readonly CollisionRule[]): CollisionLaw => ({ collisionRules, participants: [], readiness: [], rollOut: [], methodConflicts: [] })
const collide = (directives: readonly CollidingDirective[], among: readonly CollisionRule[]): Collided => collideByLaw(directives, lawOf(among))
const meet = (a: CollidingDirective, b: CollidingDirective, among: readonly CollisionRule[], by?: CollisionRule): Judged => meetByLaw(a, b, lawOf(among), by)

const start = instant('2018-07-01T00:00:00+08:00')
const rule = (changes: Partial<CollisionRule> = {}): CollisionRule => ({ id: 'same-object', version: 1, window: hours(24), clause: 'DC-05', validFrom: instant('2018-01-01T00:00:00Z'), ...changes })
const rules = [rule()]

function directive(id: string, agency: string, keys: readonly string[], fromHours: number, changes: Partial<CollidingDirective> = {}): CollidingDirective {
  const from = plus(start, hours(fromHours))
  return {
    id,
    port: '380101',
    agency,
    keys: keys.map((key) => ({ kind: key.split(':')[0] as ObjectKind, key })),
    names: (keys[0] ?? 'container').split(':')[0] as ObjectKind,
    window: { from, to: plus(from, hours(1)) },
    methods: ['open'],
    acceptedAt: start,
    mechanism: 'goods',
    standing: 'open',
    ...changes,
  }
}

const joints = (collided: Collided): string[][] => collided.needs.filter((need) => need.agencies.length > 1).map((need) => [...need.directives])
const misses = (collided: Collided): string[] => collided.nearMisses.map((miss) => `${miss.directives.join('+')} ${miss.failed}`)

describe('collide', () => {
  test('two agencies on one container within the window are one need, explained by key, rule, version and distance', () => {
    const [need] = collide([directive('d1', 'CUS', ['container:TGHU1234567'], 8), directive('d2', 'CIQ', ['container:TGHU1234567'], 9)], rules).needs
    expect(need).toMatchObject({ directives: ['d1', 'd2'], agencies: ['CIQ', 'CUS'], object: { key: 'container:TGHU1234567' } })
    expect(need?.meetings).toEqual([
      {
        directives: ['d1', 'd2'],
        agencies: ['CUS', 'CIQ'],
        object: { kind: 'container', key: 'container:TGHU1234567' },
        rule: { id: 'same-object', version: 1 },
        distance: hours(1),
        within: hours(24),
        overlap: true,
      },
    ])
  })

  test('two directives of one agency are one need of one agency, and a near-miss that says so', () => {
    const collided = collide([directive('d1', 'CUS', ['container:A'], 8), directive('d2', 'CUS', ['container:A'], 9)], rules)
    expect(collided.needs).toHaveLength(1)
    expect(collided.needs[0]?.agencies).toEqual(['CUS'])
    expect(misses(collided)).toEqual(['d1+d2 different-agency'])
  })

  test('a consignment and its container are one object; a vessel and a container aboard are not', () => {
    const consignment = directive('d1', 'CUS', ['consignment:1', 'item:1/1', 'container:A'], 8)
    const container = directive('d2', 'CIQ', ['container:A'], 8)
    const vessel = directive('d3', 'CUS', ['vessel:9321483'], 8, { mechanism: 'boarding' })
    expect(joints(collide([consignment, container], rules))).toEqual([['d1', 'd2']])
    expect(joints(collide([vessel, container], rules))).toEqual([])
    expect(collide([vessel, container], rules).nearMisses).toEqual([])
  })

  test.each([
    [24, 24, true],
    [25, 24, false],
    [25, 48, true],
    [48.001, 48, false],
  ])('needed times %d h apart under a window of %d h: %s', (apart, window, expected) => {
    const collided = collide([directive('d1', 'CUS', ['container:A'], 0), directive('d2', 'CIQ', ['container:A'], apart)], [rule({ window: hours(window) })])
    expect(joints(collided).length === 1).toBe(expected)
    expect(misses(collided)).toEqual(expected ? [] : ['d1+d2 time'])
  })

  test('windows that overlap meet however far apart they begin', () => {
    const long = directive('d1', 'CUS', ['container:A'], 0, { window: { from: start, to: plus(start, hours(72)) } })
    expect(joints(collide([long, directive('d2', 'CIQ', ['container:A'], 60)], rules))).toEqual([['d1', 'd2']])
  })

  test.each([
    ['presence', { methods: ['documents'] }],
    ['kind-not-joint', { mechanism: 'boarding' }],
    ['not-started', { standing: 'started' }],
    ['not-declined', { standing: 'apart' }],
  ] as const)('one failed condition is a near-miss: %s', (failed, changes) => {
    expect(misses(collide([directive('d1', 'CUS', ['container:A'], 8), directive('d2', 'CIQ', ['container:A'], 8, changes)], rules))).toEqual([`d1+d2 ${failed}`])
  })

  test('two failed conditions are no near-miss', () => {
    expect(misses(collide([directive('d1', 'CUS', ['container:A'], 0), directive('d2', 'CIQ', ['container:A'], 99, { methods: ['documents'] })], rules))).toEqual([])
  })

  test('a rule of a later day is named as the reason', () => {
    const later = rule({ validFrom: plus(start, hours(1)) })
    expect(misses(collide([directive('d1', 'CUS', ['container:A'], 8), directive('d2', 'CIQ', ['container:A'], 8)], [later]))).toEqual(['d1+d2 rule-not-in-force'])
  })

  test('of two rules that both apply the one of port and kind is asked first, then the one of the port, then the one of the kind, however they are listed', () => {
    const pair = [directive('d1', 'CUS', ['container:A'], 8), directive('d2', 'CIQ', ['container:A'], 9)]
    const all = [rule(), rule({ id: 'kind', objectKind: 'container' }), rule({ id: 'port', port: '380101' }), rule({ id: 'both', port: '380101', objectKind: 'container' }), rule({ id: 'elsewhere', port: '650302', objectKind: 'container' })]
    const asked = (among: readonly CollisionRule[]): string[] => [among, among.toReversed()].map((listed) => collide(pair, listed).needs[0]?.meetings[0]?.rule.id ?? '')
    for (const [left, first] of [[5, 'both'], [3, 'port'], [2, 'kind'], [1, 'same-object']] as const) expect(asked(all.slice(0, left))).toEqual([first, first])
  })

  test('the port and kind rule wins over the general one, and each version of it gives its own answer', () => {
    const versions = [rule(), rule({ id: 'container-no', version: 2, objectKind: 'container', window: hours(24) }), rule({ id: 'container-no', version: 3, objectKind: 'container', window: hours(48) })]
    const pair = [directive('d1', 'CUS', ['container:A'], 0), directive('d2', 'CIQ', ['container:A'], 30)] as const
    expect(collide(pair, versions).needs[0]?.meetings[0]?.rule).toEqual({ id: 'container-no', version: 3 })
    expect(meet(...pair, versions, versions[1]).relation).toBe('apart')
  })

  test('a key that is named twice counts once', () => {
    const twice = directive('d2', 'CIQ', ['container:A', 'container:A'], 8)
    expect(collide([directive('d1', 'CUS', ['container:A'], 8), twice], rules).needs[0]?.meetings).toHaveLength(1)
  })

  test('two consignments in one box are two objects; the box itself is what both lie in', () => {
    const first = directive('d1', 'CUS', ['consignment:1', 'container:A'], 8)
    const second = directive('d2', 'CIQ', ['consignment:2', 'container:A'], 8)
    expect(joints(collide([first, second], rules))).toEqual([])
    expect(collide([first, second], rules).nearMisses).toEqual([])
    expect(joints(collide([first, second, directive('d3', 'BPI', ['container:A'], 8)], rules))).toEqual([['d1', 'd2', 'd3']])
  })

  test('a third agency joins the inspection two others already have', () => {
    const collided = collide(
      [
        directive('d1', 'CUS', ['train:X8044'], 8, { inspection: 'i1' }),
        directive('d2', 'CIQ', ['train:X8044'], 8, { inspection: 'i1' }),
        directive('d3', 'BPI', ['train:X8044'], 9),
      ],
      rules,
    )
    expect(collided.needs).toMatchObject([{ directives: ['d1', 'd2', 'd3'], agencies: ['BPI', 'CIQ', 'CUS'], inspections: ['i1'] }])
  })
})

const anyDirective = fc.record({
  id: fc.integer({ min: 0, max: 40 }).map((n) => `d${String(n).padStart(2, '0')}`),
  agency: fc.constantFrom('CUS', 'CIQ', 'BPI'),
  keys: fc.subarray(['consignment:1', 'consignment:2', 'container:A', 'container:B', 'container:C', 'item:1/1'], { minLength: 1, maxLength: 3 }),
  from: fc.integer({ min: 0, max: 200 }),
  length: fc.integer({ min: 0, max: 12 }),
  standing: fc.constantFrom('open', 'open', 'open', 'started', 'apart'),
  papers: fc.integer({ min: 0, max: 9 }),
})
const anyPort = fc
  .uniqueArray(anyDirective, { selector: (made) => made.id, maxLength: 24 })
  .map((made) =>
    made.map(({ id, agency, keys, from, length, standing, papers }) =>
      directive(id, agency, keys, from, { window: { from: plus(start, hours(from)), to: plus(start, hours(from + length)) }, standing, methods: papers === 0 ? ['documents'] : ['open', 'weigh'] }),
    ),
  )
const shuffled = <T>(items: readonly T[]): fc.Arbitrary<T[]> => fc.shuffledSubarray([...items], { minLength: items.length, maxLength: items.length })

/** What the rule says, written down by itself: reachability over a matrix of every pair. */
function oracle(directives: readonly CollidingDirective[]): string[][] {
  const n = directives.length
  const reach = directives.map((a, i) =>
    directives.map((b, j) => {
      if (i === j) return true
      if (a.standing !== 'open' || b.standing !== 'open') return false
      if (a.methods.every((m) => m === 'documents') || b.methods.every((m) => m === 'documents')) return false
      if (!a.keys.some((key) => (key.kind === a.names || key.kind === b.names) && b.keys.some((other) => other.key === key.key))) return false
      const share = !(a.window.to < b.window.from || b.window.to < a.window.from)
      return share || Math.abs(a.window.from - b.window.from) <= 24 * 3_600_000
    }),
  )
  for (let k = 0; k < n; k++) for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) if (reach[i]?.[k] === true && reach[k]?.[j] === true) (reach[i] as boolean[])[j] = true
  const groups = new Map<string, string[]>()
  directives.forEach((_, i) => {
    const group = directives.filter((__, j) => reach[i]?.[j]).map((d) => d.id).sort()
    if (new Set(group.map((id) => directives.find((d) => d.id === id)?.agency)).size > 1) groups.set(group.join(), group)
  })
  return [...groups.values()].sort((a, b) => (a.join(' ') < b.join(' ') ? -1 : 1))
}

const sameGroups = (a: string[][], b: string[][]): boolean => JSON.stringify(a) === JSON.stringify(b)

/** The plausible mistake: look for a partner among those already there, take the first, and never look again. */
function firstComeFirstMatched(directives: readonly CollidingDirective[]): string[][] {
  const groups: CollidingDirective[][] = []
  for (const next of directives) {
    const found = groups.find((group) => group.some((member) => ['meet', 'same-need'].includes(meet(member, next, rules).relation)))
    if (found === undefined) groups.push([next])
    else found.push(next)
  }
  return groups
    .filter((group) => new Set(group.map((d) => d.agency)).size > 1)
    .map((group) => group.map((d) => d.id).sort())
    .sort((a, b) => (a.join(' ') < b.join(' ') ? -1 : 1))
}

describe('properties', () => {
  test('finds exactly what the oracle finds', () => {
    fc.assert(fc.property(anyPort, (directives) => sameGroups(joints(collide(directives, rules)), oracle(directives))), { numRuns: 500 })
  })

  test('no order and no repetition changes anything', () => {
    const anyOrder = anyPort.chain((directives) => fc.tuple(fc.constant(directives), shuffled([...directives, ...directives.slice(0, 5)])))
    fc.assert(
      fc.property(anyOrder, ([directives, mixed]) => {
        expect(collide(mixed, rules)).toEqual(collide(directives, rules))
      }),
      { numRuns: 500 },
    )
  })

  test('a pair is judged the same from both sides', () => {
    fc.assert(
      fc.property(anyPort, (directives) => {
        for (const a of directives) for (const b of directives) expect(meet(a, b, rules)).toEqual(meet(b, a, rules))
      }),
      { numRuns: 100 },
    )
  })

  test('arriving one by one ends where arriving together ends', () => {
    fc.assert(
      fc.property(anyPort, (all) => {
        const directives = all.filter((d) => d.standing === 'open')
        const inspections = new Map<string, string>()
        let last: Collided = { needs: [], nearMisses: [] }
        directives.forEach((_, i) => {
          const known = directives.slice(0, i + 1).map((d): CollidingDirective => {
            const inspection = inspections.get(d.id)
            return inspection === undefined ? d : { ...d, inspection }
          })
          last = collide(known, rules)
          for (const need of last.needs) for (const id of need.directives) inspections.set(id, need.directives[0] ?? id)
        })
        expect(joints(last)).toEqual(joints(collide(directives, rules)))
      }),
      { numRuns: 200 },
    )
  })

  test('every directive is in exactly one need, and every joint need has two agencies that met', () => {
    fc.assert(
      fc.property(anyPort, (directives) => {
        const { needs } = collide(directives, rules)
        expect(needs.flatMap((need) => need.directives).sort()).toEqual(directives.map((d) => d.id).sort())
        for (const need of needs) if (need.agencies.length > 1) expect(need.meetings.length).toBeGreaterThan(0)
      }),
    )
  })

  test('the twin that takes the first partner it sees is found out', () => {
    const twin = fc.property(anyPort.chain(shuffled), (directives) => sameGroups(firstComeFirstMatched(directives), oracle(directives)))
    expect(fc.check(twin, { numRuns: 500 }).failed).toBe(true)
  })
})

test('a busy port: 20,000 directives on 8,000 containers', () => {
  const many = Array.from({ length: 20_000 }, (_, i) => directive(`d${String(i).padStart(6, '0')}`, ['CUS', 'CIQ', 'BPI'][i % 3] ?? 'CUS', [`container:${i % 8_000}`], i % 20, { acceptedAt: fromEpoch(i) as Instant }))
  expect(collide(many, [rule({ validFrom: fromEpoch(0) })]).needs.length).toBe(8_000)
})
