import type { Interval } from '../../../kernel/instant.ts'
import { overlaps } from '../../../kernel/instant.ts'
import type { MethodRule } from '../../../kernel/pack.ts'
import type { Refusal } from '../../../kernel/refusal.ts'

/** What of an officer bears on being assigned to a task. */
export interface Assignable {
  readonly id: string
  readonly name: string
  readonly agency: string
  readonly qualifications: readonly { readonly kind: string; readonly number: string; readonly validFrom: string; readonly validTo: string }[]
  readonly training?: readonly { readonly course: string; readonly passedOn: string; readonly validTo?: string | undefined }[] | undefined
}

/**
 * Whether an officer may be put on a task of an agency on a day (`YYYY-MM-DD` in port time): own agency, and for every kind of qualification the
 * task asks for one that is valid that day; where none is asked for, at least one valid (JI-22). Each missing one is named with when it ended.
 */
export function mayBeAssigned(officer: Assignable, task: { readonly agency: string; readonly qualifications: readonly string[] }, day: string): Refusal[] {
  const refusals: Refusal[] = []
  if (officer.agency !== task.agency) refusals.push({ code: 'officers/other-agency', facts: { officer: officer.id, agency: task.agency }, agency: task.agency, clause: 'JI-22' })
  const valid = officer.qualifications.filter((held) => held.validFrom <= day && day <= held.validTo)
  const missing = task.qualifications.filter((kind) => !valid.some((held) => held.kind === kind))
  if (task.qualifications.length === 0 && valid.length === 0) missing.push('')
  for (const kind of missing) {
    const last = officer.qualifications.filter((held) => (kind === '' || held.kind === kind) && held.validTo < day).sort((a, b) => (a.validTo < b.validTo ? 1 : -1))[0]
    if (last === undefined) refusals.push({ code: 'officers/not-qualified', facts: { officer: officer.id, kind, day }, agency: officer.agency, clause: 'JI-22' })
    else refusals.push({ code: 'officers/qualification-expired', facts: { officer: officer.id, number: last.number, ended: last.validTo, day }, agency: officer.agency, clause: 'JI-22' })
  }
  return refusals
}

/**
 * What a crew has not got among its members on a day for the methods it looks by: a specialist of what only specialists do (专业对口, JI-21), the kind of
 * qualification a method asks for (JI-22). Of an empty crew nothing: that it is empty is refused elsewhere.
 */
export function lackingTogether(crew: readonly (Assignable & { readonly skills: readonly string[] })[], methods: readonly Pick<MethodRule, 'method' | 'speciality' | 'qualification'>[], day: string): Refusal[] {
  if (crew.length === 0) return []
  const officers = crew.map(({ id }) => id).join(', ')
  return methods.flatMap(({ method, speciality, qualification }): Refusal[] => {
    const isLicensed = crew.some(({ qualifications }) => qualifications.some((held) => held.kind === qualification && held.validFrom <= day && day <= held.validTo))
    return [
      ...(speciality === true && !crew.some(({ skills }) => skills.includes(method)) ? [{ code: 'officers/no-specialist', facts: { officers, method }, clause: 'JI-21' }] : []),
      ...(qualification === undefined || isLicensed ? [] : [{ code: 'officers/none-qualified', facts: { officers, method, kind: qualification, day }, clause: 'JI-22' }]),
    ]
  })
}

/** Courses an officer has not passed by a day, or passed too long ago (GV-10); empty when trained for all of them. */
export function untrained(officer: Assignable, courses: readonly string[], day: string): Refusal[] {
  return courses
    .filter((course) => officer.training?.some((done) => done.course === course && done.passedOn <= day && (done.validTo === undefined || day <= done.validTo)) !== true)
    .map((course) => ({ code: 'officers/not-trained', facts: { officer: officer.id, course, day }, agency: officer.agency, clause: 'GV-10' }))
}

/** A time an officer is away. */
export interface Absence extends Interval {
  readonly kind: string
}

/** Whether an officer is away at some time of a span (JI-07); being off shift is no absence: extra hours are the agency's own affair. */
export function refuseAbsent(officer: Assignable, absences: readonly Absence[], span: Interval): Refusal[] {
  const away = absences.find((absence) => overlaps(absence, span) && absence.to > span.from && absence.from < span.to)
  return away === undefined ? [] : [{ code: 'officers/absent', facts: { officer: officer.id, kind: away.kind }, agency: officer.agency, clause: 'JI-07' }]
}
