import { inForce, type Instant } from '../../kernel/instant.ts'
import type { Pack } from '../../kernel/pack.ts'
import type { Refusal } from '../../kernel/refusal.ts'
import type { RegisterCache } from '../register/public.ts'
import { mayBeAssigned } from './domain/may-be-assigned.ts'
import { officers } from './officers.ts'

/** Why members of a crew may not do a task of an agency at a port at a moment; empty when all may. */
export type CrewFaults = (crew: readonly string[], agency: string, port: string, at: Instant) => Refusal[]

/** The calendar day of a moment in a time zone, as `YYYY-MM-DD`. */
function dayAt(moment: Instant, timeZone: string): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(moment)
}

/**
 * Crews against the register of officers (JI-22): whoever is assigned is in it, of that agency, with an enforcement qualification valid on the
 * day in port time. An agency that keeps nobody of the port in the register is not held to it.
 */
export function crewFaults(cache: RegisterCache, law: () => Pack): CrewFaults {
  return (crew, agency, port, at) => {
    const known = [...cache.versions(officers).values()].flatMap((versions) => versions.find((version) => inForce(version, at))?.data ?? [])
    if (!known.some((officer) => officer.agency === agency && officer.port === port)) return []
    const day = dayAt(at, law().ports.find((one) => one.code === port)?.timeZone ?? 'UTC')
    return crew.flatMap((id, place) => {
      const officer = known.find((one) => one.id === id)
      const faults: Refusal[] = officer === undefined ? [{ code: 'officers/unknown', facts: { officer: id }, agency, clause: 'JI-22' }] : mayBeAssigned(officer, { agency, qualifications: [] }, day)
      return faults.map((fault) => ({ ...fault, pointer: `/crew/${place}` }))
    })
  }
}
