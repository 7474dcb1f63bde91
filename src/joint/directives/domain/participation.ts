import { inForce, type Instant } from '../../../kernel/instant.ts'
import type { ObjectKind, Participants } from '../../../kernel/pack.ts'
import type { Refusal } from '../../../kernel/refusal.ts'

/** Who inspects a kind of object at a port at a moment (JI-01…JI-05): the port's own entry before the general one; undefined when nobody does. */
export function participantsFor(participants: readonly Participants[], port: string, kind: ObjectKind, at: Instant): Participants | undefined {
  const entries = participants.filter((entry) => entry.objectKind === kind && (entry.port === undefined || entry.port === port) && inForce(entry, at))
  return entries.find((entry) => entry.port === port) ?? entries[0]
}

/** Whether an agency has a part in inspecting, with or without a note of its legal basis. */
export function takesPart(entry: Participants, agency: string): boolean {
  return entry.required.includes(agency) || entry.optional.includes(agency) || entry.withLegalBasis?.includes(agency) === true
}

/** Whether an agency may want this kind of object inspected here; an agency not offered by default needs a note of its legal basis (JI-01, JI-03). */
export function checkParticipation(entry: Participants | undefined, kind: ObjectKind, agency: string, legalBasis: string | undefined): Refusal | undefined {
  if (entry === undefined) return { code: 'directives/kind-not-inspected', pointer: '/object/kind', facts: { kind } }
  if (entry.required.includes(agency) || entry.optional.includes(agency)) return undefined
  if (entry.withLegalBasis?.includes(agency) === true) {
    return legalBasis === undefined ? { code: 'directives/legal-basis-required', pointer: '/legalBasis', facts: { agency, kind }, clause: entry.clause } : undefined
  }
  return { code: 'directives/agency-not-participant', pointer: '/object/kind', facts: { agency, kind, participants: [...entry.required, ...entry.optional].join(', ') }, clause: entry.clause }
}
