import type { Instant, Interval } from '../../../kernel/instant.ts'
import { overlaps } from '../../../kernel/instant.ts'
import { algorithm, identityOf, type DrawHead, type DrawList, type ObjectEntry, type OfficerEntry, type OutReason } from './draw-list.ts'

/** A consignment that may be drawn, as the agencies know it. */
export interface ObjectCandidate {
  readonly subject: string
  readonly salt: string
  readonly stratum: string
  /** Enterprises that have to do with it. */
  readonly enterprises: readonly string[]
}

/** An inspector of the agency as the registers have them. */
export interface OfficerCandidate {
  readonly subject: string
  readonly salt: string
  readonly qualified: boolean
  readonly onDuty: readonly Interval[]
  /** Places of their capacity that are taken (`workload`). */
  readonly load: number
  /** Enterprises they have an interest in. */
  readonly interests: readonly string[]
}

/** Who stands behind a code: what is not public. */
export interface Named {
  readonly kind: 'object' | 'officer'
  readonly code: string
  readonly subject: string
  readonly salt: string
}

/** Why an officer cannot be drawn; null when they can (DR-02). */
function outBecause({ qualified, onDuty, load }: OfficerCandidate, duty: { readonly from: Instant; readonly to: Instant }, capacity: number): OutReason | null {
  if (!qualified) return 'not-qualified'
  if (!onDuty.some((span) => overlaps(span, duty))) return 'off-duty'
  return load >= capacity ? 'at-capacity' : null
}

/**
 * The public list and who is behind its codes. Codes follow the order of the salted identities, so they say nothing about the candidates. Officers that
 * cannot be drawn stay on the list with the reason: a list that is shorter than the register shows.
 */
export function listOf(
  head: Omit<DrawHead, 'kind' | 'algorithm'>,
  objects: readonly ObjectCandidate[],
  officers: readonly OfficerCandidate[],
  duty: { readonly from: Instant; readonly to: Instant },
): { readonly list: DrawList; readonly named: readonly Named[] } {
  const people = coded('I', 3, 'officer', officers)
  const things = coded('O', 5, 'object', objects)
  const list: DrawList = {
    head: { kind: 'draw', algorithm, ...head },
    objects: things.map(({ code, identity, candidate }): ObjectEntry => ({
      kind: 'object', code, identity, stratum: candidate.stratum,
      conflicts: people.filter((person) => person.candidate.interests.some((one) => candidate.enterprises.includes(one))).map((person) => person.code),
    })),
    officers: people.map(({ code, identity, candidate }): OfficerEntry => ({ kind: 'officer', code, identity, load: candidate.load, out: outBecause(candidate, duty, head.rules.capacity) })),
  }
  const name = (kind: Named['kind']) => ({ code, candidate }: { readonly code: string; readonly candidate: { readonly subject: string; readonly salt: string } }): Named => ({ kind, code, subject: candidate.subject, salt: candidate.salt })
  return { list, named: [...things.map(name('object')), ...people.map(name('officer'))] }
}

function coded<C extends { readonly subject: string; readonly salt: string }>(letter: string, digits: number, kind: 'object' | 'officer', candidates: readonly C[]) {
  return candidates
    .map((candidate) => ({ candidate, identity: identityOf(candidate.salt, kind, candidate.subject) }))
    .sort((a, b) => (a.identity < b.identity ? -1 : 1))
    .map((one, i) => ({ ...one, code: `${letter}-${String(i + 1).padStart(digits, '0')}` }))
}

/** An officer whose standing is no longer what was frozen: shown, never acted upon. */
export interface RosterChange {
  readonly officer: string
  readonly was: OutReason | null
  readonly is: OutReason | 'gone' | null
}

/** What changed in the roster between the freeze and the draw. Loads are left out: inspections that end meanwhile are no change of the roster. */
export function rosterChanges(frozen: readonly OfficerEntry[], named: readonly Named[], now: readonly OfficerCandidate[], duty: { readonly from: Instant; readonly to: Instant }): RosterChange[] {
  return frozen.flatMap((entry): RosterChange[] => {
    const subject = named.find(({ kind, code }) => kind === 'officer' && code === entry.code)?.subject
    const candidate = now.find((one) => one.subject === subject)
    const is = candidate === undefined ? 'gone' : outBecause({ ...candidate, load: 0 }, duty, 1)
    const was = entry.out === 'at-capacity' ? null : entry.out
    return is === was ? [] : [{ officer: entry.code, was, is }]
  })
}
