import type { Instant, Interval } from '../../../kernel/instant.ts'
import { invariant } from '../../../kernel/invariant.ts'
import type { Refusal } from '../../../kernel/refusal.ts'
import { ok, refuse, type Result } from '../../../kernel/result.ts'
import { happened, spanText, type Decided, type InspectionEvent } from './event.ts'
import { findTask, refuseAct, type Inspection, type Person, type Slot } from './inspection.ts'

/** One party's yes: its crew, and the time and place it means; absent ones mean the standing ones. */
export interface Agreement {
  readonly slot?: Interval
  readonly site?: string
  readonly crew: readonly string[]
  readonly specialCircumstance?: string
}

const sameSpan = (a: Interval, b: Interval): boolean => a.from === b.from && a.to === b.to

function checkSlot(slot: Interval | undefined, site: string | undefined, now: Instant): Refusal[] {
  const refusals: Refusal[] = []
  if (slot === undefined) refusals.push({ code: 'inspections/time-required', pointer: '/slot', clause: 'DC-09' })
  else if (slot.to <= slot.from) refusals.push({ code: 'inspections/slot-inverted', pointer: '/slot/to', clause: 'DC-09' })
  else if (slot.to <= now) refusals.push({ code: 'inspections/slot-past', pointer: '/slot/to', clause: 'DC-09' })
  if (site === undefined) refusals.push({ code: 'inspections/place-required', pointer: '/site', clause: 'DC-09' })
  return refusals
}

/**
 * One party confirms time, place and crew (DC-09). While nobody has confirmed, its time and place become the standing ones; afterwards a party
 * confirms exactly those or proposes others by `reschedule`, so that no two parties ever mean different platforms. All confirmed: agreed.
 */
export function agree(inspection: Inspection, by: Person, agreement: Agreement, now: Instant): Result<Decided> {
  const impossible = refuseAct(inspection, 'agree')
  if (impossible !== undefined) return refuse(impossible)
  const task = findTask(inspection, by.agency)
  if (task === undefined) return refuse({ code: 'inspections/not-a-party', facts: { agency: by.agency } })

  const slot = agreement.slot ?? inspection.slot
  const site = agreement.site ?? inspection.site
  const others = inspection.tasks.some((other) => other.agency !== by.agency && other.confirmed !== undefined)
  const differs = (inspection.slot !== undefined && slot !== undefined && !sameSpan(inspection.slot, slot)) || (inspection.site !== undefined && site !== inspection.site)
  if (others && differs) {
    const standing = { ...spanText(inspection.slot), site: inspection.site ?? '–' }
    // Both mean the same time: it is the platform they have to choose (JI-17).
    if (inspection.slot !== undefined && slot !== undefined && sameSpan(inspection.slot, slot)) return refuse({ code: 'inspections/one-platform', pointer: '/site', facts: { ...standing, wanted: site ?? '–' }, clause: 'JI-17' })
    return refuse({ code: 'inspections/proposal-differs', pointer: '/slot', facts: standing, clause: 'JI-07' })
  }
  const [first, ...rest] = checkSlot(slot, site, now)
  if (first !== undefined) return refuse(first, ...rest)
  if (agreement.crew.length === 0) return refuse({ code: 'inspections/crew-required', pointer: '/crew', clause: 'DC-09' })
  invariant(slot !== undefined && site !== undefined, 'a checked agreement has time and place')

  const crew = [...new Set(agreement.crew)].sort()
  const waiting = inspection.tasks.filter((each) => each.agency !== by.agency && each.confirmed === undefined).map((each) => each.agency)
  const special = inspection.kind === 'single' && agreement.specialCircumstance !== undefined ? { specialCircumstance: agreement.specialCircumstance } : {}
  const said: InspectionEvent = { type: 'InspectionSlotConfirmed', payload: { agency: by.agency, slot: spanText(slot), site, crew, waiting, ...special } }
  const all: InspectionEvent = { type: 'InspectionAgreed', payload: { slot: spanText(slot), site, agencies: inspection.tasks.map((each) => each.agency) } }
  return ok(happened(inspection, waiting.length === 0 ? [said, all] : [said], by, now))
}

/** Puts another time and place on the table, with a reason; every earlier yes is asked again (JI-07). */
export function reschedule(inspection: Inspection, proposal: { readonly slot: Interval; readonly site: string; readonly reason: string; readonly by: string }, now: Instant): Result<Decided> {
  const impossible = refuseAct(inspection, 'reschedule')
  if (impossible !== undefined) return refuse(impossible)
  const [first, ...rest] = checkSlot(proposal.slot, proposal.site, now)
  if (first !== undefined) return refuse(first, ...rest)
  const { slot, site, reason, by } = proposal
  return ok(happened(inspection, [{ type: 'InspectionRescheduled', payload: { from: spanText(inspection.slot), to: spanText(slot), site, reason, by } }], { id: by, name: by }, now))
}

/**
 * A single inspection gives way to a joint one (JI-08): its slot is gone, its agency confirms another. `instead` is the time and place proposed in
 * its stead, where one suits.
 */
export function giveWay(inspection: Inspection, to: string, instead: Slot | undefined, now: Instant): Decided {
  const proposed = instead === undefined ? {} : { to: spanText(instead), site: instead.site }
  return happened(inspection, [{ type: 'InspectionMovedForJoint', payload: { from: spanText(inspection.slot), madeRoomFor: to, reason: 'joint-before-single', ...proposed } }], { id: '', name: '' }, now)
}
