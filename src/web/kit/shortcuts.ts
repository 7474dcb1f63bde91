import { useEffect, useRef, useSyncExternalStore } from 'react'

const storageKey = 'lianjian.shortcuts'
const listeners = new Set<() => void>()
const handlers = new Map<string, Set<() => void>>()

/** Whether single keys act; the reader can switch them off (WCAG 2.1.4). */
function shortcutsOn(): boolean {
  return window.localStorage.getItem(storageKey) !== 'off'
}

/** Switches single-key shortcuts on or off and remembers it. */
export function switchShortcuts(on: boolean): void {
  window.localStorage.setItem(storageKey, on ? 'on' : 'off')
  for (const listener of listeners) listener()
}

/** `shortcutsOn` for components. */
export function useShortcutsOn(): boolean {
  return useSyncExternalStore((listener) => {
    listeners.add(listener)
    return () => listeners.delete(listener)
  }, shortcutsOn)
}

/** Two keys of one sequence (`g q`) may lie this many milliseconds apart. */
const patience = 900
let prefix: { readonly key: string; readonly at: number } | undefined

function typing(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName) || target.closest('[role="listbox"],[role="combobox"],[role="menu"]') !== null)
}

function press(event: KeyboardEvent): void {
  if (!shortcutsOn() || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return
  const sequence = prefix !== undefined && event.timeStamp - prefix.at < patience ? `${prefix.key} ${event.key}` : event.key
  prefix = undefined
  const found = handlers.get(sequence)
  // The one mounted last lies on top of the others.
  const act = found === undefined ? undefined : [...found].at(-1)
  if (act !== undefined) {
    event.preventDefault()
    act()
  } else if ([...handlers.keys()].some((key) => key.startsWith(`${event.key} `))) prefix = { key: event.key, at: event.timeStamp }
}

/** Does `act` when `keys` (`j`, `/`, `g q`) are pressed outside a field, while the component is on screen. */
export function useShortcut(keys: string, act: () => void): void {
  const latest = useRef(act)
  useEffect(() => {
    latest.current = act
  })
  useEffect(() => {
    const run = (): void => latest.current()
    if (handlers.size === 0) document.addEventListener('keydown', press)
    const group = handlers.get(keys) ?? new Set()
    group.add(run)
    handlers.set(keys, group)
    return () => {
      group.delete(run)
      if (group.size === 0) handlers.delete(keys)
      if (handlers.size === 0) document.removeEventListener('keydown', press)
    }
  }, [keys])
}
