import type { InspectionView } from './inspection-view.ts'

/** Where somebody wants to put an inspection; moments in milliseconds. */
export interface Draft {
  readonly id: string
  readonly from: number
  readonly to: number
  readonly site: string
}

/** What stands in the way of a draft. It warns; the server decides. */
export type Conflict =
  | { readonly kind: 'crew'; readonly people: readonly string[]; readonly with: string }
  | { readonly kind: 'site'; readonly with: readonly string[] }
  | { readonly kind: 'window' }
  | { readonly kind: 'past' }

/** Steps of the keyboard and of the pointer: a quarter of an hour. */
export const stepMs = 15 * 60_000

/** A moment on the nearest step. */
export function snap(at: number): number {
  return Math.round(at / stepMs) * stepMs
}

/** Whether the reader may move this inspection. */
export function isMovable(inspection: InspectionView): boolean {
  return inspection.slot !== undefined && inspection.acts.includes('reschedule')
}

const crewOf = (inspection: InspectionView): readonly string[] => inspection.tasks.flatMap((task) => task.crew)
const stands: readonly string[] = ['proposed', 'coordinating', 'agreed', 'started']

/**
 * What a draft would collide with among the inspections on the board: people who are elsewhere, a site without a free place (`capacityOf`, undefined
 * where nobody has said), a time outside what the agencies need, a time that is over.
 */
export function conflictsOf(draft: Draft, inspections: readonly InspectionView[], capacityOf: (site: string) => number | undefined, now: number): Conflict[] {
  const moved = inspections.find((inspection) => inspection.id === draft.id)
  const meanwhile = inspections.filter(({ id, slot, state }) => id !== draft.id && slot !== undefined && stands.includes(state) && Date.parse(slot.from) < draft.to && draft.from < Date.parse(slot.to))
  const crew = new Set(moved === undefined ? [] : crewOf(moved))
  const elsewhere = meanwhile.flatMap((other): Conflict[] => {
    const people = crewOf(other).filter((member) => crew.has(member))
    return people.length === 0 ? [] : [{ kind: 'crew', people, with: other.object.ref }]
  })
  const there = meanwhile.filter((other) => other.site === draft.site)
  const places = capacityOf(draft.site)
  return [
    ...elsewhere,
    ...(places !== undefined && there.length >= places ? [{ kind: 'site' as const, with: there.map((other) => other.object.ref) }] : []),
    ...(moved !== undefined && (draft.from < Date.parse(moved.window.from) || Date.parse(moved.window.to) < draft.to) ? [{ kind: 'window' as const }] : []),
    ...(draft.to <= now ? [{ kind: 'past' as const }] : []),
  ]
}
