/** One server-sent event as it was read. */
export interface StreamEvent {
  readonly id?: string
  readonly type: string
  readonly data: string
}

/** Takes whole events off the front of a text; `rest` is what has not ended yet. Comments keep the connection alive and say nothing. */
export function takeEvents(text: string): { readonly events: readonly StreamEvent[]; readonly rest: string } {
  const blocks = text.split('\n\n')
  const rest = blocks.pop() ?? ''
  const events = blocks.flatMap((block): StreamEvent[] => {
    const fields = new Map<string, string>()
    for (const line of block.split('\n')) {
      const colon = line.indexOf(':')
      if (colon > 0) fields.set(line.slice(0, colon), line.slice(colon + 1).trimStart())
    }
    const data = fields.get('data')
    const id = fields.get('id')
    return data === undefined ? [] : [{ type: fields.get('event') ?? 'message', data, ...(id === undefined ? {} : { id }) }]
  })
  return { events, rest }
}

/** Silence longer than this means that the connection is dead: the server sends something every 15 seconds. */
const longestSilence = 40_000
const pauses = [500, 1_000, 2_000, 4_000, 8_000] as const

/**
 * Follows a stream of server-sent events for as long as the page lives, coming back where it was after each break. Not `EventSource`, because
 * that hears only events whose names it was given, and the ledger may learn new ones. Returns the way to stop.
 */
export function follow(address: string, { opened, lost, event }: { opened: () => void; lost: () => void; event: (event: StreamEvent) => void }): () => void {
  const stop = new AbortController()
  let lastId: string | undefined
  let failures = 0

  async function once(): Promise<void> {
    const attempt = new AbortController()
    const end = (): void => attempt.abort()
    stop.signal.addEventListener('abort', end)
    let silence = window.setTimeout(end, longestSilence)
    try {
      const response = await fetch(address, { credentials: 'same-origin', signal: attempt.signal, headers: { accept: 'text/event-stream', ...(lastId === undefined ? {} : { 'last-event-id': lastId }) } })
      if (!response.ok || response.body === null) throw new Error(String(response.status))
      failures = 0
      opened()
      const reader = response.body.pipeThrough(new TextDecoderStream()).getReader()
      for (let text = ''; ; ) {
        const { done, value } = await reader.read()
        if (done) return
        window.clearTimeout(silence)
        silence = window.setTimeout(end, longestSilence)
        const { events, rest } = takeEvents(text + value)
        text = rest
        for (const each of events) {
          lastId = each.id ?? lastId
          event(each)
        }
      }
    } finally {
      window.clearTimeout(silence)
      stop.signal.removeEventListener('abort', end)
    }
  }

  async function forever(): Promise<void> {
    while (!stop.signal.aborted) {
      await once().catch(() => undefined)
      if (stop.signal.aborted) return
      // The server itself ends a connection now and then; only a second failure in a row is a loss worth saying.
      if (failures > 0) lost()
      await new Promise((resolve) => window.setTimeout(resolve, pauses[Math.min(failures, pauses.length - 1)]))
      failures++
    }
  }
  void forever()
  return () => stop.abort()
}
