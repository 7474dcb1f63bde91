import { inForce, parseInstant, type Interval } from '../../kernel/instant.ts'
import type { Pack } from '../../kernel/pack.ts'
import { parameterValue } from '../../kernel/parameter.ts'
import type { Refusal } from '../../kernel/refusal.ts'
import type { RegisterCache } from '../register/public.ts'
import { lackingTogether, mayBeAssigned, refuseAbsent, untrained } from './domain/may-be-assigned.ts'
import { dutyTimes } from './duty-times.ts'
import { officers } from './officers.ts'
import { requiredTraining } from './required-training.ts'

/** A task somebody is to be put on. */
export interface CrewTask {
  readonly agency: string
  readonly port: string
  readonly kind: 'joint' | 'single' | 'boarding'
  readonly span: Interval
  /** By which methods the crew looks. */
  readonly methods: readonly string[]
}

/** Why members of a crew may not do a task; empty when all may. */
export type CrewFaults = (crew: readonly string[], task: CrewTask) => Refusal[]

/** The calendar day of a moment in a time zone, as `YYYY-MM-DD`. */
export function dayAt(moment: Interval['from'], timeZone: string): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(moment)
}

/**
 * Crews against the register of officers: whoever is assigned is in it, of that agency, with an enforcement qualification valid on the day in port
 * time (JI-22), trained for the kind of work (GV-10) and not away (JI-07); among them are the specialists and the qualifications its methods ask for (JI-21,
 * JI-22). Only where a port says so (`joint.crews`: 0) an agency that keeps nobody of it in the register is not held to it.
 */
export function crewFaults(cache: RegisterCache, law: () => Pack): CrewFaults {
  return (crew, { agency, port, kind, span, methods }) => {
    const at = span.from
    const inForceNow = <D extends object>(versions: ReadonlyMap<string, readonly { readonly data: D; readonly validFrom: typeof at; readonly validTo?: typeof at }[]>): D[] =>
      [...versions.values()].flatMap((each) => each.find((version) => inForce(version, at))?.data ?? [])
    const known = inForceNow(cache.versions(officers))
    if (parameterValue(law(), 'joint.crews', at, { port }) === 0 && !known.some((officer) => officer.agency === agency && officer.port === port)) return []
    const day = dayAt(at, law().ports.find((one) => one.code === port)?.timeZone ?? 'UTC')
    const courses = inForceNow(cache.versions(requiredTraining))
      .filter((required) => (required.port ?? port) === port && (required.agency ?? agency) === agency && required.kinds.includes(kind))
      .map((required) => required.course)
    const rules = law().methods.filter((rule) => inForce(rule, at) && methods.includes(rule.method))
    const together = lackingTogether(crew.flatMap((id) => known.find((one) => one.id === id && one.agency === agency) ?? []), rules, day)
    const each = crew.flatMap((id, place) => {
      const officer = known.find((one) => one.id === id)
      const faults: Refusal[] =
        officer === undefined
          ? [{ code: 'officers/unknown', facts: { officer: id }, agency, clause: 'JI-22' }]
          : [...mayBeAssigned(officer, { agency, qualifications: [] }, day), ...untrained(officer, courses, day), ...refuseAbsent(officer, absencesOf(cache, id), span)]
      return faults.map((fault) => ({ ...fault, pointer: `/crew/${place}` }))
    })
    return [...each, ...together.map((fault) => ({ ...fault, agency, pointer: '/crew' }))]
  }
}

/** When an officer is away, by the newest version of each entry of the register. */
function absencesOf(cache: RegisterCache, officer: string): (Interval & { readonly kind: string })[] {
  return dutyTimesOf(cache, officer).filter(({ kind }) => kind !== 'shift')
}

/** Extra shifts and absences of an officer that stand: entries that were ended no longer do. */
export function dutyTimesOf(cache: RegisterCache, officer: string): (Interval & { readonly kind: string })[] {
  return [...cache.versions(dutyTimes).values()].flatMap(([newest]) => {
    if (newest === undefined || newest.validTo !== undefined || newest.data.officer !== officer) return []
    const [from, to] = [parseInstant(newest.data.from), parseInstant(newest.data.to)]
    return from === undefined || to === undefined ? [] : [{ kind: newest.data.kind, from, to }]
  })
}
