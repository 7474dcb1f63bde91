import type { InspectionView } from './inspection-view.ts'

/** The lanes of the board in the order of the work. */
export const lanes = ['proposed', 'coordinating', 'agreed', 'started', 'closed'] as const
export type Lane = (typeof lanes)[number]

/** The lane an inspection stands in; undefined when it is over without anybody having looked. */
export function laneOf(inspection: InspectionView): Lane | undefined {
  return lanes.find((lane) => lane === inspection.state)
}

/** Whether it should have happened already: no yes before its window closes, or not begun when its time came. */
export function isLate(inspection: InspectionView, now: number): boolean {
  if (inspection.state === 'proposed' || inspection.state === 'coordinating') return Date.parse(inspection.window.to) < now
  if (inspection.state === 'agreed') return inspection.slot !== undefined && Date.parse(inspection.slot.from) < now
  return inspection.state === 'started' && inspection.slot !== undefined && Date.parse(inspection.slot.to) < now
}

/** Soonest first by what counts in the lane: the slot where there is one, the end of the window otherwise. Ended ones latest first. */
export function inLane(inspections: readonly InspectionView[], lane: Lane): readonly InspectionView[] {
  const at = (inspection: InspectionView): number => Date.parse(lane === 'closed' ? (inspection.closedAt ?? inspection.proposedAt) : (inspection.slot?.from ?? inspection.window.to))
  const there = inspections.filter((inspection) => laneOf(inspection) === lane)
  return [...there].sort((a, b) => (lane === 'closed' ? at(b) - at(a) : at(a) - at(b)))
}

/** A bar of the time view. */
export interface Bar {
  readonly inspection: InspectionView
  /** Share of the day at which it begins and how much of it it takes, 0 to 1. */
  readonly left: number
  readonly width: number
  /** Row within its site, so that two at once do not hide each other. */
  readonly row: number
}

/** Lays out the inspections of one site within a span, none over another. */
export function layOut(inspections: readonly InspectionView[], from: number, to: number): readonly Bar[] {
  const ends: number[] = []
  return [...inspections]
    .flatMap((inspection) => (inspection.slot === undefined ? [] : [{ inspection, start: Date.parse(inspection.slot.from), end: Date.parse(inspection.slot.to) }]))
    .filter(({ start, end }) => end > from && start < to)
    .sort((a, b) => a.start - b.start)
    .map(({ inspection, start, end }) => {
      const free = ends.findIndex((taken) => taken <= start)
      const row = free < 0 ? ends.length : free
      ends[row] = end
      const begin = Math.max(start, from)
      return { inspection, row, left: (begin - from) / (to - from), width: (Math.min(end, to) - begin) / (to - from) }
    })
}
