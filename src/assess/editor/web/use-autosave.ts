import { useCallback, useEffect, useRef, useState } from 'react'
import type { Row } from '../../../kernel/decision-table/table.ts'
import { send } from '../../../web/api/client.ts'
import { asProblem, type Problem } from '../../../web/api/problem.ts'
import type { DraftView } from '../draft-schema.ts'

const restMs = 900

export interface Saving {
  readonly state: 'saved' | 'waiting' | 'saving' | 'failed'
  readonly problem: Problem | undefined
  readonly version: number
  /** Saves what is not saved yet; the version it then has, or undefined where that failed. */
  flush(): Promise<number | undefined>
}

/** Saves rows a moment after they rest, one save after the other, each on the version of the one before; stops when somebody else has saved meanwhile. */
export function useAutosave(path: string, first: number, rows: readonly Row[], enabled: boolean): Saving {
  const [state, setState] = useState<Saving['state']>('saved')
  const [problem, setProblem] = useState<Problem | undefined>(undefined)
  const saved = useRef({ version: first, rows })
  const latest = useRef(rows)
  latest.current = rows
  const running = useRef<Promise<number | undefined> | undefined>(undefined)

  const flush = useCallback(async (): Promise<number | undefined> => {
    await running.current
    const wanted = latest.current
    if (wanted === saved.current.rows) return saved.current.version
    setState('saving')
    running.current = send<DraftView>(path, { rows: wanted }, { method: 'PUT', ifMatch: saved.current.version }).then(
      ({ version }) => {
        saved.current = { version, rows: wanted }
        setState(latest.current === wanted ? 'saved' : 'waiting')
        setProblem(undefined)
        return version
      },
      (error: unknown) => {
        setState('failed')
        setProblem(asProblem(error))
        return undefined
      },
    )
    return running.current
  }, [path])

  useEffect(() => {
    if (!enabled || rows === saved.current.rows || problem?.status === 412) return
    setState((old) => (old === 'saving' ? old : 'waiting'))
    const wait = setTimeout(() => void flush(), restMs)
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
      if (enabled && latest.current !== saved.current.rows) void flush()
    }
  }, [enabled, flush])
  return { state, problem, version: saved.current.version, flush }
}
