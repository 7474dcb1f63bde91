import { inForce, plus, type Instant, type Interval } from '../../kernel/instant.ts'
import { parameterValue } from '../../kernel/parameter.ts'
import type { Queryable } from '../../platform/database/database.ts'
import { dayAt, mayBeAssigned, officers } from '../../registry/identity/public.ts'
import { findAcceptedSince, findDrawable, type AcceptedDeclaration } from '../../window/declarations/public.ts'
import { listedBefore, readLoads } from './candidate-store.ts'
import type { DrawParts } from './deps.ts'
import type { ObjectCandidate, OfficerCandidate } from './domain/candidates.ts'
import { interests } from './interests-register.ts'

/** Most objects of one draw; what is beyond comes into the next. */
const most = 20_000

/** The salt of a candidate: that of the list a draw is made again of, so that everybody sees who left it; a new one otherwise. */
export type SaltOf = (kind: 'object' | 'officer', subject: string) => string

function candidateOf(declaration: AcceptedDeclaration, salt: SaltOf): ObjectCandidate {
  return { subject: declaration.id, salt: salt('object', declaration.id), stratum: declaration.riskLevel, enterprises: [declaration.declarant, declaration.consignee] }
}

/**
 * What may be drawn: every declaration of the port accepted since a moment that was on no list of the agency before. Nobody chooses them, so nobody can
 * leave one out.
 */
export async function gatherObjects(db: Queryable, port: string, agency: string, since: Instant, salt: SaltOf): Promise<ObjectCandidate[]> {
  const accepted = await findAcceptedSince(db, port, since, most * 2)
  const before = await listedBefore(db, port, agency, accepted.map(({ id }) => id))
  return accepted.filter(({ id }) => !before.has(id)).slice(0, most).map((declaration) => candidateOf(declaration, salt))
}

/** The same objects again, for a draw that is made again. */
export async function gatherSame(db: Queryable, port: string, subjects: readonly string[], salt: SaltOf): Promise<ObjectCandidate[]> {
  return (await findDrawable(db, port, subjects)).map((declaration) => candidateOf(declaration, salt))
}

/** Every inspector of the agency at the port, as the registers have them now (DR-02). */
export async function gatherOfficers(db: Queryable, { law, cache, calendars }: DrawParts, port: string, agency: string, duty: Interval, now: Instant, salt: SaltOf): Promise<OfficerCandidate[]> {
  await cache.refresh()
  const loads = await readLoads(db, port)
  const day = dayAt(duty.from, law().ports.find((known) => known.code === port)?.timeZone ?? 'UTC')
  const onDuty = new Map(calendars(port, 'single', duty, now).map((officer) => [officer.id, officer.onDuty]))
  const held = [...cache.versions(interests).values()].flatMap((versions) => versions.find((version) => inForce(version, now))?.data ?? [])
  return [...cache.versions(officers).values()].flatMap((versions): OfficerCandidate[] => {
    const officer = versions.find((version) => inForce(version, now))?.data
    if (officer === undefined || officer.port !== port || officer.agency !== agency) return []
    return [{
      subject: officer.id,
      salt: salt('officer', officer.id),
      qualified: mayBeAssigned(officer, { agency, qualifications: [] }, day).length === 0,
      onDuty: onDuty.get(officer.id) ?? [],
      load: loads.get(officer.id) ?? 0,
      interests: held.filter((one) => one.officer === officer.id).map((one) => one.enterprise),
    }]
  })
}

/** From when on declarations are looked at: the look-back of the pack before the last list, or before now. Lists overlap in time, never in objects. */
export function lookFrom({ law }: DrawParts, port: string, lastFrozen: Instant | null, now: Instant): Instant {
  return plus(lastFrozen ?? now, -parameterValue(law(), 'draws.look-back', now, { port }))
}
