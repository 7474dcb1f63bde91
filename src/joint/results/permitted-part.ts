import type { Actor } from '../../kernel/actor.ts'
import type { Queryable } from '../../platform/database/database.ts'
import { findDeclarants } from '../../window/declarations/public.ts'
import { dispositionOn, gravest } from '../inspections/domain/lots.ts'
import type { InspectionResult } from './domain/result.ts'
import { findLotDecisions, type LotDecisions } from './store.ts'

/** What the trader whose goods they are reads of a result: `outcome` is absent while its own lots of a shared box are undecided. */
export type PermittedPart = Omit<InspectionResult, 'outcome'> & { readonly outcome?: InspectionResult['outcome'] }

/**
 * A result as it concerns the declarations of one owner (TM-06): where an agency has decided lot by lot, what it decided of the own ones stands for decision
 * and outcome; of others' goods nothing is told.
 */
export function partOf(result: InspectionResult, own: ReadonlySet<string>, decisions: Omit<LotDecisions, 'inspection' | 'agency'> | undefined): PermittedPart {
  const { outcome, disposition: _code, effect: _effect, ...rest } = result
  const declarations = result.declarations.filter((id) => own.has(id))
  if (decisions?.lots === undefined) return { ...result, declarations }
  const decided = gravest(declarations.flatMap((id) => dispositionOn({ agency: result.agency, directives: [], duties: [], crew: [], ...decisions }, id) ?? []))
  const told = outcome === 'not-looked' ? outcome : decided === undefined ? undefined : decided.effect === 'qualify' ? 'clear' : 'problem'
  return { ...rest, declarations, ...(told === undefined ? {} : { outcome: told }), ...(decided === undefined ? {} : { disposition: decided.code, effect: decided.effect }) }
}

/** The part of each result that a trader may read. */
export async function permittedParts(db: Queryable, actor: Actor, results: readonly InspectionResult[]): Promise<PermittedPart[]> {
  const own = new Set<string>()
  const ports = [...new Set(results.map((result) => result.port))]
  for (const port of ports) {
    const ids = new Set(results.flatMap((result) => (result.port === port ? result.declarations : [])))
    for (const [id, declarant] of await findDeclarants(db, port, [...ids])) if (declarant === actor.enterprise) own.add(id)
  }
  const decisions = await findLotDecisions(db, ports, results.flatMap(({ inspection }) => (inspection === undefined ? [] : [inspection])))
  return results.map((result) => partOf(result, own, decisions.find((one) => one.inspection === result.inspection && one.agency === result.agency)))
}
