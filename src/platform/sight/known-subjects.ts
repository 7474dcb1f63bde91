import type { Context } from '../context.ts'
import { sightOfKind } from './domain/sight-of-kind.ts'

/** Something that notices and facts are about. */
export interface Subject {
  readonly port: string
  readonly kind: string
  readonly id: string
}

/** What a module says of the subjects of its kind that not every official of their port may know of (LB-09). */
export interface SubjectSight {
  /** Which of these subjects of one port the actor may know of. */
  readonly known: (context: Context, port: string, ids: readonly string[]) => Promise<ReadonlySet<string>>
  /** Told of those whose facts were given to the actor with what they say. */
  readonly onRead?: (context: Context, port: string, ids: readonly string[]) => Promise<void>
}

/** Who may know of subjects, by kind: `port` for every official of the port. A kind that is not here is hidden from officers. */
export type Sights = ReadonlyMap<string, SubjectSight | 'port'>

/** Names a subject in a set. */
export const subjectKey = ({ port, kind, id }: Subject): string => `${port} ${kind}:${id}`

/** Ids that can be a row's: what is no UUID is none, and no database is asked about it. */
export const rowIds = (ids: readonly string[]): string[] => ids.filter((id) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id))

/** Subjects of the kinds that have a sight of their own, by port and kind, each once. */
function byPortAndKind(subjects: readonly Subject[]): Map<string, { readonly port: string; readonly kind: string; readonly ids: Set<string> }> {
  const groups = new Map<string, { readonly port: string; readonly kind: string; readonly ids: Set<string> }>()
  for (const { port, kind, id } of subjects) {
    const group = groups.get(`${port} ${kind}`) ?? { port, kind, ids: new Set<string>() }
    groups.set(`${port} ${kind}`, group)
    group.ids.add(id)
  }
  return groups
}

/** Of these subjects the keys of those that the actor may know of: one question per port and kind, however many they are. */
export async function knownSubjects(context: Context, sights: Sights, subjects: readonly Subject[]): Promise<ReadonlySet<string>> {
  const known = new Set<string>()
  for (const { port, kind, ids } of byPortAndKind(subjects).values()) {
    const sight = sights.get(kind)
    const answer = sightOfKind(context.actor, sight === undefined || sight === 'port' ? sight : 'asked')
    const seen = answer === 'ask' && sight !== undefined && sight !== 'port' ? await sight.known(context, port, [...ids]) : answer === 'yes' ? ids : []
    for (const id of seen) known.add(subjectKey({ port, kind, id }))
  }
  return known
}

/** Tells the modules of these subjects that the actor has read what facts about them say. */
export async function tellRead(context: Context, sights: Sights, subjects: readonly Subject[]): Promise<void> {
  for (const { port, kind, ids } of byPortAndKind(subjects).values()) {
    const sight = sights.get(kind)
    if (sight !== undefined && sight !== 'port') await sight.onRead?.(context, port, [...ids])
  }
}
