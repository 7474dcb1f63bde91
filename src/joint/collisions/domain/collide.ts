import type { Interval } from '../../../kernel/instant.ts'
import type { CollisionRule } from '../../../kernel/pack.ts'
import { isRolledOut, notReady } from './gates.ts'
import { compareKeys, meet, type CollidingDirective, type CollisionLaw, type Failed, type Meeting, type ObjectKey } from './meet.ts'

/** Directives that ask for one and the same look: two agencies or more make a joint inspection, one alone a single one (DC-03, DC-10). */
export interface Need {
  /** Ids in ascending order. */
  readonly directives: readonly string[]
  /** Codes in ascending order. */
  readonly agencies: readonly string[]
  /** Every pair of two agencies that met: the explanation (DC-13). */
  readonly meetings: readonly Meeting[]
  /** The object most of the directives name. */
  readonly object: ObjectKey
  /** What all windows share, or the span they cover when they share nothing. */
  readonly window: Interval
  /** Inspections that answered some of these directives before, ascending: they become one. */
  readonly inspections: readonly string[]
  readonly mechanism?: 'goods' | 'boarding'
  /** Kind of business, where any of its directives says it. */
  readonly business?: string
}

/** Two directives on one object that one single condition kept apart. */
export interface NearMiss {
  readonly directives: readonly [string, string]
  readonly agencies: readonly [string, string]
  readonly object: ObjectKey
  readonly failed: Failed
  /** Whom or what the condition is about: who is not ready, which methods exclude each other. */
  readonly about?: string
  readonly distance: number
  readonly within?: number
  readonly rule?: { readonly id: string; readonly version: number }
}

/** What colliding gives: every directive is in exactly one need. */
export interface Collided {
  readonly needs: readonly Need[]
  readonly nearMisses: readonly NearMiss[]
}

/** Disjoint sets of directive ids; the smallest id stands for its set, whatever the order of joining. */
function disjointSets(ids: readonly string[]): { find(id: string): string; join(a: string, b: string): void } {
  const parent = new Map(ids.map((id) => [id, id]))
  function find(id: string): string {
    let top = id
    for (let up = parent.get(top); up !== undefined && up !== top; up = parent.get(top)) top = up
    for (let at = id; at !== top; ) {
      const up = parent.get(at) ?? top
      parent.set(at, top)
      at = up
    }
    return top
  }
  return {
    find,
    join(a, b) {
      const [low, high] = [find(a), find(b)].sort()
      if (low !== undefined && high !== undefined && low !== high) parent.set(high, low)
    },
  }
}

/** Calls `visit` once for every two directives that share a key, the smaller id first. */
function eachPairOnOneObject(directives: readonly CollidingDirective[], visit: (a: CollidingDirective, b: CollidingDirective) => void): void {
  const byKey = new Map<string, CollidingDirective[]>()
  for (const directive of directives) {
    for (const { key } of directive.keys) {
      const there = byKey.get(key)
      if (there === undefined) byKey.set(key, [directive])
      else if (there.at(-1) !== directive) there.push(directive)
    }
  }
  const seen = new Set<string>()
  for (const there of byKey.values()) {
    for (let i = 0; i < there.length; i++) {
      for (let j = i + 1; j < there.length; j++) {
        const a = there[i]
        const b = there[j]
        if (a === undefined || b === undefined || a.id === b.id) continue
        // Only two that both have several keys can come together more than once.
        if (a.keys.length > 1 && b.keys.length > 1) {
          const pair = a.id < b.id ? `${a.id} ${b.id}` : `${b.id} ${a.id}`
          if (seen.has(pair)) continue
          seen.add(pair)
        }
        if (a.id < b.id) visit(a, b)
        else visit(b, a)
      }
    }
  }
}

/** The key most directives of the need carry; the widest of several. */
function commonObject(directives: readonly CollidingDirective[]): ObjectKey | undefined {
  const [first] = directives
  if (first !== undefined && directives.every((directive) => directive.keys.length === 1 && directive.keys[0]?.key === first.keys[0]?.key)) return first.keys[0]
  const counts = new Map<string, { readonly key: ObjectKey; count: number }>()
  for (const directive of directives) {
    for (const key of directive.keys) {
      const counted = counts.get(key.key)
      if (counted === undefined) counts.set(key.key, { key, count: 1 })
      else counted.count++
    }
  }
  return [...counts.values()].sort((a, b) => b.count - a.count || compareKeys(a.key, b.key))[0]?.key
}

/** What all windows share; the span they cover when nothing is shared. */
export function commonWindow(windows: readonly Interval[]): Interval | undefined {
  const [first, ...rest] = windows
  if (first === undefined) return undefined
  const shared = rest.reduce<Interval>((all, next) => ({ from: next.from > all.from ? next.from : all.from, to: next.to < all.to ? next.to : all.to }), first)
  if (shared.from <= shared.to) return shared
  return rest.reduce<Interval>((all, next) => ({ from: next.from < all.from ? next.from : all.from, to: next.to > all.to ? next.to : all.to }), first)
}

const compareTexts = (a = '', b = ''): number => (a < b ? -1 : a > b ? 1 : 0)

/** By the first directive, then the second: enough, for a need shares no directive with another, and two directives make one pair. */
function byIds(a: { readonly directives: readonly string[] }, b: { readonly directives: readonly string[] }): number {
  return compareTexts(a.directives[0], b.directives[0]) || compareTexts(a.directives[1], b.directives[1])
}

/** Whether its agency takes part in joint inspection of its object yet: where it does not, even a kind that is always boarded together is looked at alone. */
function isPractised(directive: CollidingDirective, law: CollisionLaw): boolean {
  const { port, names, business, agency, acceptedAt } = directive
  const asked = { port, objectKind: names, business, at: acceptedAt }
  return isRolledOut(law.rollOut, asked) && notReady(law.readiness, agency, asked) === undefined
}

/**
 * Collides the open directives of one port (指令对碰, DC-02…DC-05, DC-13). Two directives meet when they are on the same object and their
 * times fit the rule, and nothing in the law keeps their agencies apart; directives that meet, directly or through others, are one need: joint when two agencies or more share it.
 * Pure, and the same for every order and repetition of the input, so that what was sent at the same instant can be decided in any order.
 */
export function collide(input: readonly CollidingDirective[], law: CollisionLaw, byRule?: CollisionRule): Collided {
  const byId = new Map(input.map((directive) => [directive.id, directive]))
  const directives = [...byId.values()].sort((a, b) => (a.id < b.id ? -1 : 1))
  const sets = disjointSets(directives.map((directive) => directive.id))

  const firstOf = new Map<string, string>()
  for (const { id, inspection } of directives) {
    if (inspection === undefined) continue
    const first = firstOf.get(inspection)
    if (first === undefined) firstOf.set(inspection, id)
    else sets.join(first, id)
  }

  const meetings: Meeting[] = []
  const nearMisses: NearMiss[] = []
  eachPairOnOneObject(directives, (a, b) => {
    const judged = meet(a, b, law, byRule)
    if (judged.relation === 'meet' || judged.relation === 'same-need') {
      sets.join(a.id, b.id)
      const { meeting } = judged
      if (judged.relation === 'meet') meetings.push(meeting)
      else nearMisses.push({ ...missOf(meeting), failed: 'different-agency' })
    }
    if (judged.relation === 'apart' && judged.failed.length === 1 && judged.failed[0] !== undefined) {
      nearMisses.push({ ...missOf(judged.meeting), failed: judged.failed[0], ...(judged.about === undefined ? {} : { about: judged.about }) })
    }
  })

  const members = new Map<string, CollidingDirective[]>()
  for (const directive of directives) {
    const top = sets.find(directive.id)
    const there = members.get(top)
    if (there === undefined) members.set(top, [directive])
    else there.push(directive)
  }
  const meetingsOf = new Map<string, Meeting[]>()
  for (const meeting of meetings) {
    const top = sets.find(meeting.directives[0])
    const there = meetingsOf.get(top)
    if (there === undefined) meetingsOf.set(top, [meeting])
    else there.push(meeting)
  }
  const needs = [...members].flatMap(([top, there]): Need[] => {
    const object = commonObject(there)
    const window = commonWindow(there.map((directive) => directive.window))
    if (object === undefined || window === undefined) return []
    const mechanism = there.find((directive) => directive.mechanism !== undefined && isPractised(directive, law))?.mechanism
    const business = there.find((directive) => directive.business !== undefined)?.business
    return [
      {
        directives: there.map((directive) => directive.id),
        agencies: [...new Set(there.map((directive) => directive.agency))].sort(),
        meetings: (meetingsOf.get(top) ?? []).sort(byIds),
        object,
        window,
        inspections: [...new Set(there.flatMap((directive) => directive.inspection ?? []))].sort(),
        ...(mechanism === undefined ? {} : { mechanism }),
        ...(business === undefined ? {} : { business }),
      },
    ]
  })
  const joint = new Set(needs.filter((need) => need.agencies.length > 1).flatMap((need) => need.directives))
  return {
    needs: needs.sort(byIds),
    // Within a joint inspection nothing was missed; a repeat of one agency is news only while no other agency has met it (DC-03).
    nearMisses: nearMisses.filter(({ directives: [a, b] }) => !(joint.has(a) && sets.find(a) === sets.find(b))).sort(byIds),
  }
}

function missOf(meeting: Omit<Meeting, 'rule' | 'within'> & Partial<Pick<Meeting, 'rule' | 'within'>>): Omit<NearMiss, 'failed'> {
  return {
    directives: meeting.directives,
    agencies: meeting.agencies,
    object: meeting.object,
    distance: meeting.distance,
    ...(meeting.rule === undefined ? {} : { rule: meeting.rule }),
    ...(meeting.within === undefined ? {} : { within: meeting.within }),
  }
}

/**
 * Those of an inspection's directives that still belong together once another has left it (DC-12): two may have been one need only through the third.
 * The largest group that met stays, of equal ones the one with the smallest id; everybody else is matched anew.
 */
export function stayTogether(directives: readonly CollidingDirective[], law: CollisionLaw): ReadonlySet<string> {
  const alone = directives.map(({ inspection: _shared, ...directive }): CollidingDirective => ({ ...directive, standing: 'open' }))
  const [largest] = collide(alone, law).needs.toSorted((a, b) => b.directives.length - a.directives.length || byIds(a, b))
  return new Set(largest?.directives ?? [])
}
