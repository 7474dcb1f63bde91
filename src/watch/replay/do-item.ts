import type { Command } from '../../joint/inspections/public.ts'
import type { Actor } from '../../kernel/actor.ts'
import { hours, plus, toIso, type Instant } from '../../kernel/instant.ts'
import type { Context } from '../../platform/context.ts'
import type { Tx } from '../../platform/database/database.ts'
import { plan, type AgendaItem } from './domain/agenda.ts'
import { chance } from './domain/chance.ts'
import { addRefusedAct } from './domain/measure.ts'
import type { ReplayProfile, SimulatedAgency } from './domain/replay-profile.ts'
import { arrangeAgain, verdictFor, type OpenInspection, type Simulation } from './domain/simulation.ts'
import type { Done, ReplayPath } from './path.ts'
import { idsOfAct } from './seeded-random.ts'

/** A replay at work: the product it runs on, what it simulates, how. */
export interface Running {
  readonly path: ReplayPath
  readonly simulation: Simulation
  readonly profile: ReplayProfile
  readonly port: string
  /** The stretch of time at work: its end, and how many acts of it have been begun. */
  readonly stretch: { until: Instant; begun: number }
}

/** Refusals that are the product's answer and no fault: somebody has opened this box already, and its record serves (JI-10, JI-11). */
const already = new Set(['inspections/already-opened', 'inspections/already-weighed', 'inspections/already-scanned'])
/** How often somebody comes back to an inspection that cannot begin yet. */
const startTries = 40

/** Who acts for an agency: the crew member an inspection was given, or the desk. */
export function officerOf(agency: SimulatedAgency, port: string, crew: string | undefined): Actor {
  const id = crew ?? `${agency.code}-desk`
  return { kind: 'person', id, name: id, roles: ['officer', 'coordinator'], agency: agency.code, ports: [port] }
}

/** A context of a replay: a moment of its own, in the replay's database, with ids of its own. */
export function contextAt({ path: { machine }, profile, stretch }: Running, actor: Actor, now: Instant): Context {
  return { actor, now, newId: idsOfAct(profile.seed, stretch.until, stretch.begun++, now), requestId: 'replay', db: machine.db, log: machine.log }
}

/** Sends the directive an agency's rule asks for, unless the goods are gone. */
export async function sendPlanned(running: Running, item: AgendaItem): Promise<void> {
  const { path, simulation, profile, port } = running
  const open = simulation.cases[item.about]
  const rule = profile.rules.find(({ id }) => id === item.detail)
  const agency = profile.agencies.find(({ code }) => code === item.agency)
  if (open === undefined || open.over || rule === undefined || agency === undefined) return
  const context = contextAt(running, officerOf(agency, port, undefined), item.at)
  const window = { from: toIso(item.at), to: toIso(plus(item.at, hours(rule.withinHours))) }
  count(simulation, await path.sendDirective(context, { port, object: { kind: 'consignment', ref: open.number }, methods: [...rule.methods], window, power: rule.power, reason: rule.reason }))
}

/** Who does a planned act, and when, with which ids; asked for in the order of the acts. Undefined when there is nothing to do any more. */
export function contextOf(running: Running, item: AgendaItem): Context | undefined {
  const inspection = running.simulation.inspections[item.about]
  const agency = running.profile.agencies.find(({ code }) => code === item.agency)
  if (agency === undefined || (inspection === undefined && item.kind !== 'release')) return undefined
  return contextAt(running, officerOf(agency, running.port, inspection?.crew[agency.code]), item.at)
}

/** Does one planned act on an inspection in the open transaction; what is refused is counted, and planned again where that can help. */
export async function doPlanned(running: Running, tx: Tx, item: AgendaItem, context: Context): Promise<void> {
  const { simulation, profile, path } = running
  if (item.kind === 'release') return returned(simulation, await path.returnBooking(tx, context, item.about, 'another time was taken'))
  const inspection = simulation.inspections[item.about]
  const agency = profile.agencies.find(({ code }) => code === item.agency)
  if (inspection === undefined || agency === undefined) return
  const act = (what: Command): Promise<Done> => path.act(tx, context, item.about, what)
  switch (item.kind) {
    case 'agree':
      await bookEquipment(running, tx, context, item, inspection)
      return agreed(running, item, inspection, await act(agreementOf(running, item, inspection, agency)))
    case 'reschedule':
      return count(simulation, await act(anotherTime(running, item, inspection)))
    case 'decline':
      return count(simulation, await act({ act: 'decline', body: { reason: profile.declineReason } }))
    case 'start':
      return started(running, item, await act({ act: 'start', body: {} }))
    case 'handle':
      return handled(running, item, act)
    case 'find':
      return count(simulation, await act({ act: 'findings', body: { checks: checksOf(running, item, inspection, agency) } }))
    case 'judge':
    case 'dispose':
      return count(simulation, await act(dispositionOf(running, item, agency)))
    case 'close':
      return count(simulation, await act({ act: 'close', body: {} }))
    case 'direct':
      // Sent apart: the desk has a transaction of its own.
      return
  }
}

/** Who agrees books what the inspection needs and nobody has booked for it yet. */
async function bookEquipment({ path, simulation }: Running, tx: Tx, context: Context, item: AgendaItem, inspection: OpenInspection): Promise<void> {
  if (inspection.slot === undefined) return
  const span = { from: toIso(inspection.slot.from), to: toIso(inspection.slot.to) }
  for (const wanted of inspection.equipment ?? []) {
    if (wanted.booking !== undefined) continue
    const id = context.newId()
    const done = await path.book(tx, context, { id, equipment: wanted.piece, ...span, purpose: inspection.object.ref, inspection: item.about })
    count(simulation, done)
    if (!done.ok) continue
    Object.assign(wanted, { booking: id, agency: item.agency })
    simulation.measures.bookings++
  }
}

/** A booking is free again: by who made it, or with the inspection it was made for, which had ended it before. */
function returned(simulation: Simulation, done: Done): void {
  const before = !done.ok && done.refusals.every(({ code }) => code === 'bookings/over')
  if (!before) count(simulation, done)
  if (before || done.ok) simulation.measures.bookingsReturned++
}

function count(simulation: Simulation, done: Done): void {
  if (!done.ok) addRefusedAct(simulation.measures, done.refusals[0]?.code ?? 'refused')
}

/** Refusals of a yes that another time helps: the crew or the place went to somebody else, the time is over, others have agreed on another. */
const helpedByAnotherTime = new Set(['inspections/crew-taken', 'inspections/site-full', 'inspections/equipment-taken', 'inspections/booking-cannot-follow', 'inspections/slot-past', 'inspections/proposal-differs', 'inspections/one-platform'])

function agreed({ simulation, profile }: Running, item: AgendaItem, inspection: OpenInspection, done: Done): void {
  if (done.ok) return
  count(simulation, done)
  if (inspection.slot !== undefined && helpedByAnotherTime.has(done.refusals[0]?.code ?? '')) arrangeAgain(simulation, item.about, item.at, profile, item.agency)
}

/** An inspection that a latecomer has joined waits for its yes. */
function started({ simulation }: Running, item: AgendaItem, done: Done): void {
  if (done.ok) return
  const tries = Number(item.detail ?? 0) + 1
  if (tries < startTries) plan(simulation.agenda, { at: plus(item.at, hours(0.5)), kind: 'start', about: item.about, agency: item.agency, detail: String(tries) })
  else count(simulation, done)
}

async function handled({ simulation, profile }: Running, item: AgendaItem, act: (what: Command) => Promise<Done>): Promise<void> {
  const action = item.detail === 'weigh' || item.detail === 'scan' ? item.detail : 'open'
  const measured = action === 'weigh' ? { grossKg: 1000 + Math.round(chance(profile.seed, 'gross', item.about) * 25_000) } : {}
  const done = await act({ act: action, body: measured })
  if (done.ok || already.has(done.refusals[0]?.code ?? '')) return
  // Several boxes: each of them.
  const objects = done.refusals[0]?.code === 'inspections/object-required' ? String(done.refusals[0].facts?.['objects'] ?? '').split(', ') : []
  if (objects.length === 0) return count(simulation, done)
  for (const ref of objects) {
    const each = await act({ act: action, body: { ...measured, object: { kind: 'container', ref } } })
    if (!each.ok && !already.has(each.refusals[0]?.code ?? '')) count(simulation, each)
  }
}

function anotherTime({ profile }: Running, item: AgendaItem, inspection: OpenInspection): Command {
  const { from, to } = inspection.slot ?? { from: item.at, to: item.at }
  return { act: 'reschedule', body: { slot: { from: toIso(from), to: toIso(to) }, site: profile.site.id, reason: 'the time was lost' } }
}

function agreementOf({ profile }: Running, item: AgendaItem, inspection: OpenInspection, agency: SimulatedAgency): Command {
  const { from, to } = inspection.slot ?? { from: item.at, to: item.at }
  return { act: 'agree', body: { slot: { from: toIso(from), to: toIso(to) }, site: profile.site.id, crew: [inspection.crew[agency.code] ?? agency.code] } }
}

function checksOf({ simulation, profile }: Running, item: AgendaItem, inspection: OpenInspection, agency: SimulatedAgency): { code: string; outcome: 'ok' | 'problem'; note?: string }[] {
  const verdict = verdictFor(simulation, item.about, agency, profile)
  const methods = inspection.methods[agency.code] ?? []
  // What is wrong shows where the goods are seen: at the opening, else in the picture, else wherever the agency looked.
  const seenAt = ['open', 'scan'].find((method) => methods.includes(method)) ?? methods[0]
  return methods.map((code) => (verdict !== 'clean' && code === seenAt ? { code, outcome: 'problem', note: verdict } : { code, outcome: 'ok' }))
}

function dispositionOf({ simulation, profile }: Running, item: AgendaItem, agency: SimulatedAgency): Command {
  const verdict = verdictFor(simulation, item.about, agency, profile)
  const disposition = { clean: agency.clear, fraud: agency.found, 'critical-fraud': agency.grave }[verdict]
  return { act: 'dispositions', body: { disposition, ...(verdict === 'clean' ? {} : { reason: verdict }) } }
}
