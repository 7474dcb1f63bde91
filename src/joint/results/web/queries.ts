import { queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import { get, type Page } from '../../../web/api/client.ts'
import type { ResultView } from '../routes.ts'
import type { ShareView } from '../share-routes.ts'

export type Result = z.infer<typeof ResultView>
export type { ShareView }

// Whoever was given results hears nothing of the inspection itself: what reaches them is the notice and the result.
const subjects = ['joint-inspection', 'result', 'notice']

/** Results of an inspection as the reader may read them. */
export const resultsQuery = (inspection: string) =>
  queryOptions({ queryKey: ['results', inspection], queryFn: ({ signal }) => get<Page<Result>>('/results', { inspection, limit: 200 }, signal), meta: { subjects }, retry: false })

/** To whom the results of an inspection were given in place of a look. */
export const sharesQuery = (inspection: string) =>
  queryOptions({ queryKey: ['result-shares', inspection], queryFn: ({ signal }) => get<Page<ShareView>>('/results/shares', { inspection }, signal), meta: { subjects }, retry: false })
