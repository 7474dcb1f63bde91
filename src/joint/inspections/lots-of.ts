import type { Actor } from '../../kernel/actor.ts'
import type { Refusal } from '../../kernel/refusal.ts'
import { ok, refuse, type Result } from '../../kernel/result.ts'
import type { Queryable } from '../../platform/database/database.ts'
import { findDeclaredGoods, findDeclarants } from '../../window/declarations/public.ts'
import type { InspectionEvent } from './domain/event.ts'
import type { Inspection } from './domain/inspection.ts'
import { itemKey, lotKey } from './domain/lots.ts'
import { sightOf } from './domain/may-act.ts'

/** A lot of what is looked at: one declaration's goods, with the lines of it that lie in the box. */
export interface Lot {
  readonly declaration: string
  readonly number: string
  readonly declarant: string
  readonly lines: readonly number[]
}

/** The lots an inspection concerns, by number; of a container only the lines that are said to lie in it, all where none says so. */
export async function lotsOf(db: Queryable, inspection: Inspection): Promise<Lot[]> {
  const goods = inspection.declarations.length === 0 ? [] : await findDeclaredGoods(db, inspection.port, inspection.declarations)
  return goods
    .map(({ id, number, declarant, items }) => {
      const here = inspection.object.kind === 'container' ? items.filter((item) => item.containers?.includes(inspection.object.ref) === true) : items
      return { declaration: id, number, declarant, lines: (here.length === 0 ? items : here).map((item) => item.line) }
    })
    .sort((a, b) => (a.number < b.number ? -1 : 1))
}

/** The declarations of the actor's enterprise among those of inspections; none for whoever is no trader. One question per port. */
export async function ownDeclarations(db: Queryable, actor: Actor, inspections: readonly Pick<Inspection, 'port' | 'declarations'>[]): Promise<ReadonlySet<string>> {
  const own = new Set<string>()
  if (sightOf(actor) !== 'enterprise') return own
  for (const port of new Set(inspections.map((inspection) => inspection.port))) {
    const ids = new Set(inspections.flatMap((inspection) => (inspection.port === port ? inspection.declarations : [])))
    for (const [id, declarant] of await findDeclarants(db, port, [...ids])) if (declarant === actor.enterprise) own.add(id)
  }
  return own
}

/** The keys of lots and lines as people name them; what is not looked at here is refused. */
export function keysOfLots(lots: readonly Lot[], refs: readonly string[]): Result<readonly string[]> {
  const known = new Map(lots.flatMap(({ declaration, number, lines }): [string, string][] => [[number, lotKey(declaration)], ...lines.map((line): [string, string] => [`${number}/${line}`, itemKey(declaration, line)])]))
  const [first, ...rest] = refs.flatMap((ref, i): Refusal[] => (known.has(ref) ? [] : [{ code: 'inspections/lot-not-here', pointer: `/lots/${i}`, facts: { ref, lots: lots.map((lot) => lot.number).join(', ') || '–' }, clause: 'TM-06' }]))
  return first === undefined ? ok([...new Set(refs.flatMap((ref) => known.get(ref) ?? []))]) : refuse(first, ...rest)
}

/** The keys a decision was about; undefined when about everything. */
export function aboutOf(facts: readonly InspectionEvent[]): readonly string[] | undefined {
  return facts.find((fact) => fact.type === 'DispositionRecorded')?.payload.about
}
