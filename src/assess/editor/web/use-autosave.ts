import { useCallback, useEffect, useRef, useState } from 'react'
import type { Row } from '../../../kernel/decision-table/table.ts'
import { send } from '../../../web/api/client.ts'
import { asProblem, isPassing, type Problem } from '../../../web/api/problem.ts'
import type { DraftView } from '../draft-schema.ts'

const restMs = 900
/** After a save that failed for a passing reason it is tried again so much later. */
const patienceMs = 4_000

export interface Saving {
  readonly state: 'saved' | 'waiting' | 'saving' | 'failed'
  readonly problem: Problem | undefined
  /** Saves what is not saved yet; the version it then has. Throws the problem where that failed: what was typed is not there then. */
  flush(): Promise<number>
}

/**
 * Saves rows a moment after they rest, one save after the other, each on the version of the one before; stops when somebody else has saved meanwhile. A save
 * whose answer was lost is sent again under the same key before anything newer, so that the editor never mistakes itself for somebody else.
 */
export function useAutosave(path: string, first: number, rows: readonly Row[], enabled: boolean): Saving {
  const [state, setState] = useState<Saving['state']>('saved')
  const [problem, setProblem] = useState<Problem | undefined>(undefined)
  const saved = useRef({ version: first, rows })
  const latest = useRef(rows)
  latest.current = rows
  const open = useRef<{ readonly rows: readonly Row[]; readonly key: string } | undefined>(undefined)
  const turn = useRef<Promise<unknown>>(Promise.resolve())

  const saveOne = useCallback(async (wanted: readonly Row[]): Promise<void> => {
    open.current = open.current?.rows === wanted ? open.current : { rows: wanted, key: crypto.randomUUID() }
    try {
      const { version } = await send<DraftView>(path, { rows: wanted }, { method: 'PUT', ifMatch: saved.current.version, key: open.current.key })
      saved.current = { version, rows: wanted }
      open.current = undefined
    } catch (error) {
      if (!isPassing(asProblem(error))) open.current = undefined
      throw error
    }
  }, [path])

  const flush = useCallback((): Promise<number> => {
    const mine = turn.current.then(async () => {
      const unsure = open.current?.rows
      if (unsure === undefined && latest.current === saved.current.rows) return saved.current.version
      setState('saving')
      try {
        if (unsure !== undefined) await saveOne(unsure)
        const wanted = latest.current
        if (wanted !== saved.current.rows) await saveOne(wanted)
      } catch (error) {
        setState('failed')
        setProblem(asProblem(error))
        throw asProblem(error)
      }
      setState(latest.current === saved.current.rows ? 'saved' : 'waiting')
      setProblem(undefined)
      return saved.current.version
    })
    turn.current = mine.catch(() => undefined)
    return mine
  }, [saveOne])

  useEffect(() => {
    if (!enabled || (problem !== undefined && !isPassing(problem))) return
    // What is being saved right now may be older than rows that were taken back meanwhile: only the save itself can tell.
    if (rows === saved.current.rows && open.current === undefined) {
      setState('saved')
      return
    }
    setState((old) => (old === 'saved' ? 'waiting' : old))
    const wait = setTimeout(() => void flush().catch(() => undefined), problem === undefined ? restMs : patienceMs)
    return () => clearTimeout(wait)
  }, [rows, enabled, flush, problem])
  useEffect(() => {
    const ask = (event: BeforeUnloadEvent): void => {
      if (enabled && latest.current !== saved.current.rows) event.preventDefault()
    }
    window.addEventListener('beforeunload', ask)
    return () => {
      window.removeEventListener('beforeunload', ask)
      // Leaving for another screen keeps what was typed.
      if (enabled && latest.current !== saved.current.rows) void flush().catch(() => undefined)
    }
  }, [enabled, flush])
  return { state, problem, flush }
}
