import { useQueries } from '@tanstack/react-query'
import { get, type Page } from '../../../web/api/client.ts'
import type { InspectionView } from './inspection-view.ts'
import { lanes } from './lanes.ts'

/** How many cards a lane holds at most; the done lane is a look back, not an archive. */
const laneLimit = 200
const doneLimit = 40

/** The inspections of a port lane by lane, so that the many that are done never push out those that wait. Desk work has no place on a board. */
export function useBoard(port: string, kind: 'joint' | undefined) {
  const found = useQueries({
    queries: lanes.map((lane) => ({
      queryKey: ['board', lane, port, kind ?? 'all'],
      queryFn: ({ signal }: { signal: AbortSignal }) => get<Page<InspectionView>>('/joint-inspections', { port, state: lane, kind, limit: lane === 'closed' ? doneLimit : laneLimit }, signal),
      meta: { subjects: ['joint-inspection', 'collision'] },
      enabled: port !== '',
      placeholderData: (before: Page<InspectionView> | undefined) => before,
    })),
  })
  return {
    rows: found.flatMap((each) => each.data?.items ?? []).filter((inspection) => !inspection.desk),
    error: found.find((each) => each.error !== null)?.error ?? null,
    isPending: found.some((each) => each.isPending),
    retry: (): void => {
      for (const each of found) void each.refetch()
    },
  }
}
