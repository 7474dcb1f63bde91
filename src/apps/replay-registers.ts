import { memoranda } from '../joint/agreements/public.ts'
import type { InspectionParts } from '../joint/inspections/public.ts'
import { instant } from '../kernel/instant.ts'
import type { RegisterCache, Version } from '../registry/register/public.ts'
import { equipment } from '../registry/resources/public.ts'
import type { ReplayProfile } from '../watch/replay/public.ts'

const longSince = instant('1990-01-01T00:00:00Z')

/**
 * Registers of a replay's made-up parties: a memorandum between its agencies, and the equipment at its place. Gates and bookings ask them as they
 * ask those of the product, so that a simulated act that would be stopped is stopped.
 */
export function simulatedRegisters({ name, port, agencies, site, equipment: kinds }: ReplayProfile): RegisterCache {
  const entry = { code: name, title: { zh: name, en: name }, port, parties: agencies.map(({ code }) => code), signedOn: '1990-01-01', from: '1990-01-01', to: '2999-12-31' }
  const pieces = kinds.flatMap(({ kind, owner, pieces: { members } }) => members.map((code) => equipment.schema.parse({ code, name: { zh: code, en: code }, port, site: site.id, kind, owner, capacity: 1 })))
  const kept: ReadonlyMap<string, ReadonlyMap<string, readonly Version<object>[]>> = new Map<string, ReadonlyMap<string, readonly Version<object>[]>>([
    [memoranda.name, new Map([[entry.code, [{ data: entry, version: 1, validFrom: longSince }]]])],
    [equipment.name, new Map(pieces.map((data) => [data.code, [{ data, version: 1, validFrom: longSince }]]))],
  ])
  const versions: RegisterCache['versions'] = <Data extends object>(register: { readonly name: string }) => (kept.get(register.name) ?? new Map()) as ReadonlyMap<string, readonly Version<Data>[]>
  return {
    revision: () => 0,
    versions,
    find: (register, key) => versions(register).get(key)?.[0]?.data,
    refresh: () => Promise.resolve(),
    onChange: () => () => undefined,
    stop: () => Promise.resolve(),
  }
}

/** Crews of a replay: members of the agency's own teams, and reserves that bear its name; nobody else is anybody's officer. */
export function simulatedCrews({ agencies }: ReplayProfile): InspectionParts['crews'] {
  const teams = new Map(agencies.map(({ code, crews }) => [code, new Set(crews.members)]))
  return (crew, { agency }) =>
    crew.flatMap((officer, place) => (teams.get(agency)?.has(officer) === true || officer.startsWith(`${agency}-R`) ? [] : [{ code: 'officers/unknown', pointer: `/crew/${place}`, facts: { officer }, agency, clause: 'JI-22' }]))
}
