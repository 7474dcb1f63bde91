import { useEffect, useLayoutEffect, useRef, useState, type ClipboardEvent, type KeyboardEvent } from 'react'
import type { Row } from '../../../kernel/decision-table/table.ts'
import { useTexts } from '../../../web/i18n/i18n.ts'
import { clearCells, copyCells, duplicateRow, insertRow, moveRow, pasteCells, readClipboard, removeRows, type GridColumn, type Range } from '../domain/grid.ts'

export interface Place {
  readonly row: number
  readonly column: number
}

interface Props {
  readonly label: string
  readonly columns: readonly GridColumn[]
  readonly titles: readonly string[]
  readonly rows: readonly Row[]
  readonly at: Place
  readonly anchor: Place
  readonly readOnly: boolean
  /** Worst of what is found of a cell, or of a row where the column is none. */
  readonly markOf: (row: number, column: GridColumn | undefined) => 'fault' | 'warning' | 'note' | undefined
  readonly go: (place: Place, anchor?: Place) => void
  readonly edit: (rows: readonly Row[]) => void
  readonly undo: () => void
  readonly redo: () => void
}

const rowHeight = 30
const margin = 10

/** The rectangle between two places, whichever of them was chosen first. */
export const rangeOf = (a: Place, b: Place): Range => ({ top: Math.min(a.row, b.row), bottom: Math.max(a.row, b.row), left: Math.min(a.column, b.column), right: Math.max(a.column, b.column) })
const cellId = ({ row, column }: Place): string => `cell-${row}-${column}`

/** Rows as a sheet, worked by keys as spreadsheets are: arrows, Enter, Tab, typing, F2, Delete, copy and paste, Alt+arrows move the row, Ctrl+D doubles it. Draws only the rows in view. */
export function SheetGrid({ label, columns, titles, rows, at, anchor, readOnly, markOf, go, edit, undo, redo }: Props) {
  const { t } = useTexts()
  const box = useRef<HTMLDivElement>(null)
  const [view, setView] = useState({ first: 0, last: 60 })
  const [typed, setTypedText] = useState<string | undefined>(undefined)
  // Leaving the field by a key blurs it as well: what was typed is taken once.
  const open = useRef(false)
  const setTyped = (text: string | undefined): void => {
    open.current = text !== undefined
    setTypedText(text)
  }
  const field = useRef<HTMLInputElement>(null)
  const range = rangeOf(at, anchor)

  const look = (): void => {
    const element = box.current
    if (element === null) return
    const first = Math.max(0, Math.floor(element.scrollTop / rowHeight) - margin)
    const last = first + Math.ceil(element.clientHeight / rowHeight) + 2 * margin
    setView((old) => (old.first === first && old.last === last ? old : { first, last }))
  }
  useEffect(look, [rows.length])
  useLayoutEffect(() => {
    const element = box.current
    if (element === null) return
    const top = at.row * rowHeight
    if (top < element.scrollTop) element.scrollTop = top
    else if (top + 2 * rowHeight > element.scrollTop + element.clientHeight) element.scrollTop = top + 2.5 * rowHeight - element.clientHeight
    document.getElementById(cellId(at))?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [at])
  useEffect(() => {
    if (typed !== undefined) field.current?.focus()
  }, [typed === undefined])

  const step = (rowStep: number, columnStep: number, extend = false): void => {
    const next = { row: Math.max(0, Math.min(rows.length - 1, at.row + rowStep)), column: Math.max(0, Math.min(columns.length - 1, at.column + columnStep)) }
    go(next, extend ? anchor : next)
  }
  const begin = (text?: string): void => {
    const row = rows[at.row]
    const column = columns[at.column]
    if (!readOnly && row !== undefined && column !== undefined) setTyped(text ?? column.read(row))
  }
  const finish = (rowStep: number, columnStep: number): void => {
    if (!open.current) return
    open.current = false
    const column = columns[at.column]
    const row = rows[at.row]
    if (typed !== undefined && column !== undefined && row !== undefined && typed !== column.read(row)) edit(rows.with(at.row, column.write(row, typed)))
    setTyped(undefined)
    box.current?.focus({ preventScroll: true })
    step(rowStep, columnStep)
  }
  const acts: Readonly<Record<string, () => void>> = {
    ArrowUp: () => step(-1, 0), ArrowDown: () => step(1, 0), ArrowLeft: () => step(0, -1), ArrowRight: () => step(0, 1),
    'Shift+ArrowUp': () => step(-1, 0, true), 'Shift+ArrowDown': () => step(1, 0, true), 'Shift+ArrowLeft': () => step(0, -1, true), 'Shift+ArrowRight': () => step(0, 1, true),
    PageUp: () => step(-20, 0), PageDown: () => step(20, 0), Home: () => step(0, -columns.length), End: () => step(0, columns.length),
    'Ctrl+Home': () => go({ row: 0, column: 0 }), 'Ctrl+End': () => go({ row: rows.length - 1, column: columns.length - 1 }),
    Enter: () => begin(), F2: () => begin(),
    'Ctrl+z': undo, 'Ctrl+y': redo, 'Ctrl+Shift+z': redo,
    ...(readOnly ? {} : {
      Delete: () => edit(clearCells(columns, rows, range)), Backspace: () => edit(clearCells(columns, rows, range)),
      'Ctrl+d': () => edit(duplicateRow(rows, at.row)), 'Ctrl+Delete': () => edit(removeRows(rows, range.top, range.bottom)), 'Ctrl+Enter': () => edit(insertRow(rows, at.row + 1)),
      'Alt+ArrowUp': () => { edit(moveRow(rows, at.row, at.row - 1)); step(-1, 0) }, 'Alt+ArrowDown': () => { edit(moveRow(rows, at.row, at.row + 1)); step(1, 0) },
    }),
  }
  const press = (event: KeyboardEvent<HTMLDivElement>): void => {
    if (typed !== undefined || event.nativeEvent.isComposing) return
    const name = `${event.ctrlKey || event.metaKey ? 'Ctrl+' : ''}${event.altKey ? 'Alt+' : ''}${event.shiftKey && event.key.length > 1 ? 'Shift+' : ''}${event.key.length === 1 ? event.key.toLowerCase() : event.key}`
    // Tab goes from cell to cell and leaves the sheet at its edges, so that nobody is caught in it.
    const edge = event.shiftKey ? at.column === 0 : at.column === columns.length - 1
    if (event.key === 'Tab' && !edge) {
      event.preventDefault()
      step(0, event.shiftKey ? -1 : 1)
      return
    }
    const act = acts[name]
    if (act !== undefined) {
      event.preventDefault()
      act()
    } else if (event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey && !readOnly) {
      event.preventDefault()
      begin(event.key)
    }
  }
  const copy = (event: ClipboardEvent<HTMLDivElement>): void => {
    if (typed !== undefined) return
    event.preventDefault()
    event.clipboardData.setData('text/plain', copyCells(columns, rows, range))
    if (event.type === 'cut' && !readOnly) edit(clearCells(columns, rows, range))
  }
  const paste = (event: ClipboardEvent<HTMLDivElement>): void => {
    if (typed !== undefined || readOnly) return
    event.preventDefault()
    edit(pasteCells(columns, rows, { row: range.top, column: range.left }, readClipboard(event.clipboardData.getData('text/plain'))))
  }

  const from = Math.min(view.first, Math.max(0, rows.length - 1))
  const to = Math.min(rows.length, view.last)
  return (
    <div
      className="sheet" ref={box} role="grid" aria-label={label} aria-rowcount={rows.length + 1} aria-colcount={columns.length + 1} aria-readonly={readOnly} aria-multiselectable
      tabIndex={0} aria-activedescendant={rows.length > 0 ? cellId(at) : undefined} onScroll={look} onKeyDown={press} onCopy={copy} onCut={copy} onPaste={paste}
    >
      <div className="sheet-head" role="row" aria-rowindex={1}>
        <div className="sheet-number" role="columnheader">#</div>
        {columns.map((column, i) => (
          <div key={column.key} role="columnheader" className={`sheet-cell of-${column.kind}`} title={titles[i]}>{titles[i]}</div>
        ))}
      </div>
      {/* The rows out of view stand as empty room. */}
      <div className="sheet-room" role="presentation" style={{ height: from * rowHeight }} />
      {rows.slice(from, to).map((row, i) => {
        const number = from + i
        const rowMark = markOf(number, undefined)
        return (
          <div key={number} role="row" aria-rowindex={number + 2} className={`sheet-row ${number >= range.top && number <= range.bottom ? 'chosen' : ''}`}>
            <div className={`sheet-number ${rowMark === undefined ? '' : `has-${rowMark}`}`} role="rowheader" onMouseDown={() => go({ row: number, column: 0 }, { row: number, column: columns.length - 1 })}>{number + 1}</div>
            {columns.map((column, j) => {
              const isHere = at.row === number && at.column === j
              const isIn = number >= range.top && number <= range.bottom && j >= range.left && j <= range.right
              const mark = markOf(number, column)
              return (
                <div
                  key={column.key} id={cellId({ row: number, column: j })} role="gridcell" aria-selected={isIn} aria-invalid={mark === 'fault' ? true : undefined}
                  className={`sheet-cell of-${column.kind} ${isHere ? 'here' : isIn ? 'in' : ''} ${mark === undefined ? '' : `has-${mark}`}`}
                  onMouseDown={(event) => go({ row: number, column: j }, event.shiftKey ? anchor : undefined)} onDoubleClick={() => begin()}
                >
                  {isHere && typed !== undefined ? (
                    <input
                      ref={field} className="sheet-field" aria-label={`${titles[j]} ${number + 1}`} value={typed} onChange={(event) => setTyped(event.target.value)} onBlur={() => finish(0, 0)}
                      onKeyDown={(event) => {
                        if (event.nativeEvent.isComposing) return
                        if (event.key === 'Enter') { event.preventDefault(); finish(event.shiftKey ? -1 : 1, 0) }
                        else if (event.key === 'Tab') { event.preventDefault(); finish(0, event.shiftKey ? -1 : 1) }
                        else if (event.key === 'Escape') { event.stopPropagation(); setTyped(undefined); box.current?.focus({ preventScroll: true }) }
                      }}
                    />
                  ) : column.read(row)}
                </div>
              )
            })}
          </div>
        )
      })}
      <div className="sheet-room" role="presentation" style={{ height: (rows.length - to) * rowHeight }} />
      {rows.length === 0 ? <p className="quiet sheet-empty">{t('editor.noRows')}</p> : null}
    </div>
  )
}
