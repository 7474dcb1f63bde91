import { useInfiniteQuery, type QueryKey } from '@tanstack/react-query'
import { get, type Page, type Query } from '../api/client.ts'

export interface Rows<T> {
  readonly rows: readonly T[]
  readonly error: Error | null
  readonly isPending: boolean
  readonly fetching: boolean
  readonly more: (() => void) | undefined
  readonly retry: () => void
}

/** A list fetched page by page, kept fresh by news of its subjects: of all of them, or of the one with `subjectId`. */
export function useRows<T>(key: QueryKey, path: string, query: Query, subjects: readonly string[], enabled = true, subjectId?: string): Rows<T> {
  const list = useInfiniteQuery({
    queryKey: [...key, path, query],
    queryFn: ({ pageParam, signal }) => get<Page<T>>(path, { limit: 50, ...query, after: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next,
    meta: subjectId === undefined ? { subjects } : { subjects, subjectId },
    placeholderData: (before) => before,
    enabled,
  })
  return {
    rows: list.data?.pages.flatMap((page) => page.items) ?? [],
    error: list.error,
    isPending: list.isPending,
    fetching: list.isFetchingNextPage,
    more: list.hasNextPage && !list.isFetchingNextPage ? () => void list.fetchNextPage() : undefined,
    retry: () => void list.refetch(),
  }
}
