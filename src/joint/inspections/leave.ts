import { ok, type Result } from '../../kernel/result.ts'
import { must } from '../../kernel/invariant.ts'
import type { Tx } from '../../platform/database/database.ts'
import { append } from '../../platform/ledger/append.ts'
import { oweNotices, type NewNotice } from '../../platform/notices/public.ts'
import { collidingOf, findCollisions, followInspection, saveCollisions, stayTogether } from '../collisions/public.ts'
import { findDirectives, participantsFor, type Directive } from '../directives/public.ts'
import { nameOfKey } from '../object-names.ts'
import { planArrangement, writeArrangement, type Arranging } from './arrange.ts'
import { dutiesOf, findTask, requiredTask, type Inspection, type InspectionFact } from './domain/inspection.ts'
import { withdraw } from './domain/leave.ts'
import { neededTime } from './domain/needed-time.ts'
import { giveBack } from './give-back.ts'
import { inspectionFacts } from './inspection-facts.ts'
import { recipientsOf, tell } from './inspection-notices.ts'
import { takeInspections } from './store.ts'
import { markTasksGone, saveInspections } from './write-store.ts'

/** What became of an inspection that a directive left, and how to tell those concerned. */
export interface LeftInspection {
  readonly became: 'single' | 'cancelled' | 'smaller'
  readonly object: Inspection['object']
  /** Directives that only the one that left held together with the rest: to be matched anew. */
  readonly parted: readonly Directive[]
  readonly notices: (type: string, facts: Readonly<Record<string, string>>) => NewNotice[]
}

/** Takes directives out of an inspection one after the other; `others` are those of it that are known, the leaving ones among them or not. */
async function takeOut(tx: Tx, arranging: Arranging, before: Inspection, out: readonly Directive[], others: readonly Directive[], whyOf: (position: number) => string): Promise<Result<{ after: Inspection; became: LeftInspection['became'] }>> {
  const { port, now } = arranging
  const boarded = participantsFor(arranging.pack.participants, port, before.object.kind, now)
  let rest: Inspection = before
  let became: LeftInspection['became'] = 'smaller'
  const facts: InspectionFact[] = []
  for (const [i, leaving] of out.entries()) {
    const task = findTask(rest, leaving.agency)
    const gone = new Set(out.slice(0, i + 1).map(({ id }) => id))
    const staying = others.filter((other) => task?.directives.includes(other.id) === true && !gone.has(other.id))
    const answered = new Map((task?.duties ?? []).map((duty) => [duty.code, duty]))
    const decided = withdraw(rest, leaving.id, dutiesOf(staying).map((duty) => answered.get(duty.code) ?? duty), whyOf(i), requiredTask(boarded, leaving.agency))
    if (!decided.ok) return decided
    rest = decided.value.inspection
    if (decided.value.became !== 'smaller') became = decided.value.became
    facts.push(...decided.value.facts)
  }
  const left = new Set(out.map(({ id }) => id))
  const after: Inspection = { ...rest, window: neededTime(before, others.filter(({ id }) => !left.has(id))), version: before.version + 1 }
  await saveInspections(tx, [after])
  await markTasksGone(tx, port, before.id, before.tasks.filter((each) => findTask(after, each.agency) === undefined).map((each) => each.agency))
  const collisions = await findCollisions(tx, port, before.collision === undefined ? [] : [before.collision])
  await saveCollisions(tx, collisions.map((collision) => followInspection(collision, after, now)).filter((next, i) => next !== collisions[i]))
  await append(tx, arranging, [...inspectionFacts(before, facts), ...(await giveBack(tx, port, [[before, after]], now))])
  return ok({ after, became })
}

/** What those who are left are told of what their inspection has become: a single one, and agreed, where everybody else had said yes (DC-09). */
const restTold = (before: Inspection, after: Inspection, became: LeftInspection['became']): NewNotice[] => [
  ...(became === 'single' ? tell(after, 'InspectionBecameSingle') : []),
  ...(after.state === 'agreed' && before.state !== 'agreed' ? tell(after, 'InspectionAgreed') : []),
]

const noLongerMet = 'no longer met'
const withoutInspection = ({ inspection: _left, ...other }: Directive): Directive => other

/** Those of an inspection's directives that met the rest only through one that has left. */
function partedOf(others: readonly Directive[], { pack }: Arranging): readonly Directive[] {
  const together = stayTogether(others.map(collidingOf), pack)
  return others.filter((other) => !together.has(other.id))
}

/**
 * Takes a directive out of its inspection (DC-12). Of a joint inspection with one agency left remains a single one with the slot it had, of one
 * with nobody left nothing; the match follows, and what met the rest only through it leaves too. The caller holds the port's lock.
 */
export async function leaveInspection(tx: Tx, arranging: Arranging, directive: Directive, why: string): Promise<Result<LeftInspection>> {
  const { port } = arranging
  const [inspection] = await takeInspections(tx, port, directive.inspection === undefined ? [] : [directive.inspection])
  const before = must(inspection, 'an open directive has its inspection')
  const others = await findDirectives(tx, port, before.tasks.flatMap((task) => task.directives.filter((id) => id !== directive.id)))
  const parted = partedOf(others, arranging)
  const left = await takeOut(tx, arranging, before, [directive, ...parted], others, (position) => (position === 0 ? why : noLongerMet))
  if (!left.ok) return left
  const { after, became } = left.value
  const told = (type: string, facts: Readonly<Record<string, string>>): NewNotice[] => [
    ...tell(before, type, facts, recipientsOf(before).filter((recipient) => recipient.kind === 'agency' || !before.desk)),
    ...restTold(before, after, became),
  ]
  return ok({ became, object: before.object, parted: parted.map(withoutInspection), notices: told })
}

/** The inspection with the needed time of those who are left; the act that let the others go has counted its version already. */
async function neededAsLeft(tx: Tx, inspection: Inspection, directives: readonly Directive[]): Promise<Inspection> {
  const window = neededTime(inspection, directives)
  if (window.from === inspection.window.from && window.to === inspection.window.to) return inspection
  const after = { ...inspection, window }
  await saveInspections(tx, [after])
  return after
}

/**
 * Lets go what an inspection held together only through an agency that has just left it (DC-07, DC-12): who met the others through it alone, and what one
 * agency asks for at times that are two needs, is matched anew, like after a withdrawal. Gives the inspection as it then is; the caller holds the port's lock.
 */
export async function partRest(tx: Tx, arranging: Arranging, before: Inspection): Promise<Result<Inspection>> {
  const others = await findDirectives(tx, arranging.port, before.tasks.flatMap((task) => [...task.directives]))
  const parted = partedOf(others, arranging)
  if (parted.length === 0) return ok(await neededAsLeft(tx, before, others))
  const left = await takeOut(tx, arranging, before, parted, others, () => noLongerMet)
  if (!left.ok) return left
  const { after, became } = left.value
  const plan = await planArrangement(tx, arranging, parted.map(withoutInspection), (key) => (key === before.object.key ? before.object.ref : nameOfKey(key, new Map())))
  await writeArrangement(tx, arranging.port, plan, new Set())
  await append(tx, arranging, plan.facts)
  await oweNotices(tx, arranging, [...restTold(before, after, became), ...plan.notices])
  return ok(after)
}
