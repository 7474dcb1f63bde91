import type { Row, TableDefinition } from '../../../kernel/decision-table/table.ts'
import { readAnswer, readCell, writeAnswer, writeCell } from './cell-text.ts'

/** Heads of the columns a sheet has besides conditions and answers. */
const idHead = 'row'
const formulaHead = 'formula'
const clauseHead = 'clause'
const noteHeads = { zh: 'note.zh', en: 'note.en' } as const
const targetingHead = 'targeting'
const answerHead = (name: string): string => `then.${name}`

/** The heads of a table's sheet: row, conditions, formula, answers, clause, note, targeting. */
export function sheetHeads(definition: TableDefinition): readonly string[] {
  return [idHead, ...definition.columns.map((column) => column.name), formulaHead, ...definition.outputs.map((output) => answerHead(output.name)), clauseHead, noteHeads.zh, noteHeads.en, targetingHead]
}

/** Rows as texts under `sheetHeads`. */
export function rowsToSheet(definition: TableDefinition, rows: readonly Row[]): readonly (readonly string[])[] {
  return rows.map((row) => [
    row.id,
    ...definition.columns.map((column) => writeCell(row.when[column.name])),
    row.formula ?? '',
    ...definition.outputs.map((output) => writeAnswer(row.then[output.name])),
    row.clause,
    row.note?.zh ?? '',
    row.note?.en ?? '',
    row.targeting === true ? 'yes' : '',
  ])
}

/** Reads texts under heads, in whatever order, back into rows; heads nobody knows are told. A row without an id gets the number of its line. */
export function rowsFromSheet(definition: TableDefinition, sheet: readonly (readonly string[])[]): { readonly rows: readonly Row[]; readonly unknown: readonly string[] } {
  const heads = (sheet[0] ?? []).map((head) => head.trim())
  const known = sheetHeads(definition)
  const unknown = heads.filter((head) => head !== '' && !known.includes(head))
  const rows = sheet.slice(1).map((texts, line): Row => {
    const at = (head: string): string => {
      const place = heads.indexOf(head)
      // A leading apostrophe is how spreadsheets and our own exports keep a text a text.
      return place === -1 ? '' : (texts[place] ?? '').replace(/^'(?='*[=+\-@\t\r\n])/, '').trim()
    }
    const when = Object.fromEntries(definition.columns.flatMap((column) => {
      const cell = readCell(column, at(column.name))
      return cell.op === 'any' ? [] : [[column.name, cell]]
    }))
    const then = Object.fromEntries(definition.outputs.flatMap((output) => {
      const value = readAnswer(output, at(answerHead(output.name)))
      return value === undefined ? [] : [[output.name, value]]
    }))
    const [formula, zh, en] = [at(formulaHead), at(noteHeads.zh), at(noteHeads.en)]
    return {
      id: at(idHead) === '' ? `line-${line + 2}` : at(idHead),
      when,
      ...(formula === '' ? {} : { formula }),
      then,
      clause: at(clauseHead),
      ...(zh === '' && en === '' ? {} : { note: { zh, en } }),
      ...(/^(yes|true|是|1)$/i.test(at(targetingHead)) ? { targeting: true as const } : {}),
    }
  })
  return { rows, unknown }
}

const active = /^'*[=+\-@\t\r\n]/

/** Text that a spreadsheet program shows as it is, whatever it begins with; `rowsFromSheet` takes it back. */
export function inertText(text: string): string {
  return active.test(text) ? `'${text}` : text
}
