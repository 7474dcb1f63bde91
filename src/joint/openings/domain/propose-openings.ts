import type { Interval } from '../../../kernel/instant.ts'
import type { ObjectKind } from '../../../kernel/pack.ts'
import { commonWindow } from '../../collisions/domain/collide.ts'
import { meet, type CollidingDirective, type CollisionLaw, type Failed, type Meeting } from '../../collisions/domain/meet.ts'

/** A live directive with the containers or parcels in which its object is reached. */
export interface Inside {
  readonly directive: CollidingDirective
  readonly object: { readonly kind: ObjectKind; readonly ref: string }
  /** Keys of those: the one it names, those its consignment or item lies in. */
  readonly places: readonly string[]
}

/** Two directives inside one container that one condition keeps from sharing its opening. */
export interface KeptApart {
  readonly directives: readonly [string, string]
  readonly agencies: readonly [string, string]
  readonly failed: readonly Failed[]
  readonly about?: string
}

/**
 * One opening that serves several inspections: their objects differ, the container they lie in is one (DC-04, JI-26, TM-06). Each inspection stays
 * its own, with its own time and disposition; only the opening is shared.
 */
export interface SharedOpening {
  readonly place: string
  readonly directives: readonly Inside[]
  readonly agencies: readonly string[]
  readonly inspections: readonly string[]
  /** What all windows share, or the span they cover. */
  readonly window: Interval
  /** Why: every pair with rule, version and distance. */
  readonly explanation: readonly Meeting[]
  readonly keptApart: readonly KeptApart[]
}

/** The directive as if it named the container or parcel: what is asked is whether the opening, not the look inside, can be one. */
function atPlace(directive: CollidingDirective, place: string): CollidingDirective {
  const { mechanism: _own, ...rest } = directive
  const kind = place.startsWith('parcel:') ? 'parcel' : 'container'
  return { ...rest, keys: [{ kind, key: place }], names: kind, mechanism: 'goods' }
}

function proposeAt(place: string, there: readonly Inside[], law: CollisionLaw): SharedOpening | undefined {
  const inOrder = [...there].sort((a, b) => (a.directive.id < b.directive.id ? -1 : 1))
  const explanation: Meeting[] = []
  const keptApart: KeptApart[] = []
  const joined = new Set<string>()
  inOrder.forEach((one, i) => {
    for (const other of inOrder.slice(i + 1)) {
      if (one.directive.inspection === other.directive.inspection) continue
      const judged = meet(atPlace(one.directive, place), atPlace(other.directive, place), law)
      if (judged.relation === 'unrelated') continue
      if (judged.relation === 'apart') {
        const failed = judged.failed.filter((condition) => condition !== 'different-agency')
        // Whoever only reads papers, or has begun, does not want the box opened any more.
        if (!failed.includes('presence') && !failed.includes('not-started')) keptApart.push({ directives: judged.meeting.directives, agencies: judged.meeting.agencies, failed, ...(judged.about === undefined ? {} : { about: judged.about }) })
        continue
      }
      explanation.push(judged.meeting)
      judged.meeting.directives.forEach((id) => joined.add(id))
    }
  })
  const members = inOrder.filter(({ directive }) => joined.has(directive.id))
  const window = commonWindow(members.map(({ directive }) => directive.window))
  if (window === undefined) return undefined
  return {
    place,
    directives: members,
    agencies: [...new Set(members.map(({ directive }) => directive.agency))].sort(),
    inspections: [...new Set(members.flatMap(({ directive }) => directive.inspection ?? []))].sort(),
    window,
    explanation,
    keptApart,
  }
}

/** Every container whose one opening would serve several inspections, with the reason; the same for every order of the directives. */
export function proposeOpenings(inside: readonly Inside[], law: CollisionLaw): SharedOpening[] {
  const byPlace = new Map<string, Inside[]>()
  for (const one of inside) for (const place of new Set(one.places)) byPlace.set(place, [...(byPlace.get(place) ?? []), one])
  return [...byPlace]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([place, there]) => proposeAt(place, there, law) ?? [])
    .filter((opening) => opening.inspections.length > 1)
}

