import type { Query as CachedQuery, QueryClient } from '@tanstack/react-query'
import { useSyncExternalStore } from 'react'
import { follow, type StreamEvent } from './event-stream.ts'
import { newRefresher } from './refresher.ts'

/** How fresh the screen is: `live`, trying to connect again, or not signed in (`off`). */
export type Connection = 'off' | 'connecting' | 'live' | 'lost'

/** What a query says in `meta` so that news of these subjects make it fetch again. */
export interface Subjects extends Record<string, unknown> {
  readonly subjects?: readonly string[]
  /** Only news of this subject (or related to it) matter. */
  readonly subjectId?: string
}

interface News {
  readonly subjectKind: string
  readonly subjectId: string
  readonly related?: readonly { readonly kind: string; readonly id: string }[]
}

let state: Connection = 'off'
const listeners = new Set<() => void>()

function become(next: Connection): void {
  if (next === state) return
  state = next
  for (const listener of listeners) listener()
}

/** The state of the stream, for the header. */
export function useConnection(): Connection {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => state,
  )
}

function touches(query: CachedQuery, kinds: ReadonlySet<string>, ids: ReadonlySet<string>): boolean {
  const meta = query.meta as Subjects | undefined
  if (meta?.subjects === undefined) return false
  return (meta.subjectId !== undefined && ids.has(meta.subjectId)) || (meta.subjectId === undefined && meta.subjects.some((kind) => kinds.has(kind)))
}

/**
 * Listens to the ledger's stream and makes the queries fetch again whose subjects are in the news. After a broken connection everything on
 * screen is fetched again, because news may have been missed. Returns the way to stop.
 */
export function listen(client: QueryClient): () => void {
  const refresher = newRefresher((kinds, ids) => client.invalidateQueries({ predicate: (query) => touches(query, kinds, ids) }))
  let wasLost = false

  const hear = ({ type, data }: StreamEvent): void => {
    if (type === 'StreamReset') {
      void client.invalidateQueries()
      return
    }
    const news = JSON.parse(data) as News
    refresher.hear([{ kind: news.subjectKind, id: news.subjectId }, ...(news.related ?? [])])
  }

  become('connecting')
  const stop = follow('/api/v1/stream', {
    opened: () => {
      become('live')
      if (wasLost) void client.invalidateQueries()
      wasLost = false
    },
    lost: () => {
      wasLost = true
      become('lost')
    },
    event: hear,
  })
  return () => {
    refresher.stop()
    stop()
    become('off')
  }
}
