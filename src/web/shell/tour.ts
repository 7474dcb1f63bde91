import { useSyncExternalStore } from 'react'
import type { Role } from '../../kernel/actor.ts'
import { places, type Place } from './navigation.tsx'
import type zh from '../../../locales/zh/tour.json'

type Steps = (typeof zh)['ui']['steps']

/** The places a role is led through, in the order of its day; the texts stand under `tour.steps.<role>.<place>`. */
const walks = {
  trader: ['consignments', 'newDeclaration', 'upload', 'credit', 'inbox'],
  coordinator: ['board', 'port', 'bookings', 'draws', 'measures'],
  officer: ['queue', 'consignments', 'directives', 'board', 'riskCentre', 'ruleLab'],
  operator: ['board', 'bookings', 'inbox'],
  laboratory: ['acceptance', 'inbox'],
  headquarters: ['measures', 'targeting', 'ruleLab', 'consignments', 'ledger'],
  auditor: ['ledger', 'draws', 'consignments', 'registers'],
  administrator: ['jobs', 'registers', 'inbox'],
} as const satisfies { readonly [R in Role]: readonly (keyof Steps[R])[] }

/** Where a tour leads to and what it says there, as a key below `tour.steps`. */
export interface TourStep {
  readonly place: Place
  readonly text: string
}

/** The tour of the first of these roles that has one. */
export function tourOf(roles: readonly Role[]): { readonly role: Role; readonly steps: readonly TourStep[] } | undefined {
  const role = (Object.keys(walks) as Role[]).find((each) => roles.includes(each))
  if (role === undefined) return undefined
  const steps = walks[role].flatMap((name) => {
    const place = places.find((each) => each.name === name && each.roles.includes(role))
    return place === undefined ? [] : [{ place, text: `${role}.${name}` }]
  })
  return { role, steps }
}

const storageKey = 'lianjian.tour'
const listeners = new Set<() => void>()

/** `new`: not offered yet; a number: the step the reader is at; `over`: taken or declined. Kept by the browser, so that a reload goes on. */
export type TourState = 'new' | 'over' | number

function stateOf(role: Role): TourState {
  const kept = window.localStorage.getItem(`${storageKey}.${role}`)
  if (kept === null) return 'new'
  return kept === 'over' ? 'over' : Number(kept)
}

/** Goes to a step of a role's tour, or ends it. */
export function turnTour(role: Role, state: TourState): void {
  window.localStorage.setItem(`${storageKey}.${role}`, String(state))
  for (const listener of listeners) listener()
}

/** Where the reader is in the tour of a role. */
export function useTour(role: Role | undefined): TourState {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => (role === undefined ? 'over' : stateOf(role)),
  )
}
