import { useRows } from '../../../web/kit/list-query.ts'
import type { InspectionView } from './inspection-view.ts'
import type { Lane } from './lanes.ts'

/** How many cards a lane shows before it offers more; the done lane is a look back, not an archive. */
const laneLimit = 200
const doneLimit = 40
const subjects = ['joint-inspection', 'collision']

/** One lane from the server: what waits or runs due soonest first, what is done latest first. Desk work has no place on a board. */
function useLane(port: string, kind: 'joint' | undefined, lane: Lane) {
  const path = lane === 'closed' ? '/joint-inspections' : '/joint-inspections/lane'
  return useRows<InspectionView>(['board', lane], path, lane === 'closed' ? { port, state: lane, kind, desk: 'false', limit: doneLimit } : { port, state: lane, kind, limit: laneLimit }, subjects, port !== '')
}

/** The inspections of a port lane by lane, so that the many that are done never push out those that wait; `more` fetches the next cards of a lane. */
export function useBoard(port: string, kind: 'joint' | undefined) {
  const proposed = useLane(port, kind, 'proposed')
  const coordinating = useLane(port, kind, 'coordinating')
  const agreed = useLane(port, kind, 'agreed')
  const started = useLane(port, kind, 'started')
  const closed = useLane(port, kind, 'closed')
  const found = [proposed, coordinating, agreed, started, closed]
  const more: Readonly<Record<Lane, (() => void) | undefined>> = { proposed: proposed.more, coordinating: coordinating.more, agreed: agreed.more, started: started.more, closed: closed.more }
  return {
    rows: found.flatMap((each) => each.rows),
    more,
    error: found.find((each) => each.error !== null)?.error ?? null,
    isPending: found.some((each) => each.isPending),
    retry: (): void => {
      for (const each of found) each.retry()
    },
  }
}
