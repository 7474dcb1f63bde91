import type { Tx } from '../../platform/database/database.ts'
import { settleRelease, type ReleaseCase } from '../../clear/release/public.ts'
import { findCases, lockCases, type DeclarationCase } from '../../window/declarations/public.ts'
import { derivedDirectives, findAsked, findAskedOfDeclarations } from '../directives/public.ts'
import type { Arranging } from './arrange.ts'
import { findTask, type Inspection } from './domain/inspection.ts'
import { worksOn, type AskedLook, type WantedLook } from './domain/outstanding.ts'
import { findInspectionsOfDeclarations } from './store.ts'

/**
 * All work on the goods of declarations that are still kept (`worksOn`), so that goods are not let go between a decision and a directive that is still on
 * its way, nor by taking a directive away.
 */
export async function workOn(tx: Tx, port: string, declarations: readonly string[]): Promise<ReleaseCase[]> {
  return readWork(tx, port, (await lockCases(tx, port, declarations)).filter((declaration) => declaration.status === 'accepted' || declaration.status === 'held'))
}

/** As `workOn`, of cases the caller has read. */
export async function readWork(tx: Tx, port: string, cases: readonly DeclarationCase[]): Promise<ReleaseCase[]> {
  if (cases.length === 0) return []
  const inspections = await findInspectionsOfDeclarations(tx, port, cases.map(({ id }) => id))
  const wanted = cases.map((declaration) => ({ declaration, looks: derivedDirectives(declaration) }))
  const asked = await askedFor(tx, port, wanted)
  return wanted.map(({ declaration, looks }) => ({
    declaration,
    works: worksOn(declaration.id, looks, asked, inspections),
    sites: [...new Set(inspections.flatMap((inspection) => (inspection.declarations.includes(declaration.id) && inspection.site !== undefined ? [inspection.site] : [])))],
  }))
}

/** The directives that answer wanted looks: their own, and where one of those was withdrawn or cut down all others about the goods. */
async function askedFor(tx: Tx, port: string, wanted: readonly { readonly declaration: DeclarationCase; readonly looks: readonly WantedLook[] }[]): Promise<readonly AskedLook[]> {
  const asked = new Map((await findAsked(tx, port, wanted.flatMap(({ looks }) => looks.map(({ id }) => id)))).map((directive) => [directive.id, directive]))
  const isCut = ({ id, methods }: WantedLook): boolean => {
    const directive = asked.get(id)
    return directive !== undefined && (directive.withdrawn || !methods.every((method) => directive.methods.includes(method)))
  }
  const cut = wanted.filter(({ looks }) => looks.some(isCut)).map(({ declaration }) => declaration.id)
  for (const directive of cut.length === 0 ? [] : await findAskedOfDeclarations(tx, port, cut)) asked.set(directive.id, directive)
  return [...asked.values()]
}

/** Methods by which the safety floor wants an agency's task to have looked (RR-22); asked only where the agency has left something out. */
export async function floorMethods(tx: Tx, inspection: Inspection, agency: string): Promise<readonly string[]> {
  const task = findTask(inspection, agency)
  if (task === undefined || !task.duties.some(({ done }) => done?.outcome === 'omitted' || done?.outcome === 'not-needed')) return []
  const looks = (await findCases(tx, inspection.port, inspection.declarations)).flatMap(derivedDirectives)
  return looks.filter((look) => look.floor && task.directives.includes(look.id)).flatMap(({ methods }) => methods)
}

/** Lets the goods of declarations go, keeps or refuses them, by the work as it now stands in this transaction (RR-04…RR-06). */
export async function settleGoods(tx: Tx, arranging: Arranging, declarations: readonly string[]): Promise<void> {
  if (declarations.length === 0) return
  await settleRelease(tx, arranging, arranging.pack, arranging.port, await workOn(tx, arranging.port, declarations))
}
