import type { Pack } from '../../kernel/pack.ts'
import type { Context } from '../../platform/context.ts'
import type { Tx } from '../../platform/database/database.ts'
import { append, type LedgerFact } from '../../platform/ledger/append.ts'
import { resolveObjects, visitSpanOf } from '../../window/objects/public.ts'
import type { DeclarationCase } from '../../window/declarations/public.ts'
import { addDeclarations, findAskedOf, type Directive } from '../directives/public.ts'
import { linkDeclarations as linkToInspections } from '../inspections/public.ts'
import { lockPort } from '../ports.ts'

/**
 * Tells directives that came before the declaration of their goods (on a container announced by its carrier, or on the lorry they are on) which declarations they are about,
 * so that they stand on its time-line, its declarant is told, and the goods are not let go before they are answered.
 */
export async function linkDeclarations(context: Context, pack: Pack, port: string, declarations: readonly DeclarationCase[]): Promise<void> {
  if (declarations.length === 0) return
  await context.db.transaction(async (tx) => void (await linkIn(tx, context, pack, port, declarations)))
}

/** A directive and a declaration that it turned out to be about. */
export interface Linked {
  readonly directive: Directive
  readonly declaration: DeclarationCase
}

/** As `linkDeclarations`, in the open transaction, which is alone at the port from now on; gives what was linked. */
export async function linkIn(tx: Tx, context: Context, pack: Pack, port: string, declarations: readonly DeclarationCase[]): Promise<readonly Linked[]> {
  await lockPort(tx, port)
  const refs = declarations.map(({ id }) => ({ kind: 'consignment' as const, ref: id }))
  const resolved = await resolveObjects(tx, visitSpanOf(pack, context.now), port, refs, context.now)
  const known = declarations.flatMap((declaration, i) => {
    const resolution = resolved[i]
    return resolution?.ok === true ? [{ declaration, keys: new Set([...resolution.object.keys, ...(resolution.object.lorry === undefined ? [] : [resolution.object.lorry])]) }] : []
  })
  const asked = await findAskedOf(tx, port, [...new Set(known.flatMap(({ keys }) => [...keys]))])
  const links = asked.flatMap((directive) =>
    known
      .filter(({ declaration, keys }) => !directive.declarations.includes(declaration.id) && directive.keys.some(({ key }) => keys.has(key)))
      .map(({ declaration }) => ({ directive, declaration })),
  )
  if (links.length === 0) return []
  await addDeclarations(tx, port, links.map(({ directive, declaration }) => ({ id: directive.id, declaration: declaration.id, party: declaration.declarant })))
  const ofInspections = links.flatMap(({ directive, declaration }) => (directive.inspection === undefined ? [] : [{ id: directive.inspection, declaration: declaration.id, party: declaration.declarant }]))
  await linkToInspections(tx, port, ofInspections)
  const facts = links.map(({ directive, declaration }): LedgerFact => {
    const related = [{ kind: 'declaration', id: declaration.id }, ...(directive.inspection === undefined ? [] : [{ kind: 'joint-inspection', id: directive.inspection }])]
    return { port, subjectKind: 'directive', subjectId: directive.id, type: 'DirectiveLinkedToDeclaration', payload: { agency: directive.agency, declaration: declaration.id, number: declaration.number }, related }
  })
  await append(tx, context, facts)
  return links
}
