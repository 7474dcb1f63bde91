import { useTexts } from '../../../web/i18n/i18n.ts'
import type { InspectionView, TaskView } from './inspection-view.ts'

type Answer = 'yes' | 'waiting' | 'done' | 'problem'

/** How far one party is: has it said yes, has it finished its list, did it find something. */
export function answerOf(inspection: InspectionView, task: TaskView): Answer {
  if (inspection.state === 'started' || inspection.state === 'closed') {
    if (task.duties.some((duty) => duty.done?.outcome === 'problem')) return 'problem'
    return task.duties.every((duty) => duty.done !== undefined) ? 'done' : 'waiting'
  }
  return task.confirmed === undefined ? 'waiting' : 'yes'
}

/** A mark per party, in the order of the agencies on the card. */
export function Answers({ inspection }: { readonly inspection: InspectionView }) {
  const { t } = useTexts()
  if (inspection.desk || inspection.tasks.length === 0) return null
  const said = inspection.tasks.map((task) => `${task.agency}: ${t(`board.answer.${answerOf(inspection, task)}`)}`).join(', ')
  return (
    <span className="answers">
      <span className="visually-hidden">{said}</span>
      {inspection.tasks.map((task) => (
        <span key={task.agency} className={`answer ${answerOf(inspection, task)}`} aria-hidden="true" title={said} />
      ))}
    </span>
  )
}
