import { inForce, type Instant } from '../../../kernel/instant.ts'
import type { DispositionKind } from '../../../kernel/pack.ts'
import { ok, refuse, type Result } from '../../../kernel/result.ts'
import { happened, type Decided, type InspectionEvent } from './event.ts'
import { findTask, isChecklistClosed, refuseAct, type Inspection, type Person } from './inspection.ts'
import { isDecided } from './lots.ts'
import { closedFact } from './session.ts'

/** What an agency asks to be recorded as its decision. */
export interface DisposeCommand {
  readonly code: string
  readonly reason?: string
  /** Keys of the lots or items it is about; absent: everything that is looked at. */
  readonly about?: readonly string[]
}

/**
 * An agency decides within its own powers (LB-01): only by a disposition of its own list. Letting go or refusing needs its checklist closed;
 * holding does not. A later decision replaces an earlier one: held for the laboratory today, qualified tomorrow.
 * A look at papers is over with the decision.
 */
export function dispose(inspection: Inspection, by: Person, command: DisposeCommand, kinds: readonly DispositionKind[], now: Instant): Result<Decided> {
  const impossible = refuseAct(inspection, 'dispositions')
  if (impossible !== undefined) return refuse(impossible)
  const task = findTask(inspection, by.agency)
  if (task === undefined) return refuse({ code: 'inspections/not-a-party', facts: { agency: by.agency } })
  const kind = kinds.find((known) => known.code === command.code && inForce(known, now))
  if (kind === undefined) return refuse({ code: 'inspections/unknown-disposition', pointer: '/disposition', facts: { disposition: command.code, known: listOf(kinds, by.agency) }, clause: 'LB-01' })
  if (kind.agency !== by.agency) return refuse({ code: 'inspections/not-your-power', pointer: '/disposition', facts: { disposition: kind.code, agency: kind.agency }, clause: 'LB-01' })
  if (kind.effect !== 'qualify' && (command.reason ?? '').trim() === '') return refuse({ code: 'inspections/reason-required', pointer: '/reason', clause: 'LB-01' })
  if (!inspection.desk && (kind.effect === 'qualify' || kind.effect === 'refuse') && !isChecklistClosed(task)) {
    const open = task.duties.filter((duty) => duty.done === undefined).map((duty) => duty.code).join(', ')
    return refuse({ code: 'inspections/checklist-open', agency: by.agency, facts: { agency: by.agency, open }, clause: 'JI-09' })
  }

  const said: InspectionEvent = { type: 'DispositionRecorded', payload: { agency: by.agency, disposition: kind.code, effect: kind.effect, clause: kind.clause, ...(command.reason === undefined ? {} : { reason: command.reason }), ...(command.about === undefined ? {} : { about: [...command.about] }) } }
  const disposed = happened(inspection, [said], by, now)
  const after = findTask(disposed.inspection, by.agency)
  const over = inspection.desk && inspection.state !== 'closed' && after !== undefined && isDecided(inspection, after)
  return ok(over ? happened(inspection, [said, closedFact(disposed.inspection, by.agency)], by, now) : disposed)
}

function listOf(kinds: readonly DispositionKind[], agency: string): string {
  return kinds.filter((kind) => kind.agency === agency).map((kind) => kind.code).join(', ')
}
