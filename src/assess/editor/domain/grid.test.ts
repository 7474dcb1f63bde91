import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cn } from '../../../../packs/cn/pack.ts'
import { must } from '../../../kernel/invariant.ts'
import { beginHistory, change, clearCells, copyCells, duplicateRow, gridColumns, insertRow, moveRow, pasteCells, readClipboard, redo, removeRows, undo } from './grid.ts'
import { inertText, rowsFromSheet, rowsToSheet, sheetHeads } from './sheet-rows.ts'

const seed = must(cn.tables.find((one) => one.definition.name === 'checks'), 'table')
const { definition } = seed
const rows = must(seed.versions[0], 'version').rows
const columns = gridColumns(definition, '+08:00')
const all = { top: 0, bottom: rows.length - 1, left: 0, right: columns.length - 1 }

test('every table of the pack goes through the grid, the clipboard and a sheet unchanged', () => {
  for (const { definition: each, versions } of cn.tables) {
    for (const version of versions) {
      const own = gridColumns(each, '+08:00')
      const range = { top: 0, bottom: version.rows.length - 1, left: 0, right: own.length - 1 }
      expect(pasteCells(own, [], { row: 0, column: 0 }, readClipboard(copyCells(own, version.rows, range)))).toEqual(version.rows)
      const sheet = [sheetHeads(each), ...rowsToSheet(each, version.rows).map((texts) => texts.map(inertText))]
      expect(rowsFromSheet(each, sheet)).toEqual({ rows: version.rows, unknown: [] })
    }
  }
})

test('cells are pasted to the right and down, adding rows, and nothing past the last column', () => {
  const pasted = pasteCells(columns, rows, { row: rows.length - 1, column: 1 }, readClipboard('import\tsea\r\n"exp""ort"\n'))
  expect(pasted).toHaveLength(rows.length + 1)
  expect(pasted.at(-1)?.when).toEqual({ direction: { op: 'equals', value: 'exp"ort' } })
  expect(pasteCells(columns, rows, { row: 0, column: columns.length - 1 }, [['', 'x', 'y']])).toEqual(rows)
})

test('cells are emptied but rows keep their names; rows are inserted, doubled under a new name, moved, removed', () => {
  const cleared = clearCells(columns, rows, { ...all, bottom: 0 })
  expect(cleared[0]).toEqual({ id: rows[0]?.id, when: {}, then: {}, clause: '' })
  expect(cleared.slice(1)).toEqual(rows.slice(1))
  expect(insertRow(rows, 1)[1]).toMatchObject({ when: {}, clause: '' })
  expect(duplicateRow(rows, 0)[1]).toEqual({ ...rows[0], id: `${rows[0]?.id}-2` })
  expect(moveRow(moveRow(rows, 0, 2), 2, 0)).toEqual(rows)
  expect(moveRow(rows, 0, -1)).toBe(rows)
  expect(removeRows(insertRow(rows, 3), 3, 3)).toEqual(rows)
})

test('whatever is done can be taken back and done again', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.constantFrom('insert', 'remove', 'double', 'move'), fc.nat(8)), { minLength: 1, maxLength: 20 }), (acts) => {
      let history = beginHistory(rows)
      for (const [act, at] of acts) {
        const now = history.rows
        history = change(history, act === 'insert' ? insertRow(now, at) : act === 'remove' ? removeRows(now, at, at) : act === 'double' ? duplicateRow(now, at) : moveRow(now, at, 0))
      }
      const last = history.rows
      const steps = history.past.length
      for (let i = 0; i < steps; i++) history = undo(history)
      expect(history.rows).toBe(rows)
      for (let i = 0; i < steps; i++) history = redo(history)
      expect(history.rows).toBe(last)
    }),
  )
})
