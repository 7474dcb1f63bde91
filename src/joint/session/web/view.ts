/** What part of an image is seen: how large, and how far it is moved, in pixels of the frame. */
export interface View {
  readonly zoom: number
  readonly x: number
  readonly y: number
  readonly contrast: number
  readonly inverted: boolean
}

export const wholeView: View = { zoom: 1, x: 0, y: 0, contrast: 1, inverted: false }

/** Frame of a viewer in pixels. */
export interface Frame {
  readonly width: number
  readonly height: number
}

const between = (value: number, least: number, most: number): number => Math.min(most, Math.max(least, value))

/** Moved by pixels; the image never leaves its frame. */
export function moved(view: View, dx: number, dy: number, frame: Frame): View {
  return { ...view, x: between(view.x + dx, frame.width * (1 - view.zoom), 0), y: between(view.y + dy, frame.height * (1 - view.zoom), 0) }
}

/** Zoomed by a factor, 1 to 16 times; the point in the frame stays where it is. */
export function zoomed(view: View, factor: number, at: { readonly x: number; readonly y: number }, frame: Frame): View {
  const zoom = between(view.zoom * factor, 1, 16)
  const ratio = zoom / view.zoom
  return moved({ ...view, zoom, x: at.x - (at.x - view.x) * ratio, y: at.y - (at.y - view.y) * ratio }, 0, 0, frame)
}

/** Contrast changed, a third to four times. */
export function contrasted(view: View, by: number): View {
  return { ...view, contrast: between(Math.round((view.contrast + by) * 100) / 100, 0.3, 4) }
}

/** A point of the frame as shares of the image, 0 to 1. */
export function shareAt(view: View, at: { readonly x: number; readonly y: number }, frame: Frame): { readonly x: number; readonly y: number } {
  return { x: between((at.x - view.x) / (frame.width * view.zoom), 0, 1), y: between((at.y - view.y) / (frame.height * view.zoom), 0, 1) }
}

/** The box between two points, as shares; never thinner than a hundredth. */
export function boxOf(a: { readonly x: number; readonly y: number }, b: { readonly x: number; readonly y: number }): { x: number; y: number; width: number; height: number } {
  const [x, y] = [Math.min(a.x, b.x, 0.99), Math.min(a.y, b.y, 0.99)]
  return { x, y, width: between(Math.abs(a.x - b.x), 0.01, 1 - x), height: between(Math.abs(a.y - b.y), 0.01, 1 - y) }
}
