import { queryOptions } from '@tanstack/react-query'
import { get } from '../../../web/api/client.ts'
import type { ImageView } from '../image-view.ts'
import type { PlanView } from '../plan-view.ts'

export type { ImageView, PlanView }

/** The merged work plan of an inspection. */
export const planQuery = (id: string) =>
  queryOptions({ queryKey: ['work-plan', id], queryFn: ({ signal }) => get<PlanView>(`/joint-inspections/${id}/plan`, undefined, signal), meta: { subjects: ['joint-inspection'], subjectId: id } })

/** Images of an inspection with the verdicts the reader may know. */
export const imagesQuery = (id: string) =>
  queryOptions({ queryKey: ['images', id], queryFn: ({ signal }) => get<{ items: ImageView[] }>(`/joint-inspections/${id}/images`, undefined, signal), meta: { subjects: ['joint-inspection'], subjectId: id } })
