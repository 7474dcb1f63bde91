import { inForce, subtract, type Instant, type Interval } from '../../kernel/instant.ts'
import { openWithin } from '../../kernel/open-hours.ts'
import type { Pack } from '../../kernel/pack.ts'
import type { RegisterCache } from '../register/public.ts'
import { dayAt, dutyTimesOf } from './crew-faults.ts'
import { untrained } from './domain/may-be-assigned.ts'
import { officers } from './officers.ts'
import { requiredTraining } from './required-training.ts'

/** An officer with the times of a span in which the calendar has them on duty for a kind of work. Intervals may touch. */
export interface OnDuty {
  readonly id: string
  readonly name: string
  readonly agency: string
  readonly skills: readonly string[]
  /** Kinds of enforcement qualification valid on the first day of the span. */
  readonly qualifications: readonly string[]
  readonly onDuty: readonly Interval[]
  /** The same without absences taken off. */
  readonly shifts: readonly Interval[]
}

/** Officers of a port by their calendars within a span, in the order of their numbers. */
export type CrewCalendars = (port: string, kind: 'joint' | 'single' | 'boarding', span: Interval, now: Instant) => readonly OnDuty[]

/**
 * Calendars of officers (JI-07): weekly shifts in port time and extra shifts, without absences. Who has no enforcement qualification valid on the
 * first day of the span, or lacks the training the kind of work asks for, is never on duty for it (JI-22, GV-10): the agency keeps a calendar all the same.
 */
export function crewCalendars(cache: RegisterCache, law: () => Pack): CrewCalendars {
  return (port, kind, span, now) => {
    const timeZone = law().ports.find((known) => known.code === port)?.timeZone ?? 'UTC'
    const day = dayAt(span.from, timeZone)
    const required = [...cache.versions(requiredTraining).values()].flatMap((versions) => versions.find((version) => inForce(version, now))?.data ?? [])
    return [...cache.versions(officers).values()]
      .flatMap((versions): OnDuty[] => {
        const officer = versions.find((version) => inForce(version, now))?.data
        if (officer === undefined || officer.port !== port) return []
        const courses = required.filter((one) => (one.port ?? port) === port && (one.agency ?? officer.agency) === officer.agency && one.kinds.includes(kind)).map((one) => one.course)
        const qualifications = officer.qualifications.flatMap((held) => (held.validFrom <= day && day <= held.validTo ? [held.kind] : []))
        const mayCome = qualifications.length > 0 && untrained(officer, courses, day).length === 0
        const times = dutyTimesOf(cache, officer.id)
        // Of whom nobody has written down any hours there is no calendar.
        if (officer.shifts.length === 0 && times.length === 0) return []
        const shifts = merge([...officer.shifts.flatMap(({ weekday, from, to }) => openWithin({ weekdays: [weekday], from, to }, timeZone, span)), ...times.filter((time) => time.kind === 'shift')])
        const away = times.filter((time) => time.kind !== 'shift')
        return [{ id: officer.id, name: officer.name, agency: officer.agency, skills: officer.skills, qualifications, onDuty: mayCome ? subtract(shifts, away) : [], shifts: mayCome ? shifts : [] }]
      })
      .sort((a, b) => (a.id < b.id ? -1 : 1))
  }
}

/** Intervals in order, those that touch or overlap made one. */
function merge(intervals: readonly Interval[]): Interval[] {
  return [...intervals].sort((a, b) => a.from - b.from).reduce<Interval[]>((merged, next) => {
    const last = merged.at(-1)
    // A minute between 23:59 and midnight is how calendars write all day.
    if (last === undefined || next.from > last.to + 60_000) return [...merged, next]
    return [...merged.slice(0, -1), { from: last.from, to: next.to > last.to ? next.to : last.to }]
  }, [])
}
