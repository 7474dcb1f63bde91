import { useRef } from 'react'
import { useTexts } from '../../../web/i18n/i18n.ts'
import { hourMinute } from '../../../web/i18n/time.ts'
import { useNow } from '../../../web/kit/now.ts'
import { Parties } from '../../../web/reference/party.tsx'
import { usePort } from '../../../web/reference/port.ts'
import type { InspectionView } from './inspection-view.ts'
import { isLate } from './lanes.ts'
import { isMovable, snap, stepMs, type Draft } from './replan.ts'

/** So far a pointer travels before it is a drag and no click. */
const dragAfter = 5

/**
 * One inspection on the time axis. A click opens it; a drag, or Shift with the arrow keys, drafts another time and place; Escape takes the draft back.
 * What may not be moved only opens.
 */
export function GanttBar({ inspection, draft, clashes, sites, dayMs, onDraft, onOpen }: {
  readonly inspection: InspectionView
  readonly draft: Draft | undefined
  readonly clashes: boolean
  readonly sites: readonly string[]
  readonly dayMs: number
  readonly onDraft: (draft: Draft | undefined) => void
  readonly onOpen: (id: string) => void
}) {
  const { t } = useTexts()
  const { timeZone } = usePort()
  const now = useNow()
  const grip = useRef<{ readonly x: number; readonly y: number; readonly width: number; readonly start: Draft; moved: boolean } | undefined>(undefined)
  const { slot } = inspection
  const movable = isMovable(inspection)
  const standing: Draft | undefined = slot === undefined ? undefined : (draft ?? { id: inspection.id, from: Date.parse(slot.from), to: Date.parse(slot.to), site: inspection.site ?? '' })

  const shift = (start: Draft, by: number, site = start.site): void => onDraft({ ...start, from: start.from + by, to: start.to + by, site })
  const press = (event: React.PointerEvent<HTMLButtonElement>): void => {
    const row = event.currentTarget.closest('ul')
    if (!movable || standing === undefined || row === null || event.button !== 0) return
    event.currentTarget.setPointerCapture(event.pointerId)
    grip.current = { x: event.clientX, y: event.clientY, width: row.clientWidth, start: standing, moved: false }
  }
  const move = (event: React.PointerEvent<HTMLButtonElement>): void => {
    const held = grip.current
    if (held === undefined) return
    const [dx, dy] = [event.clientX - held.x, event.clientY - held.y]
    if (!held.moved && Math.hypot(dx, dy) < dragAfter) return
    held.moved = true
    const under = document.elementsFromPoint(event.clientX, event.clientY).map((element) => element.closest('[data-site]')?.getAttribute('data-site')).find((site) => site !== undefined && site !== null)
    const from = snap(held.start.from + (dx / held.width) * dayMs)
    shift(held.start, from - held.start.from, under === undefined || under === null || under === '' ? held.start.site : under)
  }
  const keys = (event: React.KeyboardEvent<HTMLButtonElement>): void => {
    if (!movable || standing === undefined) return
    if (event.key === 'Escape' && draft !== undefined) return onDraft(undefined)
    if (!event.shiftKey) return
    const place = sites.indexOf(standing.site)
    if (event.key === 'ArrowLeft') shift(standing, snap(standing.from - stepMs) - standing.from)
    else if (event.key === 'ArrowRight') shift(standing, snap(standing.from + stepMs) - standing.from)
    else if (event.key === 'ArrowUp' && place > 0) shift(standing, 0, sites[place - 1])
    else if (event.key === 'ArrowDown' && place < sites.length - 1) shift(standing, 0, sites[place + 1])
    else return
    event.preventDefault()
  }
  return (
    <button
      type="button"
      className={`bar ${inspection.state} ${isLate(inspection, now) ? 'late' : ''} ${movable ? 'movable' : ''} ${draft === undefined ? '' : 'drafted'} ${clashes ? 'clashes' : ''}`}
      title={inspection.object.ref}
      aria-describedby={movable ? 'gantt-help' : undefined}
      onPointerDown={press}
      onPointerMove={move}
      onKeyDown={keys}
      onClick={() => {
        const dragged = grip.current?.moved === true
        grip.current = undefined
        if (!dragged) onOpen(inspection.id)
      }}
    >
      <Parties codes={inspection.tasks.map((task) => task.agency)} />
      <span className={draft === undefined ? 'code' : 'visually-hidden'}>{inspection.object.ref}</span>
      <span className={draft === undefined ? 'visually-hidden' : 'small'}>{slot === undefined ? '' : `${hourMinute(slot.from, timeZone)}–${hourMinute(slot.to, timeZone)}${draft === undefined ? ` ${inspection.site ?? t('board.noSite')}` : ''}`}</span>
    </button>
  )
}
