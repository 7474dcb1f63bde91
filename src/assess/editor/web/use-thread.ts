import { useEffect, useRef, useState } from 'react'
import type { Analysis } from '../../../kernel/decision-table/analyse.ts'
import { readFormula } from '../../../kernel/decision-table/formula/read-formula.ts'
import type { RowExplanation } from '../../../kernel/decision-table/explain.ts'
import type { Facts, Row, TableDefinition } from '../../../kernel/decision-table/table.ts'
import type { DraftLaw } from '../domain/analyse-draft.ts'
import type { AnalysisBegin, Answer, Question } from './questions.ts'

const openThread = (): Worker => new Worker(new URL('./analysis-thread.ts', import.meta.url), { type: 'module' })

/** After the last key the rows rest so long before they are judged. */
const restMs = 60
/** An analysis that takes longer is given up for the newer rows. */
const patienceMs = 4_000
/** A draft that has not answered by then, counted from when its thread is there, is stopped. */
const trialMs = 2_000
/** A thread that cannot be fetched or started by then is given up. */
const startMs = 20_000

/** What is found of the rows as they are typed, by a thread of the page; `fresh` is false while a newer look is under way. */
export function useAnalysis(definition: TableDefinition, rows: readonly Row[], against: DraftLaw): { readonly analysis: Analysis | undefined; readonly milliseconds: number; readonly fresh: boolean } {
  const [found, setFound] = useState<{ readonly analysis: Analysis; readonly milliseconds: number; readonly rows: readonly Row[] } | undefined>(undefined)
  const thread = useRef<Worker | undefined>(undefined)
  const told = useRef<AnalysisBegin | undefined>(undefined)
  const number = useRef(0)
  const asked = useRef(new Map<number, readonly Row[]>())
  useEffect(() => () => thread.current?.terminate(), [])
  useEffect(() => {
    const wait = setTimeout(() => {
      const waiting = asked.current
      if (waiting.size > 0 && number.current - Math.min(...waiting.keys()) > 2) {
        thread.current?.terminate()
        thread.current = undefined
        waiting.clear()
      }
      if (thread.current === undefined) {
        const made = openThread()
        made.onmessage = ({ data }: MessageEvent<Answer>) => {
          const of = waiting.get(data.number)
          waiting.delete(data.number)
          if (data.kind === 'analysed' && of !== undefined) setFound({ analysis: data.analysis, milliseconds: data.milliseconds, rows: of })
        }
        thread.current = made
        told.current = undefined
      }
      const isTold = told.current?.definition === definition && told.current.against === against
      if (!isTold) told.current = { definition, against }
      const question: Question = { kind: 'analyse', number: ++number.current, rows, ...(isTold ? {} : { begin: { definition, against } }) }
      waiting.set(question.number, rows)
      thread.current.postMessage(question)
    }, restMs)
    return () => clearTimeout(wait)
  }, [definition, rows, against])
  useEffect(() => {
    const check = setInterval(() => {
      if (asked.current.size > 3) {
        thread.current?.terminate()
        thread.current = undefined
        asked.current.clear()
      }
    }, patienceMs)
    return () => clearInterval(check)
  }, [])
  return { analysis: found?.analysis, milliseconds: found?.milliseconds ?? 0, fresh: found?.rows === rows }
}

/** Asks rows about facts in a thread of its own, which is ended when it has not answered in time: undefined then. Rows with a formula that is not admitted are left out. */
export function tryRows(definition: TableDefinition, rows: readonly Row[], facts: Facts): Promise<readonly RowExplanation[] | undefined> {
  const sound = rows.filter((row) => row.formula === undefined || readFormula(definition.columns, row.formula).ok)
  return new Promise((resolve) => {
    const thread = openThread()
    const end = (answer: readonly RowExplanation[] | undefined): void => {
      thread.terminate()
      resolve(answer)
    }
    let timer = setTimeout(() => end(undefined), startMs)
    thread.onmessage = ({ data }: MessageEvent<Answer>) => {
      clearTimeout(timer)
      if (data.kind === 'ready') {
        timer = setTimeout(() => end(undefined), trialMs)
        return
      }
      end(data.kind === 'tried' ? data.rows : undefined)
    }
    thread.onerror = () => {
      clearTimeout(timer)
      end(undefined)
    }
    thread.postMessage({ kind: 'try', number: 1, definition, rows: sound, facts } satisfies Question)
  })
}
