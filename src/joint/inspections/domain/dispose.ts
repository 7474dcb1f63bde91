import { inForce, type Instant } from '../../../kernel/instant.ts'
import type { DispositionKind, Power } from '../../../kernel/pack.ts'
import type { Refusal } from '../../../kernel/refusal.ts'
import { ok, refuse, type Result } from '../../../kernel/result.ts'
import { happened, type Decided, type InspectionEvent } from './event.ts'
import { findTask, isChecklistClosed, refuseAct, type Inspection, type Person, type Task } from './inspection.ts'
import { isDecided } from './lots.ts'
import { hasLooked } from './outstanding.ts'
import { isPowerInForce } from './own-powers.ts'
import { closedFact } from './session.ts'

/** What an agency asks to be recorded as its decision. */
export interface DisposeCommand {
  readonly code: string
  readonly reason?: string
  /** Keys of the lots or items it is about; absent: everything that is looked at. */
  readonly about?: readonly string[]
}

/** What decisions are judged by: those of the pack, the powers they rest on, and what the safety floor wants the agency to have looked at, by its methods (RR-22). */
export interface DisposeLaw {
  readonly kinds: readonly DispositionKind[]
  readonly powers: readonly Power[]
  readonly floor: readonly string[]
}

/** Goods nobody has looked at are not in order, and what the safety floor wants is not left out (LB-08, RR-22). A look at papers is the decision itself. */
function refuseUnseen(inspection: Inspection, task: Task, floor: readonly string[]): Refusal | undefined {
  if (inspection.desk) return undefined
  const omitted = task.duties.filter(({ done }) => done?.outcome === 'omitted' || done?.outcome === 'not-needed').map(({ code }) => code)
  const wanted = omitted.filter((code) => floor.includes(code))
  if (wanted.length > 0) return { code: 'inspections/floor-omitted', agency: task.agency, facts: { omitted: wanted.join(', ') }, clause: 'RR-22' }
  return hasLooked(task) ? undefined : { code: 'inspections/nothing-looked-at', agency: task.agency, facts: { agency: task.agency, omitted: omitted.join(', ') || '–' }, clause: 'LB-08' }
}

/**
 * An agency decides within its own powers (LB-01): only by a disposition of its own list, one of whose powers is in force (GV-07). Letting go or refusing needs its checklist closed,
 * letting go also that it has looked (`refuseUnseen`); holding does not. A later decision replaces an earlier one: held for the laboratory today,
 * qualified tomorrow. A look at papers is over with the decision.
 */
export function dispose(inspection: Inspection, by: Person, command: DisposeCommand, { kinds, powers, floor }: DisposeLaw, now: Instant): Result<Decided> {
  const impossible = refuseAct(inspection, 'dispositions')
  if (impossible !== undefined) return refuse(impossible)
  const task = findTask(inspection, by.agency)
  if (task === undefined) return refuse({ code: 'inspections/not-a-party', facts: { agency: by.agency } })
  const kind = kinds.find((known) => known.code === command.code && inForce(known, now))
  if (kind === undefined) return refuse({ code: 'inspections/unknown-disposition', pointer: '/disposition', facts: { disposition: command.code, known: listOf(kinds, by.agency) }, clause: 'LB-01' })
  if (kind.agency !== by.agency) return refuse({ code: 'inspections/not-your-power', pointer: '/disposition', facts: { disposition: kind.code, agency: kind.agency }, clause: 'LB-01' })
  if (!kind.powers.some((code) => isPowerInForce(powers, kind.agency, code, inspection, now))) return refuse({ code: 'inspections/decision-without-power', pointer: '/disposition', facts: { disposition: kind.code, powers: kind.powers.join(', ') }, clause: 'GV-07' })
  if (kind.effect !== 'qualify' && (command.reason ?? '').trim() === '') return refuse({ code: 'inspections/reason-required', pointer: '/reason', clause: 'LB-01' })
  if (!inspection.desk && (kind.effect === 'qualify' || kind.effect === 'refuse') && !isChecklistClosed(task)) {
    const open = task.duties.filter((duty) => duty.done === undefined).map((duty) => duty.code).join(', ')
    return refuse({ code: 'inspections/checklist-open', agency: by.agency, facts: { agency: by.agency, open }, clause: 'JI-09' })
  }
  const unseen = kind.effect === 'qualify' ? refuseUnseen(inspection, task, floor) : undefined
  if (unseen !== undefined) return refuse(unseen)

  const said: InspectionEvent = { type: 'DispositionRecorded', payload: { agency: by.agency, disposition: kind.code, effect: kind.effect, clause: kind.clause, ...(command.reason === undefined ? {} : { reason: command.reason }), ...(command.about === undefined ? {} : { about: [...command.about] }) } }
  const disposed = happened(inspection, [said], by, now)
  const after = findTask(disposed.inspection, by.agency)
  const over = inspection.desk && inspection.state !== 'closed' && after !== undefined && isDecided(inspection, after)
  return ok(over ? happened(inspection, [said, closedFact(disposed.inspection, by.agency)], by, now) : disposed)
}

function listOf(kinds: readonly DispositionKind[], agency: string): string {
  return kinds.filter((kind) => kind.agency === agency).map((kind) => kind.code).join(', ')
}
