import type { Tx } from '../../platform/database/database.ts'
import { settleRelease, type ReleaseCase, type Work } from '../../clear/release/public.ts'
import type { Method } from '../../kernel/pack.ts'
import { lockCases, type DeclarationCase } from '../../window/declarations/public.ts'
import { derivedDirectives, findAnswers } from '../directives/public.ts'
import type { Arranging } from './arrange.ts'
import { isChecklistClosed, type Inspection, type Task } from './domain/inspection.ts'
import { dispositionOn } from './domain/lots.ts'
import { findInspectionsOfDeclarations } from './store.ts'

/** What release sees of an agency's task: its decision on the goods of this declaration, which may lie in a box with others (TM-06). */
function workOf(inspection: Inspection, task: Task, declaration: string): Work {
  const disposition = dispositionOn(task, declaration)
  const sample = task.duties.find((duty) => duty.code === 'sample')
  return {
    agency: task.agency,
    about: inspection.id,
    methods: task.duties.flatMap((duty) => (duty.kind === 'method' ? [duty.code as Method] : [])),
    sample: sample === undefined ? 'none' : sample.done === undefined || sample.done.outcome === 'omitted' ? 'due' : 'taken',
    finished: inspection.state === 'closed' && isChecklistClosed(task),
    ...(disposition === undefined ? {} : { effect: disposition.effect }),
  }
}

/**
 * All work on the goods of declarations that are still kept: every task of an inspection that stands, and every check the assessment wants whose directive has not
 * come in yet, so that goods are not let go between a decision and a directive that is still on its way.
 */
export async function workOn(tx: Tx, port: string, declarations: readonly string[]): Promise<ReleaseCase[]> {
  return readWork(tx, port, (await lockCases(tx, port, declarations)).filter((declaration) => declaration.status === 'accepted' || declaration.status === 'held'))
}

/** As `workOn`, of cases the caller has read. */
export async function readWork(tx: Tx, port: string, cases: readonly DeclarationCase[]): Promise<ReleaseCase[]> {
  if (cases.length === 0) return []
  const inspections = await findInspectionsOfDeclarations(tx, port, cases.map(({ id }) => id))
  const wanted = cases.flatMap((declaration) => derivedDirectives(declaration).map((directive) => ({ declaration: declaration.id, directive })))
  const there = new Set((await findAnswers(tx, port, wanted.map(({ directive }) => directive.id))).map((directive) => directive.id))
  return cases.map((declaration) => {
    const own = inspections.filter((inspection) => inspection.declarations.includes(declaration.id))
    const coming = wanted.filter((each) => each.declaration === declaration.id && !there.has(each.directive.id))
    return {
      declaration,
      works: [
        ...own.flatMap((inspection) => inspection.tasks.map((task) => workOf(inspection, task, declaration.id))),
        ...coming.map(({ directive }): Work => ({ agency: directive.agency, about: directive.id, methods: directive.methods, sample: 'none', finished: false })),
      ],
      sites: [...new Set(own.flatMap((inspection) => inspection.site ?? []))],
    }
  })
}

/** Lets the goods of declarations go, keeps or refuses them, by the work as it now stands in this transaction (RR-04…RR-06). */
export async function settleGoods(tx: Tx, arranging: Arranging, declarations: readonly string[]): Promise<void> {
  if (declarations.length === 0) return
  await settleRelease(tx, arranging, arranging.pack, arranging.port, await workOn(tx, arranging.port, declarations))
}
