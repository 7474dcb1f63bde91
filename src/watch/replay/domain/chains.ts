import { fromEpoch, minutes, type Interval } from '../../../kernel/instant.ts'
import type { AgendaItem } from './agenda.ts'
import type { Simulation } from './simulation.ts'

const halfHour = minutes(30)

/**
 * What an act reads or writes that another act of the same stretch could write or read: its inspection, its declarations, the boxes they lie in.
 * Acts that look at who is where when, and those that change it, share the half hours of their slots.
 */
export function sharedBy(simulation: Simulation, item: AgendaItem): string[] {
  if (item.kind === 'release') {
    const [from = 0, to = 0] = (item.detail ?? '').split(' ').map(Number)
    return [item.about, ...halfHours({ from: fromEpoch(from), to: fromEpoch(to) })]
  }
  const inspection = simulation.inspections[item.about]
  if (inspection === undefined) return [item.about]
  const { slot, lost } = inspection
  const books = item.kind === 'agree' || item.kind === 'reschedule' || item.kind === 'decline' || item.kind === 'start' || (item.kind === 'close' && slot !== undefined && slot.to > item.at)
  return [
    item.about,
    inspection.object.ref,
    ...inspection.declarations.flatMap((id) => [id, ...(simulation.cases[id]?.containers ?? [])]),
    ...(books ? halfHours(slot ?? { from: item.at, to: item.at }) : []),
    // Who asks for another time gives up the one there was.
    ...(item.kind === 'reschedule' && lost !== undefined ? halfHours(lost) : []),
  ]
}

function halfHours({ from, to }: Interval): string[] {
  const first = Math.floor(from / halfHour)
  return Array.from({ length: Math.max(1, Math.ceil(to / halfHour) - first) }, (_, n) => `slot ${first + n}`)
}

/** Puts what shares anything into one chain, in the order given; chains have nothing in common with each other. */
export function chainsOf<T>(items: readonly T[], shared: (item: T) => readonly string[]): T[][] {
  const chainOf = new Map<string, T[]>()
  const order = new Map(items.map((item, at) => [item, at]))
  const chains = new Set<T[]>()
  for (const item of items) {
    const names = shared(item)
    const [first = [], ...others] = [...new Set(names.map((name) => chainOf.get(name)))].filter((known) => known !== undefined)
    chains.add(first)
    first.push(...others.flat(), item)
    if (others.length > 0) first.sort((a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0))
    for (const other of others) chains.delete(other)
    for (const [name, known] of chainOf) if (others.includes(known)) chainOf.set(name, first)
    for (const name of names) chainOf.set(name, first)
  }
  return [...chains]
}
