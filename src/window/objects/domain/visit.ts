import { plus, type Instant, type Milliseconds } from '../../../kernel/instant.ts'

/** One visit of a container or conveyance to a port: the span in which its name means this very object. Visits of one name never overlap. */
export interface Visit {
  readonly visit: number
  readonly from: Instant
  readonly to: Instant
}

/** The visit a name means at a moment, and whether it is a new one that must be written down. */
export interface ChosenVisit extends Visit {
  readonly isNew: boolean
}

/**
 * Which visit a name means at `at`: the one whose span holds the moment; a new one when all earlier visits are over; otherwise, of what is wanted at any
 * moment up to `until`, the first that begins by then, and at last (a moment before the first visit or in a gap, as when an old movement is told late) the nearest.
 * A new visit reaches `span` to both sides of the moment it is first heard of, so that the declaration before arrival and the one after it,
 * and every consignment that shares the box, mean the same object (DC-04); the box that comes back later is another one.
 */
export function chooseVisit(known: readonly Visit[], at: Instant, span: Milliseconds, until: Instant = at): ChosenVisit {
  const inOrder = known.toSorted((a, b) => a.visit - b.visit)
  const last = inOrder.at(-1)
  if (last === undefined || at > last.to) {
    const earliest = plus(at, -span)
    const from = last === undefined || last.to < earliest ? earliest : plus(last.to, 1)
    return { visit: (last?.visit ?? 0) + 1, from, to: plus(at, span), isNew: true }
  }
  const coming = inOrder.find((visit) => visit.to >= at && visit.from <= until)
  if (coming !== undefined) return { ...coming, isNew: false }
  const distance = (visit: Visit): number => (at < visit.from ? visit.from - at : Math.max(0, at - visit.to))
  const nearest = inOrder.reduce((best, visit) => (distance(visit) <= distance(best) ? visit : best), last)
  return { ...nearest, isNew: false }
}
