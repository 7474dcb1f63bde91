import type { Queryable, Tx } from './database.ts'

/**
 * Puts what several use cases of one transaction read and write into shared statements. Rows written wait until somebody reads, so that whoever
 * reads sees them; what is read is asked for when everybody under way has asked.
 */
export interface Gathering {
  read<Row>(kind: string, ids: readonly string[], load: (ids: readonly string[]) => Promise<Row[]>): Promise<Row[]>
  write<Row>(kind: string, rows: readonly Row[], save: (rows: readonly Row[]) => Promise<void>, when: 'before-reading' | 'at-the-end'): void
  /** Sends the rows that wait, before it returns; `at-the-end` also those that nobody reads before. */
  flush(until: 'before-reading' | 'at-the-end'): Promise<void>
}

interface Reading {
  readonly ids: Set<string>
  readonly load: (ids: readonly string[]) => Promise<unknown[]>
  readonly waiting: { readonly resolve: (rows: unknown[]) => void; readonly reject: (error: unknown) => void }[]
}

interface Writing {
  readonly rows: unknown[]
  readonly save: (rows: readonly unknown[]) => Promise<void>
}

/** A gathering for one transaction. */
export function newGathering(): Gathering {
  let readings = new Map<string, Reading>()
  const writings = { 'before-reading': new Map<string, Writing>(), 'at-the-end': new Map<string, Writing>() }

  /** All at once, before anybody else can send anything that relies on it. */
  function send(kinds: Map<string, Writing>): Promise<void>[] {
    const all = [...kinds.values()]
    kinds.clear()
    return all.map(({ rows, save }) => save(rows))
  }

  async function answer({ ids, load, waiting }: Reading): Promise<void> {
    try {
      const rows = await load([...ids])
      for (const { resolve } of waiting) resolve(rows)
    } catch (error) {
      for (const { reject } of waiting) reject(error)
    }
  }

  function ask(): void {
    const asked = [...readings.values()]
    readings = new Map()
    for (const reading of asked) void answer(reading)
  }

  return {
    read<Row>(kind: string, ids: readonly string[], load: (ids: readonly string[]) => Promise<Row[]>): Promise<Row[]> {
      // After the current turn of the event loop, when all whom the last answer woke have asked.
      if (readings.size === 0) setImmediate(ask)
      const reading = readings.get(kind) ?? { ids: new Set<string>(), load, waiting: [] }
      readings.set(kind, reading)
      for (const id of ids) reading.ids.add(id)
      return new Promise<unknown[]>((resolve, reject) => reading.waiting.push({ resolve, reject })) as Promise<Row[]>
    },
    write<Row>(kind: string, rows: readonly Row[], save: (rows: readonly Row[]) => Promise<void>, when: 'before-reading' | 'at-the-end'): void {
      const writing = writings[when].get(kind) ?? { rows: [], save: save as Writing['save'] }
      writings[when].set(kind, writing)
      writing.rows.push(...rows)
    },
    async flush(until) {
      await Promise.all([...send(writings['before-reading']), ...(until === 'at-the-end' ? send(writings['at-the-end']) : [])])
    },
  }
}

/**
 * Rows of the ids by `load`, in the order it gives. In a transaction that gathers, one statement answers all who ask for the same `kind` at the
 * same time; everybody gets his own rows. `idOf` gives the id, or the ids, by which a row was asked for.
 */
export async function readTogether<Row>(db: Queryable, kind: string, ids: readonly string[], load: (ids: readonly string[]) => Promise<Row[]>, idOf: (row: Row) => string | readonly string[]): Promise<Row[]> {
  const { gathering } = db as Partial<Tx>
  if (gathering === undefined) return load(ids)
  const own = new Set(ids)
  return (await gathering.read(kind, ids, load)).filter((row) => {
    const id = idOf(row)
    return typeof id === 'string' ? own.has(id) : id.some((one) => own.has(one))
  })
}

/**
 * Writes rows by `save`. In a transaction that gathers they wait for others of the same `kind`: until the next statement that is not such a write,
 * or, for what nothing in the transaction reads, until its end. What waits for the next statement is saved by one `tx.send`.
 */
export async function writeTogether<Row>(tx: Tx, kind: string, rows: readonly Row[], save: (rows: readonly Row[]) => Promise<void>, when: 'before-reading' | 'at-the-end' = 'before-reading'): Promise<void> {
  if (rows.length === 0) return
  if (tx.gathering === undefined) await save(rows)
  else tx.gathering.write(kind, rows, save, when)
}
