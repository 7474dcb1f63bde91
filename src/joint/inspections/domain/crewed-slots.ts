import type { Milliseconds } from '../../../kernel/instant.ts'
import { leanCrew, needsOf, wholeCrew, type Crew, type Staff } from './crew.ts'
import type { Duty, Slot } from './inspection.ts'
import { proposeSlots, type Free } from './slots.ts'

/** A time and place with the crew each agency could send. Agencies that keep no calendar are not in `crews`. */
export interface CrewedSlot extends Slot {
  readonly crews: Readonly<Record<string, Crew>>
}

/** One agency's side of the question: when it needs the inspection, what for, and its officers where it keeps a calendar. */
export interface Side extends Free {
  readonly agency: string
  readonly duties: readonly Duty[]
  readonly staff: readonly Staff[]
  /** Lots were drawn: all of the staff go, and nobody else (DR-02). */
  readonly drawn?: boolean
}

/**
 * Times and places that suit the needed windows of all, the site, and the calendars of every agency's officers with the specialities its duties
 * need (JI-07, JI-21): where nobody there has one of them no time suits, however free they are. An agency without calendars is taken to come whenever it needs the inspection.
 */
export function proposeCrewedSlots(asked: Omit<Parameters<typeof proposeSlots>[0], 'agencies' | 'starts' | 'suits'> & { readonly sides: readonly Side[]; readonly rules: Parameters<typeof needsOf>[2] }, length: Milliseconds, count: number): CrewedSlot[] {
  const { sides, rules, ...rest } = asked
  const kept = sides.filter((side) => side.staff.length > 0).map((side) => ({ ...side, needs: needsOf(side.duties, side.staff, rules) }))
  const crewsFor = (slot: Slot): Record<string, Crew> => Object.fromEntries(kept.map((side) => [side.agency, side.drawn === true ? wholeCrew(side.staff, slot) : leanCrew(side.staff, side.needs, slot)]))
  const slots = proposeSlots(
    {
      ...rest,
      agencies: sides,
      starts: [...new Set(kept.flatMap((side) => side.staff.flatMap((one) => one.free.map((piece) => piece.from))))],
      suits: (slot) => Object.values(crewsFor(slot)).every((crew) => crew.members.length > 0 && crew.missing.length === 0),
    },
    length,
    count,
  )
  return slots.map((slot) => ({ ...slot, crews: crewsFor(slot) }))
}
