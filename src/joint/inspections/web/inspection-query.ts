import { queryOptions } from '@tanstack/react-query'
import { get } from '../../../web/api/client.ts'
import type { InspectionView } from './inspection-view.ts'

/** One inspection by itself, with its records and the times that would suit everybody. */
export const inspectionQuery = (id: string) =>
  queryOptions({
    queryKey: ['inspection', id],
    queryFn: ({ signal }) => get<InspectionView>(`/joint-inspections/${id}`, undefined, signal),
    meta: { subjects: ['joint-inspection'], subjectId: id },
  })
