/** Subjects in the news: their kinds, and their ids. */
export interface Subject {
  readonly kind: string
  readonly id: string
}

/** News that arrive within this many milliseconds are answered by one refresh: what was sealed together comes together. */
const gather = 100
/** The next refresh waits this long for the one before: a list that is slow to come holds up nobody else's. */
const longestWait = 1_000

/**
 * Gathers news and refreshes what they are about, one refresh at a time: news that come faster than a refresh takes would otherwise cut each one off
 * before it arrives, and the screen would show none of them. `refresh` ends when what it asked for is there, and does not throw.
 */
export function newRefresher(refresh: (kinds: ReadonlySet<string>, ids: ReadonlySet<string>) => Promise<void>): { readonly hear: (subjects: readonly Subject[]) => void; readonly stop: () => void } {
  const kinds = new Set<string>()
  const ids = new Set<string>()
  let timer: ReturnType<typeof setTimeout> | undefined
  let refreshing = false

  const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, milliseconds))
  const flush = async (): Promise<void> => {
    timer = undefined
    if (refreshing) return
    refreshing = true
    while (kinds.size > 0) {
      const [someKinds, someIds] = [new Set(kinds), new Set(ids)]
      kinds.clear()
      ids.clear()
      await Promise.race([refresh(someKinds, someIds), pause(longestWait)])
    }
    refreshing = false
  }
  return {
    hear(subjects) {
      for (const { kind, id } of subjects) {
        kinds.add(kind)
        ids.add(id)
      }
      timer ??= setTimeout(() => void flush(), gather)
    },
    stop() {
      if (timer !== undefined) clearTimeout(timer)
      kinds.clear()
      ids.clear()
    },
  }
}
