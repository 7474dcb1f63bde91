import { analyse, openAnalysis, type Analysis, type Finding } from '../../../kernel/decision-table/analyse.ts'
import type { CodeBook } from '../../../kernel/decision-table/check-codes.ts'
import type { Row, TableDefinition } from '../../../kernel/decision-table/table.ts'
import type { Instant } from '../../../kernel/instant.ts'
import { checkLaw, type RuleLaw } from '../../domain/check-version.ts'
import { floorTable, relaxedFloor, sayLowered } from '../../domain/safety-floor.ts'

/** What rows are judged against besides their table. */
export interface DraftLaw {
  readonly law: RuleLaw
  readonly codes: CodeBook
  /** Rows of the version in force. */
  readonly inForce: readonly Row[]
  /** When the version would begin. */
  readonly at: Instant
}

/** The safety floor is never lowered unnoticed (RR-22): what the version in force asks at least, the draft asks as well. */
function floorFindings(definition: TableDefinition, rows: readonly Row[], { law, inForce, at }: DraftLaw): readonly Finding[] {
  if (definition.name !== floorTable) return []
  const relaxed = relaxedFloor(law, definition, inForce, rows, at)
  return sayLowered(relaxed).map((refusal): Finding => ({ severity: 'warning', refusal, example: relaxed.find(({ before }) => before.id === refusal.facts?.['row'])?.facts ?? {} }))
}

/**
 * Everything an author is told of a draft while typing: what the rows say of each other (`analyse`), what the law says of them (RR-07, GV-07), and
 * whether they lower the safety floor (RR-22). The same code runs in the browser and on the server. The law is asked once the rows have no fault.
 */
export function analyseDraft(definition: TableDefinition, rows: readonly Row[], against: DraftLaw): Analysis {
  return withLaw(definition, rows, against, analyse(definition, rows, { codes: against.codes }))
}

/** As `analyseDraft`, asked again and again while the rows change: looks only at what a change may touch. */
export function openDraftAnalysis(definition: TableDefinition, against: DraftLaw): (rows: readonly Row[]) => Analysis {
  const again = openAnalysis(definition, { codes: against.codes })
  return (rows) => withLaw(definition, rows, against, again(rows))
}

function withLaw(definition: TableDefinition, rows: readonly Row[], against: DraftLaw, { findings, more }: Analysis): Analysis {
  if (findings.some(({ severity, refusal }) => severity === 'fault' && /\/(when|then|formula)/.test(refusal.pointer ?? ''))) return { findings, more }
  const lawful = checkLaw(against.law, definition, rows, against.at).map(({ refusal, example }): Finding => {
    const row = /^\/rows\/(\d+)/.exec(refusal.pointer ?? '')?.[1]
    return { severity: 'fault', refusal, ...(row === undefined ? {} : { row: Number(row) }), ...(example === undefined ? {} : { example }) }
  })
  return { findings: [...findings, ...lawful, ...floorFindings(definition, rows, against)], more }
}
