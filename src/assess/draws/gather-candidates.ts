import { inForce, plus, type Instant, type Interval } from '../../kernel/instant.ts'
import { parameterValue } from '../../kernel/parameter.ts'
import type { Queryable } from '../../platform/database/database.ts'
import { dayAt, mayBeAssigned, officers } from '../../registry/identity/public.ts'
import { enterprises } from '../../registry/parties/public.ts'
import { findAcceptedAfter, findDrawable, type AcceptancePlace, type AcceptedDeclaration } from '../../window/declarations/public.ts'
import { listedBefore, readAssigned } from './candidate-store.ts'
import type { DrawParts } from './deps.ts'
import type { ObjectCandidate, OfficerCandidate } from './domain/candidates.ts'
import { owed } from './domain/draw-list.ts'
import { workload } from './domain/workload.ts'
import { findOwed } from './drawn-store.ts'
import { interests } from './interests-register.ts'

/** So many acceptances are looked at in one go. */
const page = 10_000
/** Before every id. */
const nil = '00000000-0000-0000-0000-000000000000'

/** The salt of a candidate: that of the list a draw is made again of, so that everybody sees who left it; a new one otherwise. */
export type SaltOf = (kind: 'object' | 'officer', subject: string) => string

/** Finds the codes of the enterprises that a declaration names, whether by code or by a name of the register, in either language. */
type CodesOf = (parties: readonly string[]) => string[]

function codesAt({ cache }: DrawParts, now: Instant): CodesOf {
  const spelt = (name: string): string => name.normalize('NFKC').trim().toLowerCase()
  const codes = new Map<string, string[]>()
  for (const versions of cache.versions(enterprises).values()) {
    const data = versions.find((version) => inForce(version, now))?.data
    for (const name of data === undefined ? [] : [data.name.zh, data.name.en ?? data.name.zh]) codes.set(spelt(name), [...(codes.get(spelt(name)) ?? []), data?.code ?? ''])
  }
  return (parties) => [...new Set(parties.flatMap((party) => [party, ...(codes.get(spelt(party)) ?? [])]))]
}

const candidateOf = (codesOf: CodesOf, salt: SaltOf) => ({ id, riskLevel, parties }: AcceptedDeclaration): ObjectCandidate => ({
  subject: id, salt: salt('object', id), stratum: riskLevel, enterprises: codesOf(parties),
})

/** What goes onto a list, and the moment of acceptance up to which everything is on it or one before. */
export interface Gathered {
  readonly objects: readonly ObjectCandidate[]
  readonly gatheredTo: Instant
}

/**
 * What may be drawn: every declaration of the port accepted since a moment that was on no list of the agency before, the oldest first, up to `draws.list`;
 * the next list begins where this one ends. Nobody chooses them, so nobody can leave one out.
 */
export async function gatherObjects(db: Queryable, parts: DrawParts, port: string, agency: string, since: Instant, now: Instant, salt: SaltOf): Promise<Gathered> {
  const most = parameterValue(parts.law(), 'draws.list', now, { port })
  const taken: AcceptancePlace[] = []
  let after: AcceptancePlace = { acceptedAt: since, id: nil }
  for (let more = true; more && taken.length < most; ) {
    const accepted = await findAcceptedAfter(db, port, after, page)
    const before = await listedBefore(db, port, agency, accepted.map(({ id }) => id))
    taken.push(...accepted.filter(({ id }) => !before.has(id)))
    after = accepted.at(-1) ?? after
    more = accepted.length === page
  }
  const listed = taken.slice(0, most)
  const declarations = await findDrawable(db, port, listed.map(({ id }) => id))
  const gatheredTo = taken.length < most ? now : (listed.at(-1)?.acceptedAt ?? now)
  const waiting = await findDrawable(db, port, [...new Set((await findOwed(db, port, agency)).map(({ subject }) => subject))])
  const codesOf = codesAt(parts, now)
  return { objects: [...declarations.map(candidateOf(codesOf, salt)), ...waiting.map(candidateOf(codesOf, salt)).map((one) => ({ ...one, stratum: owed }))], gatheredTo }
}

/** The same objects again, for a draw that is made again: `subjects` with the stratum each had. What was owed a crew still is. */
export async function gatherSame(db: Queryable, parts: DrawParts, port: string, subjects: ReadonlyMap<string, string>, now: Instant, salt: SaltOf): Promise<ObjectCandidate[]> {
  const objects = (await findDrawable(db, port, [...subjects.keys()])).map(candidateOf(codesAt(parts, now), salt))
  return objects.map((one) => (subjects.get(one.subject) === owed ? { ...one, stratum: owed } : one))
}

/** Every inspector of the agency at the port, as the registers have them now (DR-02). */
export async function gatherOfficers(db: Queryable, { law, cache, calendars, engaged }: DrawParts, port: string, agency: string, duty: Interval, now: Instant, salt: SaltOf): Promise<OfficerCandidate[]> {
  await cache.refresh()
  const assigned = byOfficer(await readAssigned(db, port))
  const booked = byOfficer(await engaged(db, port))
  const capacity = parameterValue(law(), 'draws.capacity', now, { port })
  const day = dayAt(duty.from, law().ports.find((known) => known.code === port)?.timeZone ?? 'UTC')
  const calendar = new Map(calendars(port, 'single', duty, now).map((officer) => [officer.id, officer]))
  const held = [...cache.versions(interests).values()].flatMap((versions) => versions.find((version) => inForce(version, now))?.data ?? [])
  return [...cache.versions(officers).values()].flatMap((versions): OfficerCandidate[] => {
    const officer = versions.find((version) => inForce(version, now))?.data
    if (officer === undefined || officer.port !== port || officer.agency !== agency) return []
    const { onDuty, shifts } = calendar.get(officer.id) ?? { onDuty: [], shifts: [] }
    return [{
      subject: officer.id,
      salt: salt('officer', officer.id),
      qualified: mayBeAssigned(officer, { agency, qualifications: [] }, day).length === 0,
      onDuty,
      load: workload({ drawn: (assigned.get(officer.id) ?? []).map(({ directive }) => directive), engaged: booked.get(officer.id) ?? [], shifts, onDuty }, duty, capacity),
      interests: held.filter((one) => one.officer === officer.id).map((one) => one.enterprise),
    }]
  })
}

function byOfficer<T extends { readonly officer: string }>(all: readonly T[]): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const one of all) groups.set(one.officer, [...(groups.get(one.officer) ?? []), one])
  return groups
}

/** From when on declarations are looked at: the look-back of the pack before the end of the last list, or before now. Lists overlap in time, never in objects. */
export function lookFrom({ law }: DrawParts, port: string, gatheredTo: Instant | null, now: Instant): Instant {
  return plus(gatheredTo ?? now, -parameterValue(law(), 'draws.look-back', now, { port }))
}
