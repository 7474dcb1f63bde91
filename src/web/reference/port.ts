import { useSyncExternalStore } from 'react'
import { useActor } from '../session/session.ts'
import type { ReferenceView } from '../../registry/reference/reference-view.ts'
import { useReference } from './reference.ts'

type PortEntry = ReferenceView['ports'][number]

const storageKey = 'lianjian.port'
const listeners = new Set<() => void>()

/** Moves to another port and remembers it; every list follows. */
export function choosePort(code: string): void {
  window.localStorage.setItem(storageKey, code)
  for (const listener of listeners) listener()
}

function useChosen(): string | null {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => window.localStorage.getItem(storageKey),
  )
}

/** The ports the reader may look at. */
export function usePorts(): readonly PortEntry[] {
  const { ports } = useReference()
  const actor = useActor()
  return actor.ports.includes('*') ? ports : ports.filter((port) => actor.ports.includes(port.code))
}

/** The port on screen and its clock. Before the names have arrived, the code the reader is bound to. */
export function usePort(): { readonly code: string; readonly timeZone: string } {
  const ports = usePorts()
  const chosen = useChosen()
  const actor = useActor()
  const found = ports.find((port) => port.code === chosen) ?? ports[0]
  return { code: found?.code ?? actor.ports.find((port) => port !== '*') ?? '', timeZone: found?.timeZone ?? 'UTC' }
}
