import { Button, Slider } from 'antd'
import { useRef, useState } from 'react'
import { useTexts } from '../../../web/i18n/i18n.ts'
import { useReference } from '../../../web/reference/reference.ts'
import { partyColours } from '../../../web/theme/palette.ts'
import { boxOf, contrasted, moved, shareAt, wholeView, zoomed, type Frame, type View } from './view.ts'

/** A box on an image, as shares of its width and height. */
export interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  readonly note?: string | undefined
}

interface Props {
  readonly source: string
  /** Marks that stand: those of verdicts that are known. */
  readonly standing: readonly (Box & { readonly agency: string })[]
  /** The reader's own, not yet sent; absent where nothing can be marked. */
  readonly marks?: readonly Box[]
  readonly onMarks?: (marks: readonly Box[]) => void
  readonly agency: string | undefined
}

const step = 40
const share = (value: number): string => `${value * 100}%`

/** An image to move, zoom, sharpen and mark, by hand, mouse or keyboard. */
export function Viewer({ source, standing, marks, onMarks, agency }: Props) {
  const { t } = useTexts()
  const { agencies } = useReference()
  const [view, setView] = useState<View>(wholeView)
  const [marking, setMarking] = useState(false)
  const [ratio, setRatio] = useState(1.6)
  const [chosen, setChosen] = useState<number | undefined>(undefined)
  const box = useRef<HTMLDivElement>(null)
  const held = useRef<{ x: number; y: number; from: { x: number; y: number } } | undefined>(undefined)
  const frame = (): Frame => ({ width: box.current?.clientWidth ?? 1, height: box.current?.clientHeight ?? 1 })
  const pointOf = (event: { clientX: number; clientY: number }): { x: number; y: number } => {
    const at = box.current?.getBoundingClientRect()
    return { x: event.clientX - (at?.left ?? 0), y: event.clientY - (at?.top ?? 0) }
  }
  const middle = (): { x: number; y: number } => ({ x: frame().width / 2, y: frame().height / 2 })
  const colourOf = (code: string | undefined): string => {
    const at = agencies.findIndex((known) => known.code === code)
    return `party-${at < 0 ? 7 : (at % partyColours) + 1}`
  }
  const add = (mark: Box): void => {
    onMarks?.([...(marks ?? []), mark])
    setChosen(marks?.length ?? 0)
  }
  const addInMiddle = (): void => {
    const at = shareAt(view, middle(), frame())
    const size = 0.12 / view.zoom
    add(boxOf({ x: at.x - size / 2, y: at.y - size / 2 }, { x: at.x + size / 2, y: at.y + size / 2 }))
  }
  const shift = (dx: number, dy: number): void => {
    const mark = chosen === undefined ? undefined : marks?.[chosen]
    if (mark === undefined) return setView((before) => moved(before, dx * step, dy * step, frame()))
    const by = 0.01 / view.zoom
    const x = Math.min(1 - mark.width, Math.max(0, mark.x - dx * by))
    const y = Math.min(1 - mark.height, Math.max(0, mark.y - dy * by))
    onMarks?.((marks ?? []).map((one, i) => (i === chosen ? { ...one, x, y } : one)))
  }
  const press = (event: React.KeyboardEvent): void => {
    const acts: Readonly<Record<string, () => void>> = {
      ArrowLeft: () => shift(1, 0),
      ArrowRight: () => shift(-1, 0),
      ArrowUp: () => shift(0, 1),
      ArrowDown: () => shift(0, -1),
      '+': () => setView((before) => zoomed(before, 1.25, middle(), frame())),
      '=': () => setView((before) => zoomed(before, 1.25, middle(), frame())),
      '-': () => setView((before) => zoomed(before, 0.8, middle(), frame())),
      '0': () => setView(wholeView),
      '[': () => setView((before) => contrasted(before, -0.1)),
      ']': () => setView((before) => contrasted(before, 0.1)),
      Escape: () => setChosen(undefined),
      ...(marks === undefined ? {} : { m: addInMiddle, M: addInMiddle }),
    }
    const run = acts[event.key]
    if (run === undefined || event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    run()
  }
  return (
    <div>
      <div
        ref={box}
        className={`viewer ${marking ? 'marking' : ''}`}
        role="group"
        tabIndex={0}
        style={{ aspectRatio: ratio, maxWidth: `calc(72vh * ${ratio})` }}
        aria-label={t('images.viewer')}
        onKeyDown={press}
        onWheel={(event) => setView((before) => zoomed(before, event.deltaY < 0 ? 1.15 : 0.87, pointOf(event), frame()))}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId)
          const at = pointOf(event)
          held.current = { ...at, from: shareAt(view, at, frame()) }
        }}
        onPointerMove={(event) => {
          if (held.current === undefined || marking) return
          const at = pointOf(event)
          const { x, y } = held.current
          held.current = { ...held.current, ...at }
          setView((before) => moved(before, at.x - x, at.y - y, frame()))
        }}
        onPointerUp={(event) => {
          const began = held.current
          held.current = undefined
          if (!marking || began === undefined) return
          add(boxOf(began.from, shareAt(view, pointOf(event), frame())))
          setMarking(false)
        }}
      >
        <div className="viewer-plane" style={{ transform: `translate(${view.x}px, ${view.y}px) scale(${view.zoom})` }}>
          <img src={source} alt="" draggable={false} onLoad={({ currentTarget }) => setRatio(currentTarget.naturalWidth / Math.max(1, currentTarget.naturalHeight))} style={{ filter: `contrast(${view.contrast})${view.inverted ? ' invert(1)' : ''}`, imageRendering: view.zoom > 3 ? 'pixelated' : 'auto' }} />
          {standing.map((mark, i) => (
            <div key={`standing-${i}`} className={`viewer-mark ${colourOf(mark.agency)}`} style={{ left: share(mark.x), top: share(mark.y), width: share(mark.width), height: share(mark.height) }}>
              <span>
                {mark.agency} {mark.note}
              </span>
            </div>
          ))}
          {(marks ?? []).map((mark, i) => (
            <div key={`own-${i}`} className={`viewer-mark ${colourOf(agency)} ${chosen === i ? 'chosen' : ''}`} style={{ left: share(mark.x), top: share(mark.y), width: share(mark.width), height: share(mark.height) }}>
              <span>{i + 1}</span>
            </div>
          ))}
        </div>
      </div>
      <div className="viewer-tools no-print">
        <Button onClick={() => setView((before) => zoomed(before, 1.25, middle(), frame()))}>{t('images.zoomIn')}</Button>
        <Button onClick={() => setView((before) => zoomed(before, 0.8, middle(), frame()))}>{t('images.zoomOut')}</Button>
        <Button onClick={() => setView(wholeView)}>{t('images.reset')}</Button>
        <Button aria-pressed={view.inverted} onClick={() => setView((before) => ({ ...before, inverted: !before.inverted }))}>
          {t('images.invert')}
        </Button>
        <span className="small">{t('images.contrast')}</span>
        <Slider style={{ width: 120 }} min={0.3} max={4} step={0.1} value={view.contrast} ariaLabelForHandle={t('images.contrast')} onChange={(contrast: number) => setView((before) => ({ ...before, contrast }))} />
        {marks === undefined ? null : (
          <Button type={marking ? 'primary' : 'default'} aria-pressed={marking} onClick={() => setMarking((before) => !before)}>
            {t('images.mark')}
          </Button>
        )}
      </div>
      {marks === undefined ? null : <p className="small quiet no-print">{t('images.drawHelp')}</p>}
    </div>
  )
}
