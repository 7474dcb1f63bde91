import type { Actor } from '../../kernel/actor.ts'
import { contextFor, type Machine } from '../context.ts'
import { isMeantFor, readsLedgerOf } from '../ledger/domain/may-read-ledger.ts'
import type { SealedFact } from '../ledger/tail-store.ts'
import { toSubject } from '../ledger/timeline.ts'
import { knownSubjects, subjectKey, type Sights, type Subject } from '../sight/known-subjects.ts'

/** What somebody is told of facts that were read together, in their order. */
export type ToldFacts = (actor: Actor, facts: readonly SealedFact[]) => Promise<SealedFact[]>

const subjectsOf = ({ port, related }: SealedFact): Subject[] => related.map((name) => ({ port, ...toSubject(name) }))

/** What a fact is about: of a delivery, what its notice is about. */
function aboutOf(fact: SealedFact): Subject {
  const [first] = fact.subjectKind === 'notice' ? subjectsOf(fact) : []
  return first ?? { port: fact.port, kind: fact.subjectKind, id: fact.subjectId }
}

/** All that sight looks at in an actor: who are alike in it know of the same subjects. */
const stanceOf = ({ kind, roles, agency, enterprise, site, ports }: Actor): string => JSON.stringify([kind, roles, agency, enterprise, site, ports])

/**
 * Cuts sealed facts to what each reader may know of, by the rule that cuts the ledger (LB-09): officials are told of facts about subjects they may know of, with
 * those of the related subjects they may know of too, and of what their own agency did; others of what is meant for them. Facts that many listeners receive
 * together are asked about once for all who stand alike, by one question per kind of subject, so the cost does not grow with the screens that are open.
 */
export function toldFacts(machine: Machine, sights: Sights): ToldFacts {
  const asked = new WeakMap<readonly SealedFact[], Map<string, Promise<ReadonlySet<string>>>>()
  const knownTo = (actor: Actor, facts: readonly SealedFact[]): Promise<ReadonlySet<string>> => {
    const answers = asked.get(facts) ?? new Map<string, Promise<ReadonlySet<string>>>()
    asked.set(facts, answers)
    const stance = stanceOf(actor)
    const known = answers.get(stance) ?? knownSubjects(contextFor(machine, actor), sights, facts.filter(({ port }) => readsLedgerOf(actor, port)).flatMap((fact) => [aboutOf(fact), ...subjectsOf(fact)]))
    answers.set(stance, known)
    return known
  }
  return async (actor, facts) => {
    const mine = facts.filter((fact) => readsLedgerOf(actor, fact.port) || isMeantFor(actor, fact))
    const known = mine.some(({ port }) => readsLedgerOf(actor, port)) ? await knownTo(actor, facts) : new Set<string>()
    return mine.flatMap((fact) => {
      if (!readsLedgerOf(actor, fact.port)) return [forOutsider(fact)]
      const told = known.has(subjectKey(aboutOf(fact))) || (actor.agency !== undefined && fact.of === `agency:${actor.agency}`) || isMeantFor(actor, fact)
      return told ? [{ ...fact, related: fact.related.filter((name) => known.has(subjectKey({ port: fact.port, ...toSubject(name) }))) }] : []
    })
  }
}

/** Of a box that several share nobody is told which other declarations are in it. */
function forOutsider(fact: SealedFact): SealedFact {
  const declarations = fact.related.filter((name) => name.startsWith('declaration:'))
  return declarations.length > 1 ? { ...fact, related: fact.related.filter((name) => !declarations.includes(name)) } : fact
}
