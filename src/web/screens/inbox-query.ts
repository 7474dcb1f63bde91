import { queryOptions } from '@tanstack/react-query'
import type { NoticeView } from '../../platform/notices/notice-view.ts'
import { get, type Page } from '../api/client.ts'

/** Whether somebody of the house has taken note of it. */
export function isNoted(notice: NoticeView): boolean {
  return notice.acknowledgedAt !== undefined
}

/** How many notices at most are looked through to count those nobody has taken note of. */
const looked = 100

/** How many of the latest notices nobody has taken note of, for the bell. */
export const unreadQuery = queryOptions({
  queryKey: ['notices', 'unread'],
  queryFn: async ({ signal }) => (await get<Page<NoticeView>>('/notices', { limit: looked }, signal)).items.filter((notice) => !isNoted(notice)).length,
  meta: { subjects: ['notice', 'declaration', 'directive', 'collision', 'joint-inspection', 'result'] },
  retry: false,
})
