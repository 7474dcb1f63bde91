import { plus, toIso, type Instant, type Interval, type Milliseconds } from '../../../kernel/instant.ts'
import { must } from '../../../kernel/invariant.ts'
import type { Refusal } from '../../../kernel/refusal.ts'
import { ok, refuse, type Result } from '../../../kernel/result.ts'
import { reschedule } from './agree.ts'
import { happened, type Decided, type InspectionEvent } from './event.ts'
import { findTask, type Inspection, type Person } from './inspection.ts'
import type { Parted } from './leave.ts'

/** Who was there for a slot: at the site, by remote, or not although the others waited. */
export interface Presence {
  readonly id: string
  readonly inspection: string
  readonly slotFrom: Instant
  readonly agency: string
  readonly mode: 'on-site' | 'remote' | 'no-show'
  readonly reason?: string
  /** What the others did about a no-show. */
  readonly then?: WhatThen
  readonly by: string
  readonly name: string
  readonly at: Instant
}

/** After the grace time the parties that are there begin without the other, plan anew, or offer it to take part by remote: its own crew says whether it does. */
export type WhatThen = 'proceed' | 'reschedule' | 'remote'

/** Agencies that are not there for the standing slot, by the latest that was noted of each. */
export function absentFrom(inspection: Inspection, presences: readonly Presence[]): string[] {
  const there = new Map(presences.filter((presence) => presence.slotFrom === inspection.slot?.from).map((presence) => [presence.agency, presence.mode]))
  return inspection.tasks.map((task) => task.agency).filter((agency) => (there.get(agency) ?? 'no-show') === 'no-show')
}

/**
 * Whether a session may begin as far as presence goes. Once one party has noted its arrival every party has to be there; where nobody notes
 * arrivals, whoever starts the session answers for all being there.
 */
export function refuseMissing(inspection: Inspection, by: Person, presences: readonly Presence[], grace: Milliseconds): Refusal[] {
  const noted = presences.some((presence) => presence.slotFrom === inspection.slot?.from)
  if (!noted || inspection.slot === undefined) return []
  const until = toIso(plus(inspection.slot.from, grace))
  return absentFrom(inspection, presences)
    .filter((agency) => agency !== by.agency)
    .map((agency) => ({ code: 'inspections/party-missing', facts: { agency, until }, agency, clause: 'JI-20' }))
}

function refuseState(inspection: Inspection, act: string): Refusal | undefined {
  return inspection.state === 'agreed' && !inspection.desk ? undefined : { code: 'inspections/not-in-this-state', facts: { state: inspection.state, act } }
}

/** A crew reports that it is at the site, or takes part by remote for a reason. */
export function arrive(inspection: Inspection, by: Person, mode: 'on-site' | 'remote', reason: string | undefined, now: Instant): Result<Decided> {
  const impossible = refuseState(inspection, 'arrive') ?? (findTask(inspection, by.agency) === undefined ? { code: 'inspections/not-a-party', facts: { agency: by.agency } } : undefined)
  if (impossible !== undefined) return refuse(impossible)
  if (mode === 'remote' && (reason ?? '').trim() === '') return refuse({ code: 'inspections/reason-required', pointer: '/reason', clause: 'JI-20' })
  return ok(happened(inspection, [{ type: 'CrewArrived', payload: { agency: by.agency, mode, ...(reason === undefined ? {} : { reason }) } }], by, now))
}

/** A party's report that another has not come. */
export interface NoShow {
  readonly agency: string
  readonly then: WhatThen
  readonly reason: string
  readonly slot?: Interval
  readonly site?: string
}

/**
 * A party that is there reports another that is not, and what is done about it; not before the grace time of the port is over. `proceed`: the
 * missing party goes on by itself, its directives still open, and may use the records of this session. Nothing is let go by its absence.
 */
export function noShow(inspection: Inspection, by: Person, report: NoShow, presences: readonly Presence[], grace: Milliseconds, now: Instant): Result<Parted> {
  const impossible = refuseState(inspection, 'no-show')
  if (impossible !== undefined) return refuse(impossible)
  const task = findTask(inspection, report.agency)
  if (findTask(inspection, by.agency) === undefined) return refuse({ code: 'inspections/not-a-party', facts: { agency: by.agency } })
  if (task === undefined || report.agency === by.agency) return refuse({ code: 'inspections/not-a-party', pointer: '/agency', facts: { agency: report.agency } })
  if (!absentFrom(inspection, presences).includes(report.agency)) return refuse({ code: 'inspections/party-is-there', pointer: '/agency', facts: { agency: report.agency } })
  const slot = must(inspection.slot, 'what is agreed has a slot')
  const until = plus(slot.from, grace)
  if (now < until) return refuse({ code: 'inspections/grace-not-over', facts: { agency: report.agency, until: toIso(until) }, clause: 'JI-20' })
  if (report.then === 'reschedule' && (report.slot === undefined || report.site === undefined)) {
    return refuse({ code: report.slot === undefined ? 'inspections/time-required' : 'inspections/place-required', pointer: report.slot === undefined ? '/slot' : '/site', clause: 'JI-20' })
  }
  const { agency, then, reason } = report
  const missed: InspectionEvent = { type: 'PartyDidNotCome', payload: { agency, reportedBy: by.agency, person: by.name, then, reason, waited: now - slot.from } }
  if (then !== 'reschedule' || report.slot === undefined || report.site === undefined) return ok({ ...happened(inspection, [missed], by, now), leaving: then === 'proceed' ? [task] : [] })
  const moved = reschedule(inspection, { slot: report.slot, site: report.site, reason, by: by.name }, now)
  return moved.ok ? ok({ ...happened(inspection, [missed, ...moved.value.facts], by, now), leaving: [] }) : moved
}
