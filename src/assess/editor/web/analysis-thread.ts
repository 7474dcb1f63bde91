import { compile } from '../../../kernel/decision-table/compile.ts'
import { explain } from '../../../kernel/decision-table/explain.ts'
import { fromEpoch } from '../../../kernel/instant.ts'
import { must } from '../../../kernel/invariant.ts'
import { openDraftAnalysis } from '../domain/analyse-draft.ts'
import type { Answer, Question } from './questions.ts'

// A thread of the page: rows are judged here while they are typed, and drafts tried where they can be stopped.
const scope = self as unknown as { onmessage: ((event: MessageEvent<Question>) => void) | null; postMessage(answer: Answer): void }

let again: ReturnType<typeof openDraftAnalysis> | undefined

scope.onmessage = ({ data }) => {
  const begin = performance.now()
  if (data.kind === 'analyse') {
    if (data.begin !== undefined) again = openDraftAnalysis(data.begin.definition, data.begin.against)
    const analysis = must(again, 'what rows are looked at by comes with the first')(data.rows)
    scope.postMessage({ kind: 'analysed', number: data.number, analysis, milliseconds: performance.now() - begin })
    return
  }
  const table = compile(data.definition, { table: data.definition.name, version: 0, validFrom: fromEpoch(0), rows: data.rows })
  scope.postMessage({ kind: 'tried', number: data.number, rows: explain(table, data.facts) })
}
scope.postMessage({ kind: 'ready', number: 0 })
