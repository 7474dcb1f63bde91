import { Button } from 'antd'
import { useCallback, useEffect, useRef, useState, type KeyboardEvent, type MouseEvent, type ReactNode } from 'react'
import { useTexts } from '../i18n/i18n.ts'
import { useShortcut } from './shortcuts.ts'
import './grid.css'

export interface Column<T> {
  readonly key: string
  readonly title: string
  readonly render: (row: T) => ReactNode
  readonly width?: number
  /** Numbers stand at the end of their column. */
  readonly end?: boolean
  /** Left out of the cards of a narrow screen. */
  readonly wideOnly?: boolean
}

interface Props<T> {
  /** What the table holds, for those who hear it. */
  readonly label: string
  readonly columns: readonly Column<T>[]
  readonly rows: readonly T[]
  readonly keyOf: (row: T) => string
  /** Opens the row; the first column should hold a link that does the same. */
  readonly open?: (row: T) => void
  readonly urgent?: (row: T) => boolean
  readonly more?: (() => void) | undefined
  readonly fetching?: boolean
  readonly foot?: ReactNode
}

const rowHeight = 47
/** From so many rows on only those in view are drawn, and from so many on the rows scroll below a head that stays. */
const windowFrom = 60
const scrollFrom = 15
const margin = 12

/** The same for a column's head and its cells, so that what is left out of one is left out of the other. */
const classOf = ({ end, wideOnly }: { readonly end?: boolean; readonly wideOnly?: boolean }): string => `${end === true ? 'end' : ''} ${wideOnly === true ? 'only-wide' : ''}`

/** The one link of each row that opens it. */
function focusables(body: HTMLTableSectionElement | null): HTMLElement[] {
  return [...(body?.querySelectorAll('tr[data-row]') ?? [])].flatMap((row) => row.querySelector<HTMLElement>('a, button[data-open]') ?? [])
}

/**
 * Rows of cases. Fetches the next page near the end, draws only the rows in view once there are many, and is worked by keys:
 * `j` and `k` move from row to row, Enter opens. On a narrow screen each row is a card.
 */
export function Grid<T>({ label, columns, rows, keyOf, open, urgent, more, fetching = false, foot }: Props<T>) {
  const { t } = useTexts()
  const box = useRef<HTMLDivElement>(null)
  const body = useRef<HTMLTableSectionElement>(null)
  const [view, setView] = useState({ first: 0, last: windowFrom })
  const windowed = rows.length > windowFrom

  const move = useCallback((step: number) => {
    const links = focusables(body.current)
    const at = links.findIndex((link) => link.closest('tr')?.contains(document.activeElement) === true)
    const next = links[at < 0 ? (step > 0 ? 0 : links.length - 1) : Math.max(0, Math.min(links.length - 1, at + step))]
    next?.focus()
    next?.closest('tr')?.scrollIntoView({ block: 'nearest' })
  }, [])
  useShortcut('j', () => move(1))
  useShortcut('k', () => move(-1))

  const look = useCallback(() => {
    const element = box.current
    if (element === null) return
    // Where the page itself scrolls (cards of a narrow screen) the reader asks for more by the button.
    const scrolls = element.scrollHeight > element.clientHeight + 1
    if (more !== undefined && scrolls && element.scrollHeight - element.scrollTop - element.clientHeight < 600) more()
    if (!windowed) return
    const first = Math.max(0, Math.floor(element.scrollTop / rowHeight) - margin)
    const last = first + Math.ceil(element.clientHeight / rowHeight) + 2 * margin
    setView((old) => (old.first === first && old.last === last ? old : { first, last }))
  }, [more, windowed])
  useEffect(look, [look, rows.length])

  const from = windowed ? Math.min(view.first, Math.max(0, rows.length - 1)) : 0
  const to = windowed ? Math.min(rows.length, view.last) : rows.length
  const click = (event: MouseEvent<HTMLTableRowElement>, row: T): void => {
    const target = event.target as HTMLElement
    if (open === undefined || target.closest('a,button,input,label') !== null || (window.getSelection()?.toString() ?? '') !== '') return
    open(row)
  }
  const arrows = (event: KeyboardEvent): void => {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
    if ((event.target as HTMLElement).closest('tr[data-row]') === null) return
    event.preventDefault()
    move(event.key === 'ArrowDown' ? 1 : -1)
  }

  return (
    <div>
      <div className={`grid cards ${rows.length > scrollFrom ? 'scrolling' : ''}`} ref={box} onScroll={look} tabIndex={0} role="region" aria-label={label}>
        <table role="table" aria-label={label} aria-rowcount={more === undefined ? rows.length + 1 : -1}>
          <thead role="rowgroup">
            <tr role="row">
              {columns.map((column) => (
                <th role="columnheader" scope="col" key={column.key} className={classOf(column)} style={column.width === undefined ? undefined : { width: column.width }}>
                  {column.title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody role="rowgroup" ref={body} onKeyDown={arrows}>
            {from > 0 ? <Spacer height={from * rowHeight} span={columns.length} /> : null}
            {rows.slice(from, to).map((row, at) => (
              <tr
                role="row"
                key={keyOf(row)}
                data-row
                aria-rowindex={from + at + 2}
                className={`${open === undefined ? '' : 'openable'} ${urgent?.(row) === true ? 'urgent' : ''}`}
                onClick={(event) => click(event, row)}
              >
                {columns.map((column) => (
                  <td role="cell" key={column.key} data-label={column.title} className={classOf(column)}>
                    {column.render(row)}
                  </td>
                ))}
              </tr>
            ))}
            {to < rows.length ? <Spacer height={(rows.length - to) * rowHeight} span={columns.length} /> : null}
          </tbody>
        </table>
      </div>
      <div className="grid-foot no-print" aria-live="polite">
        <span>
          {foot} {t('grid.shown', { count: rows.length })}
        </span>
        {more === undefined ? null : (
          <Button size="small" onClick={more} loading={fetching}>
            {t('grid.more')}
          </Button>
        )}
      </div>
    </div>
  )
}

function Spacer({ height, span }: { readonly height: number; readonly span: number }) {
  return (
    <tr className="spacer" aria-hidden="true">
      <td colSpan={span} style={{ height }} />
    </tr>
  )
}
