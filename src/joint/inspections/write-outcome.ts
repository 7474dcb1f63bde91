import { must } from '../../kernel/invariant.ts'
import { enqueue } from '../../platform/jobs/public.ts'
import { append } from '../../platform/ledger/append.ts'
import type { LedgerFact } from '../../platform/ledger/fact.ts'
import { oweNotices } from '../../platform/notices/public.ts'
import { findCollisions, followInspection, saveCollisions } from '../collisions/public.ts'
import { moveDirectives, placeDirectives } from '../directives/public.ts'
import { findSharedAgencies, followDisposition, insertResults } from '../results/public.ts'
import type { Decision } from './domain/decide.ts'
import { findTask, type Inspection } from './domain/inspection.ts'
import { overall } from './domain/lots.ts'
import { giveBack } from './give-back.ts'
import type { Room } from './room.ts'
import { inspectionFacts } from './inspection-facts.ts'
import { tell } from './inspection-notices.ts'
import type { Seen, Told } from './step.ts'
import type { KeptTerms } from './terms.ts'
import { insertAnswers, insertDisposition, insertHandling, insertPresences, insertTerms, markTasksGone, saveInspections } from './write-store.ts'

/** The version after a change. */
const bumped = (inspection: Inspection): Inspection => ({ ...inspection, version: inspection.version + 1 })

/**
 * Writes what an act brought about: inspections with what was recorded in them, the directives and matches that follow them, ledger facts, notices.
 * Only the pipeline calls it. `terms`: those a session begins under. Gives the inspection acted upon as it now is.
 */
export async function writeOutcome(seen: Seen, decision: Decision, rooms: readonly Room[], told: Told, terms: KeptTerms | undefined): Promise<Inspection> {
  const { tx, context } = seen
  const changed = [decision, ...rooms.flatMap((room) => room.changed)]
  const acted = bumped(decision.inspection)
  const after = [acted, ...changed.slice(1).map(({ inspection }) => bumped(inspection))]
  const { port } = acted
  await saveInspections(tx, [...after, ...(told.created ?? [])])
  await markTasksGone(tx, port, acted.id, told.gone ?? [])
  if (decision.handling !== undefined) await insertHandling(tx, port, decision.handling)
  if (told.decision !== undefined) {
    const { agency, disposition, about } = told.decision
    await insertDisposition(tx, port, acted.id, agency, context.newId(), disposition, about)
    // What an agency found is written down when the session ends; a decision after that changes it.
    const whole = overall(must(findTask(acted, agency), 'who decides is a party')) ?? disposition
    if (acted.state === 'closed' && told.results === undefined) await followDisposition(tx, port, acted.id, agency, whole.code, whole.effect)
  }
  await insertAnswers(tx, port, told.answers ?? [])
  await insertPresences(tx, port, told.presences ?? [])
  if (terms !== undefined) await insertTerms(tx, port, acted.id, context.now, { procedures: terms.procedures, warnings: terms.warnings })
  await insertResults(tx, told.results ?? [])
  await placeDirectives(tx, port, told.placed ?? [])
  if (told.directives !== undefined) await moveDirectives(tx, port, acted.tasks.flatMap((task) => [...task.directives]), told.directives)
  const followed = new Map(after.flatMap((inspection) => (inspection.collision === undefined ? [] : [[inspection.collision, inspection] as const])))
  const before = await findCollisions(tx, port, [...followed.keys()])
  const collisions = before.flatMap((collision) => {
    const inspection = followed.get(collision.id)
    const next = inspection === undefined ? collision : followInspection(collision, inspection, context.now)
    return next === collision ? [] : [next]
  })
  await saveCollisions(tx, collisions)
  const freed = await giveBack(tx, port, [[seen.inspection, acted]], context.now)
  const shared = told.results === undefined ? [] : await findSharedAgencies(tx, port, acted.id)
  // Who was given the results knows nothing of the inspection: what they may hear of is the result (DC-11).
  const given = shared.length === 0 ? [] : (told.results ?? []).map((result): LedgerFact => ({ port, subjectKind: 'result', subjectId: result.id, type: 'ResultsShared', payload: { agencies: shared } }))
  await append(tx, context, [...changed.flatMap(({ inspection, facts }) => inspectionFacts(inspection, facts)), ...rooms.flatMap((room) => room.facts ?? []), ...freed, ...given, ...(told.facts ?? [])])
  const results = shared.flatMap((code) => tell(acted, 'ResultsShared', { agency: code }, [{ kind: 'agency', code }]))
  await oweNotices(tx, context, [...(told.notices ?? []), ...results, ...rooms.flatMap((room) => room.notices)])
  await enqueue(tx, context, ...(told.jobs ?? []))
  return acted
}
