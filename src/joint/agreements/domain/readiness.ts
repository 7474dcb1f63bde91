import type { Interval } from '../../../kernel/instant.ts'
import { intersect, without } from '../../inspections/domain/slots.ts'

/** What an agency needs before it counts as ready for joint work at a port. */
export type ReadinessGap = 'working-group' | 'liaison'

/** How ready one agency is. */
export interface AgencyReadiness {
  readonly agency: string
  readonly ready: boolean
  readonly missing: readonly ReadinessGap[]
}

/** Which agencies of a port have a working group and a liaison officer (GV-05, GV-06); one without is not ready. */
export function agencyReadiness(agencies: readonly string[], groups: readonly { readonly agency: string; readonly kind: string }[], liaisons: readonly { readonly agency: string }[]): AgencyReadiness[] {
  return agencies.map((agency) => {
    const missing: ReadinessGap[] = [
      ...(groups.some((group) => group.agency === agency && group.kind === 'working') ? [] : (['working-group'] as const)),
      ...(liaisons.some((liaison) => liaison.agency === agency) ? [] : (['liaison'] as const)),
    ]
    return { agency, ready: missing.length === 0, missing }
  })
}

/** When, within the spans asked about, an agency has not both a working group and a liaison officer; in order. */
export function unorganised(asked: readonly Interval[], working: readonly Interval[], liaison: readonly Interval[]): Interval[] {
  const both = intersect(working, liaison)
  return asked.flatMap((span) => without(span, both)).sort((a, b) => a.from - b.from)
}
