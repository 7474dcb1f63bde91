import type { Instant } from '../../../kernel/instant.ts'
import { isChecklistClosed, type Inspection, type Task } from './inspection.ts'
import { isDecided } from './lots.ts'

/** What an agency has to do next for the goods: look at papers, answer a time and place, come, work through its checklist, decide. */
export type NextAct = 'judge-papers' | 'confirm' | 'start' | 'inspect' | 'dispose'

/** One agency that the goods wait for, and by when it should act. */
export interface Waiting {
  readonly agency: string
  readonly act: NextAct
  readonly until: Instant
  readonly inspection: string
}

function nextAct(inspection: Inspection, task: Task): NextAct | undefined {
  // A decision to hold or to treat goods asks for another one.
  if (isDecided(inspection, task) && (inspection.state === 'closed' || isChecklistClosed(task))) return undefined
  if (inspection.desk) return 'judge-papers'
  switch (inspection.state) {
    case 'proposed':
    case 'coordinating':
      return task.confirmed === undefined ? 'confirm' : undefined
    case 'agreed':
      return 'start'
    case 'started':
      return isChecklistClosed(task) ? 'dispose' : 'inspect'
    case 'closed':
      return 'dispose'
    default:
      return undefined
  }
}

function dueAt({ desk, slot, window }: Inspection, act: NextAct): Instant {
  if (desk || slot === undefined) return window.to
  return act === 'confirm' || act === 'start' ? slot.from : slot.to
}

/**
 * Whom the goods of an inspection wait for and by when (SW-03): an answer and a crew are due when the slot begins, what comes of it when the slot
 * ends; papers, and whatever has no slot yet, by the end of the needed window. An agency that has answered waits for the others and is not named.
 */
export function waitingOn(inspection: Inspection): Waiting[] {
  return inspection.tasks.flatMap((task) => {
    const act = nextAct(inspection, task)
    return act === undefined ? [] : [{ agency: task.agency, act, until: dueAt(inspection, act), inspection: inspection.id }]
  })
}
