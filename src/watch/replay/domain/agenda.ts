import type { Instant } from '../../../kernel/instant.ts'

/** Something a simulated party will do. `about` is the inspection, declaration or booking. */
export interface AgendaItem {
  readonly at: Instant
  readonly kind: 'direct' | 'agree' | 'reschedule' | 'decline' | 'start' | 'handle' | 'find' | 'dispose' | 'close' | 'judge' | 'release'
  readonly about: string
  readonly agency: string
  /** The rule of a directive, the action of a handling, the time of a booking that is given back (`from to`). */
  readonly detail?: string
  /** Order of planning: decides between items of one moment, so that a run can be repeated. */
  readonly n: number
}

/** What is to be done, as a binary heap by moment and order; plain data, so that a stopped run can be stored. */
export interface Agenda {
  next: number
  readonly items: AgendaItem[]
}

/** Nothing to be done. */
export function newAgenda(): Agenda {
  return { next: 0, items: [] }
}

const isBefore = (a: AgendaItem, b: AgendaItem): boolean => a.at < b.at || (a.at === b.at && a.n < b.n)

/** Puts an item in its place. */
export function plan(agenda: Agenda, item: Omit<AgendaItem, 'n'>): void {
  const { items } = agenda
  items.push({ ...item, n: agenda.next++ })
  let child = items.length - 1
  while (child > 0) {
    const parent = (child - 1) >> 1
    if (!isBefore(items[child] as AgendaItem, items[parent] as AgendaItem)) return
    swap(items, child, parent)
    child = parent
  }
}

/** The moment of the first item; undefined when there is none. */
export function firstAt(agenda: Agenda): Instant | undefined {
  return agenda.items[0]?.at
}

/** Takes the first item out when its moment is not after `until`. */
export function takeDue(agenda: Agenda, until: Instant): AgendaItem | undefined {
  const { items } = agenda
  const [first] = items
  if (first === undefined || first.at > until) return undefined
  const last = items.pop()
  if (last !== undefined && items.length > 0) {
    items[0] = last
    sink(items)
  }
  return first
}

/** Takes out everything about a case that came to another end. */
export function forget(agenda: Agenda, about: string): void {
  const kept = agenda.items.filter((item) => item.about !== about)
  if (kept.length === agenda.items.length) return
  agenda.items.length = 0
  // In their order a list is a heap.
  agenda.items.push(...kept.sort((a, b) => (isBefore(a, b) ? -1 : 1)))
}

function sink(items: AgendaItem[]): void {
  for (let parent = 0; ; ) {
    const [left, right] = [2 * parent + 1, 2 * parent + 2]
    let first = parent
    if (left < items.length && isBefore(items[left] as AgendaItem, items[first] as AgendaItem)) first = left
    if (right < items.length && isBefore(items[right] as AgendaItem, items[first] as AgendaItem)) first = right
    if (first === parent) return
    swap(items, first, parent)
    parent = first
  }
}

function swap(items: AgendaItem[], a: number, b: number): void {
  const held = items[a] as AgendaItem
  items[a] = items[b] as AgendaItem
  items[b] = held
}
