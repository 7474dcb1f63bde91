import { fdatasyncSync, openSync, readFileSync, writeSync, closeSync } from 'node:fs'

/** One line of the journal. `send` is on disk before the request leaves, `answer` before anybody relies on it. */
export type JournalLine =
  | { readonly event: 'send'; readonly key: string; readonly reference: string; readonly valid: boolean }
  | { readonly event: 'answer'; readonly key: string; readonly status: number; readonly id: string | undefined }

/** What the sender knows of one command once everything is over. */
export interface Outcome {
  readonly key: string
  readonly reference: string
  readonly valid: boolean
  /** Ids of the acknowledgements; more than one kind of them is a fault by itself. */
  readonly ids: ReadonlySet<string>
  readonly refused: boolean
}

/**
 * A journal outside of the system under test. Lines that come together share one flush to disk, so that keeping it does not slow the load.
 * The audit reads it back from the file: what only the memory of the test knew does not count.
 */
export function openJournal(file: string): { write(line: JournalLine): Promise<void>; read(): Outcome[]; close(): void } {
  const handle = openSync(file, 'a')
  let waiting: { text: string; done: () => void }[] = []
  const flush = (): void => {
    const batch = waiting
    waiting = []
    writeSync(handle, batch.map((line) => line.text).join(''))
    fdatasyncSync(handle)
    for (const line of batch) line.done()
  }
  return {
    write(line) {
      return new Promise((resolve) => {
        if (waiting.length === 0) setImmediate(flush)
        waiting.push({ text: `${JSON.stringify(line)}\n`, done: resolve })
      })
    },
    read: () => outcomes(readFileSync(file, 'utf8')),
    close: () => closeSync(handle),
  }
}

function outcomes(text: string): Outcome[] {
  const known = new Map<string, { key: string; reference: string; valid: boolean; ids: Set<string>; refused: boolean }>()
  for (const row of text.split('\n')) {
    if (row === '') continue
    const line = JSON.parse(row) as JournalLine
    if (line.event === 'send') {
      if (!known.has(line.key)) known.set(line.key, { key: line.key, reference: line.reference, valid: line.valid, ids: new Set(), refused: false })
      continue
    }
    const outcome = known.get(line.key)
    if (outcome === undefined) throw new Error(`the journal has an answer to ${line.key}, which was never sent`)
    if (line.id !== undefined) outcome.ids.add(line.id)
    else if (line.status >= 400 && line.status < 500) outcome.refused = true
  }
  return [...known.values()]
}
