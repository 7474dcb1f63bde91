import { useSyncExternalStore } from 'react'

const step = 15_000
let shown = Date.now()
const listeners = new Set<() => void>()
let timer: number | undefined

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  timer ??= window.setInterval(() => {
    shown = Date.now()
    for (const each of listeners) each()
  }, step)
  return () => {
    listeners.delete(listener)
    if (listeners.size > 0) return
    window.clearInterval(timer)
    timer = undefined
  }
}

/** The moment on screen, one for all components, moved on every 15 seconds so that remaining times stay true. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, () => shown)
}
