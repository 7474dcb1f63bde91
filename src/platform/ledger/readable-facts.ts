import type { Context } from '../context.ts'
import { knownSubjects, subjectKey, tellRead, type Sights, type Subject } from '../sight/known-subjects.ts'
import type { LedgerSubject } from './fact.ts'

/** What is looked at to tell whether somebody may read a fact. */
export interface CutFact {
  readonly id: string
  readonly port: string
  readonly subject: LedgerSubject
  readonly related: readonly LedgerSubject[]
  /** For whom the actor acted: `agency:CUS`. */
  readonly of?: string | undefined
}

/** What a fact is about: of a delivery, what its notice is about. */
function aboutOf({ port, subject, related }: CutFact): Subject {
  const { kind, id } = subject.kind === 'notice' ? (related[0] ?? subject) : subject
  return { port, kind, id }
}

/**
 * The ids of those facts whose words an official may read: about subjects it may know of, and what its own agency has done (LB-09). That it reads them is
 * told to the modules whose subjects they are.
 */
export async function readableFacts(context: Context, sights: Sights, facts: readonly CutFact[]): Promise<ReadonlySet<string>> {
  const known = await knownSubjects(context, sights, facts.map(aboutOf))
  const { agency } = context.actor
  const readable = facts.filter((fact) => known.has(subjectKey(aboutOf(fact))) || (agency !== undefined && fact.of === `agency:${agency}`))
  await tellRead(context, sights, readable.map(aboutOf))
  return new Set(readable.map((fact) => fact.id))
}
