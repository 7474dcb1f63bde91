import { inForce, type Instant } from '../../../kernel/instant.ts'
import type { DispositionKind } from '../../../kernel/pack.ts'
import { ok, refuse, type Result } from '../../../kernel/result.ts'
import type { Person } from './agree.ts'
import { findTask, isChecklistClosed, refuseAct, withTask, type Decided, type Inspection, type Task } from './inspection.ts'
import { closedFact } from './session.ts'

/** What an agency asks to be recorded as its decision. */
export interface DisposeCommand {
  readonly code: string
  readonly reason?: string
}

/** Judging papers at the desk is looking at them: whatever was not answered before is answered by the judgement (RR-04). */
function judgedAtDesk(task: Task, by: Person, effect: DispositionKind['effect'], now: Instant): Task {
  const outcome = effect === 'qualify' ? 'ok' : 'problem'
  return { ...task, duties: task.duties.map((duty) => (duty.done === undefined ? { ...duty, done: { by: by.id, agency: by.agency, at: now, outcome } } : duty)) }
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

  const reason = command.reason === undefined ? {} : { reason: command.reason }
  const disposition = { code: kind.code, effect: kind.effect, by: by.id, at: now, ...reason }
  const disposed = withTask(inspection, { ...(inspection.desk ? judgedAtDesk(task, by, kind.effect, now) : task), disposition })
  const facts = [{ type: 'DispositionRecorded', payload: { agency: by.agency, disposition: kind.code, effect: kind.effect, clause: kind.clause, ...reason } }]
  const over = inspection.desk && inspection.state !== 'closed' && (kind.effect === 'qualify' || kind.effect === 'refuse')
  return ok(over ? { inspection: { ...disposed, state: 'closed', closedAt: now }, facts: [...facts, closedFact(disposed, by.agency)] } : { inspection: disposed, facts })
}

function listOf(kinds: readonly DispositionKind[], agency: string): string {
  return kinds.filter((kind) => kind.agency === agency).map((kind) => kind.code).join(', ')
}
