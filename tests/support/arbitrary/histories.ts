import fc from 'fast-check'
import { hours, instant, plus, type Instant } from '../../../src/kernel/instant.ts'
import type { Method, ObjectKind } from '../../../src/kernel/pack.ts'
import type { CollidingDirective, CollisionLaw } from '../../../src/joint/collisions/domain/meet.ts'

/** The hour from which the windows of histories count. */
export const start = instant('2018-07-02T00:00:00+08:00')
const since = instant('2018-01-01T00:00:00Z')
const clause = 'DC-05'
/** A law with one of everything: agency C is not ready until hour 3 and takes no part in parcels, express is not rolled out, post is not ready. */
export const law: CollisionLaw = {
  collisionRules: [
    { id: 'day', version: 1, window: hours(24), clause, validFrom: since },
    { id: 'parcels', version: 1, objectKind: 'parcel', window: hours(6), clause, validFrom: since },
  ],
  participants: [{ objectKind: 'parcel', required: ['A', 'B'], optional: [], mechanism: 'goods', clause, validFrom: since }],
  readiness: [
    { agency: 'C', ready: false, clause, validFrom: since, validTo: plus(start, hours(3)) },
    { business: 'post', ready: false, clause, validFrom: since },
  ],
  rollOut: [{ business: 'express', objectKind: 'container', on: false, clause, validFrom: since }],
  methodConflicts: [{ methods: ['treatment', 'open'], reason: { zh: '', en: '' }, clause, validFrom: since }],
}

/** What a version of a directive says. */
export interface Content {
  readonly keys: readonly string[]
  readonly from: number
  readonly length: number
  readonly methods: readonly Method[]
}
/** A directive from its first version to its last. */
export interface Life {
  readonly agency: string
  readonly business: string | undefined
  readonly first: Content
  readonly amendments: readonly Content[]
  readonly withdrawn: boolean
}
/** The n-th delivery of a directive: its version, or undefined for the withdrawal. */
export interface Delivery {
  readonly life: number
  readonly version: number
  readonly content: Content | undefined
}

/** The objects of histories, each with all its keys: two consignments in one box, lines of the first, a parcel. */
export const objects: readonly (readonly string[])[] = [['consignment:1', 'item:1/1', 'item:1/2', 'container:X'], ['consignment:2', 'item:2/1', 'container:X'], ['container:X'], ['item:1/1'], ['item:1/2'], ['parcel:P']]

const content: fc.Arbitrary<Content> = fc.record({
  keys: fc.constantFrom(...objects),
  from: fc.integer({ min: 0, max: 60 }),
  length: fc.integer({ min: 0, max: 6 }),
  methods: fc.constantFrom<Method[][]>(['open'], ['open', 'weigh'], ['treatment'], ['documents']) as fc.Arbitrary<Method[]>,
})
/** Any life of a directive. */
export const life: fc.Arbitrary<Life> = fc.record({
  agency: fc.constantFrom('A', 'B', 'B', 'C'),
  business: fc.constantFrom(undefined, undefined, 'import', 'express', 'post'),
  first: content,
  amendments: fc.array(content, { maxLength: 2 }),
  withdrawn: fc.integer({ min: 0, max: 3 }).map((n) => n === 0),
})
/** Lives of directives and an order in which their deliveries, some of them twice, arrive; of one directive always the earlier version first. */
export const history = fc.array(life, { minLength: 2, maxLength: 6 }).chain((lives) => {
  const deliveries = lives.flatMap((one, i): Delivery[] => [
    ...[one.first, ...one.amendments].map((version, n) => ({ life: i, version: n + 1, content: version })),
    ...(one.withdrawn ? [{ life: i, version: 99, content: undefined }] : []),
  ])
  return fc
    .array(fc.record({ rank: fc.nat(1000), twice: fc.integer({ min: 0, max: 4 }).map((n) => n === 0) }), { minLength: deliveries.length, maxLength: deliveries.length })
    .map((ranks) => {
      const places = deliveries.map((delivery, i) => ({ delivery, rank: ranks[i]?.rank ?? 0 }))
      const order = [...places].sort((a, b) => a.rank - b.rank).map(({ delivery }) => delivery.life)
      const queues = lives.map((_, i) => deliveries.filter((delivery) => delivery.life === i))
      const arrived = order.flatMap((i) => queues[i]?.shift() ?? [])
      return { lives, arrived: arrived.flatMap((delivery, i) => (ranks[i]?.twice === true ? [delivery, delivery] : [delivery])) }
    })
})

/** The id of the n-th directive of a history. */
export const idOf = (n: number): string => `d${n}`
/** A version of the n-th directive as collision sees it. */
export function directiveOf(n: number, { agency, business }: Life, { keys, from, length, methods }: Content): CollidingDirective {
  const begin = plus(start, hours(from))
  const kind = (key: string): ObjectKind => key.split(':')[0] as ObjectKind
  return {
    id: idOf(n),
    port: 'P',
    agency,
    keys: keys.map((key) => ({ kind: kind(key), key })),
    names: kind(keys[0] ?? 'container:X'),
    ...(business === undefined ? {} : { business }),
    window: { from: begin, to: plus(begin, hours(length)) },
    methods,
    // Those of odd number are accepted after agency C has become ready.
    acceptedAt: (n % 2 === 0 ? start : plus(start, hours(4))) as Instant,
    mechanism: 'goods',
    standing: 'open',
  }
}

const hour = 3_600_000

/** The rule in other words, for one pair, and no word of it shared with the code. */
export function joins(a: CollidingDirective, b: CollidingDirective): boolean {
  const ownA = a.keys[0]?.key ?? ''
  const ownB = b.keys[0]?.key ?? ''
  const holds = (d: CollidingDirective, key: string): boolean => d.keys.some((known) => known.key === key)
  if (!holds(b, ownA) && !holds(a, ownB)) return false
  if (a.methods.includes('documents') || b.methods.includes('documents')) return false
  const parcel = ownA.startsWith('parcel')
  const meetInTime = !(a.window.to < b.window.from || b.window.to < a.window.from) || Math.abs(a.window.from - b.window.from) <= (parcel ? 6 : 24) * hour
  if (!meetInTime) return false
  if (a.agency === b.agency) return true
  if ([a, b].some((d) => d.agency === 'C') && (parcel || Math.max(a.acceptedAt, b.acceptedAt) < start + 3 * hour)) return false
  const [one, other] = [a.business ?? b.business, b.business ?? a.business]
  if (one === 'post' || other === 'post') return false
  // Of two directives that name each other, the narrower object is shared only where neither names more than it; express stops at boxes.
  const box = (ownA === 'container:X' && holds(b, ownA)) || (ownB === 'container:X' && holds(a, ownB))
  if (box && (one === 'express' || other === 'express')) return false
  const treats = (d: CollidingDirective): boolean => d.methods.length === 1 && d.methods[0] === 'treatment'
  const opensOnly = (d: CollidingDirective): boolean => d.methods.length === 1 && d.methods[0] === 'open'
  return !((treats(a) && opensOnly(b)) || (treats(b) && opensOnly(a)))
}

/** Every pair against every pair: who ends together, each group and all of them in order. */
export function groupsOf(all: readonly CollidingDirective[]): string[][] {
  const groups: CollidingDirective[][] = []
  for (const next of all) {
    const touched = groups.filter((group) => group.some((member) => joins(member, next)))
    for (const group of touched) groups.splice(groups.indexOf(group), 1)
    groups.push([...touched.flat(), next])
  }
  return groups.map((group) => group.map(({ id }) => id).sort()).sort((a, b) => ((a[0] ?? '') < (b[0] ?? '') ? -1 : 1))
}

/** Whether two ends are the same. */
export const same = (a: readonly (readonly string[])[], b: readonly (readonly string[])[]): boolean => JSON.stringify(a) === JSON.stringify(b)
