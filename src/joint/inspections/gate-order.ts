import { findDrawnCrews } from '../../assess/draws/public.ts'
import { toIso } from '../../kernel/instant.ts'
import { parameterValue } from '../../kernel/parameter.ts'
import type { Method } from '../../kernel/pack.ts'
import type { Refusal } from '../../kernel/refusal.ts'
import { ok, refuse, type Result } from '../../kernel/result.ts'
import type { LedgerFact } from '../../platform/ledger/append.ts'
import type { Command } from './command.ts'
import { deviceNeeds } from './device-needs.ts'
import { refuseHandPicked } from './domain/crew.ts'
import { giveWay } from './domain/agree.ts'
import type { ActName, Decision } from './domain/decide.ts'
import type { Decided } from './domain/event.ts'
import { findTask, refuseAct, type Act, type Inspection, type Task } from './domain/inspection.ts'
import { mayAct, maySeeInspection } from './domain/may-act.ts'
import { refusePowerless } from './domain/own-powers.ts'
import { refuseMissing } from './domain/presence.ts'
import { platformBookings, platformShortages, shortagesAt, type Shortage } from './domain/devices.ts'
import { settleBooking, type Booking } from './domain/slots.ts'
import { followWithBookings, reslotWithBookings } from './follow-bookings.ts'
import { tell } from './inspection-notices.ts'
import { findPresences } from './presence-store.ts'
import type { Room } from './room.ts'
import { capacityAt } from './sites.ts'
import type { Seen } from './step.ts'
import { findBookings, takeInspections } from './store.ts'

/** Who asks: the first that holds ends it, so that nobody learns what they may not know. */
interface WhoGate {
  readonly name: string
  readonly clause: string
  readonly holds: (seen: Seen, command: Command, ifMatch: string | undefined) => Refusal | undefined
}

/** What has to be so before the act is decided: all that hold are told at once. */
interface GroundGate {
  readonly name: string
  readonly clause: string
  readonly acts: readonly ActName[]
  readonly holds: (seen: Seen, command: Command) => Promise<readonly Refusal[]>
}

/** Whether there is room for what was decided: people, place, equipment. May make others give way. */
interface RoomGate {
  readonly name: string
  readonly clause: string
  readonly acts: readonly ActName[]
  readonly finds: (seen: Seen, decision: Decision, command: Command) => Promise<Result<Room>>
}

const enough: Room = { changed: [], notices: [] }

/** Acts that are judged as another by the tables of powers and states; answers and invitations have voices of their own and no state table. */
const ruledAs: Partial<Record<ActName, Act>> = { arrive: 'start', 'no-show': 'start' }
const ownVoice: readonly ActName[] = ['answer', 'invite']
const tableAct = (act: ActName): Act | undefined => (ownVoice.includes(act) ? undefined : (ruledAs[act] ?? (act as Act)))

/** Who may act at all, in this order. */
export const whoGates: readonly WhoGate[] = [
  { name: 'sight', clause: 'LB-09', holds: ({ context, inspection }) => (maySeeInspection(context.actor, inspection) ? undefined : { code: 'common/not-found' }) },
  {
    name: 'power',
    clause: 'LB-01',
    holds({ context, inspection, by }, { act, body }) {
      const table = tableAct(act)
      const denied = table === undefined ? undefined : mayAct(context.actor, inspection, table)
      const other = (act === 'findings' || act === 'dispositions') && body.agency !== undefined && body.agency !== by.agency ? body.agency : undefined
      return denied ?? (other === undefined ? undefined : { code: 'inspections/not-your-power', pointer: '/agency', facts: { disposition: '–', agency: other }, clause: 'LB-01' })
    },
  },
  {
    name: 'version',
    clause: 'GV-15',
    holds: ({ inspection }, _command, ifMatch) => (ifMatch !== undefined && ifMatch !== '*' && ifMatch !== String(inspection.version) ? { code: 'common/changed-meanwhile', facts: { version: inspection.version } } : undefined),
  },
  { name: 'state', clause: 'DC-09', holds: ({ inspection }, { act }) => (ruledAs[act] !== undefined || ownVoice.includes(act) ? undefined : refuseAct(inspection, act as Act)) },
]

/** By which methods an act looks at goods: its own, or those whose lines it answers; what was left out rests on nothing. */
function methodsOf(command: Command, task: Task | undefined): Method[] {
  if (command.act === 'open' || command.act === 'weigh' || command.act === 'scan') return [command.act]
  if (command.act !== 'findings') return []
  const done = new Set(command.body.checks.flatMap(({ code, outcome }) => (outcome === 'omitted' ? [] : [code])))
  return (task?.duties ?? []).flatMap(({ code, kind }) => (kind === 'method' && done.has(code) ? [code as Method] : []))
}

/** What has to be so first, in this order. */
export const groundGates: readonly GroundGate[] = [
  {
    name: 'presence',
    clause: 'JI-20',
    acts: ['start'],
    async holds({ tx, context, pack, inspection, by }) {
      const grace = parameterValue(pack, 'joint.grace', context.now, { port: inspection.port })
      return refuseMissing(inspection, by, await findPresences(tx, inspection.port, inspection.id), grace)
    },
  },
  { name: 'power in force', clause: 'GV-07', acts: ['open', 'weigh', 'scan', 'findings'], holds: ({ pack, by, context, inspection }, command) => Promise.resolve(refusePowerless(pack.powers, inspection, by.agency, methodsOf(command, findTask(inspection, by.agency)), context.now)) },
  { name: 'memorandum and consultation', clause: 'LB-11, JI-16', acts: ['start'], holds: async (seen) => (await seen.terms()).stops },
  { name: 'merged plan and blind verdicts', clause: 'LB-03, JI-13, JI-14', acts: ['open', 'weigh', 'scan'], holds: ({ tx, inspection, parts }, { act }) => parts.gates.beforeHandling(tx, inspection, act as 'open' | 'weigh' | 'scan') },
  { name: 'crew drawn', clause: 'DR-02, DR-05', acts: ['agree'], holds: refuseOtherCrew },
  {
    name: 'back office concluded',
    clause: 'JI-15',
    acts: ['dispositions'],
    holds({ tx, inspection, parts, pack, by }, command) {
      const wanted = command.act === 'dispositions' ? pack.dispositions.find(({ code }) => code === command.body.disposition) : undefined
      return wanted?.effect === 'qualify' ? parts.gates.beforePassing(tx, inspection, by.agency) : Promise.resolve([])
    },
  },
  {
    name: 'offences passed on',
    clause: 'LB-14',
    // A session that was interrupted ends by a no as well, a look at papers by its decision: what was found in it would stay behind with it.
    acts: ['close', 'decline', 'judge', 'dispositions'],
    holds({ tx, inspection, parts, pack }, command) {
      const ends = command.act !== 'dispositions' || (inspection.desk && inspection.state !== 'closed' && pack.dispositions.find(({ code }) => code === command.body.disposition)?.effect !== 'hold')
      return ends ? parts.gates.beforeClosing(tx, inspection) : Promise.resolve([])
    },
  },
]

/** Whether there is room, in this order. */
export const roomGates: readonly RoomGate[] = [
  {
    name: 'speciality, qualification and duty',
    clause: 'JI-21, JI-22, GV-10, JI-07',
    acts: ['agree'],
    finds({ parts, by }, { inspection }, command) {
      const crew = command.act === 'agree' ? command.body.crew : []
      const methods = (findTask(inspection, by.agency)?.duties ?? []).flatMap(({ code, kind }) => (kind === 'method' ? [code] : []))
      const [fault, ...faults] = inspection.slot === undefined ? [] : parts.crews(crew, { agency: by.agency, port: inspection.port, kind: inspection.kind, span: inspection.slot, methods })
      return Promise.resolve(fault === undefined ? ok(enough) : refuse(fault, ...faults))
    },
  },
  { name: 'equipment free', clause: 'JI-19, SW-10', acts: ['agree', 'reschedule', 'no-show'], finds: refuseShortage },
  { name: 'what is booked can follow', clause: 'SW-10, JI-07', acts: ['agree', 'reschedule', 'no-show'], finds: followWithBookings },
  { name: 'crew and place free', clause: 'JI-08, SW-10', acts: ['agree'], finds: makeRoom },
]

/** Who inspects what lots have named is named by them too; whoever cannot come is replaced by the lots. */
async function refuseOtherCrew({ tx, inspection, by }: Seen, command: Command): Promise<readonly Refusal[]> {
  const directives = findTask(inspection, by.agency)?.directives ?? []
  return command.act === 'agree' ? refuseHandPicked(command.body.crew, await findDrawnCrews(tx, inspection.port, directives)) : []
}

function bookingOf(inspection: Inspection): Booking | undefined {
  const { slot, site } = inspection
  if (slot === undefined) return undefined
  const crew = inspection.tasks.flatMap((task) => (task.confirmed === undefined ? [] : task.crew))
  const special = inspection.specialCircumstance === undefined ? {} : { specialCircumstance: inspection.specialCircumstance }
  return { inspection: inspection.id, kind: inspection.kind, started: false, ...slot, crew, ...(site === undefined ? {} : { site }), ...special }
}

/**
 * The equipment that its methods need is there at that time, and a platform of the site that nobody has booked for something else; what is booked for
 * this very inspection is its own. Also asked of a time that is only put on the table: nobody is asked to agree to what cannot be.
 */
async function refuseShortage({ tx, pack, parts, context }: Seen, { inspection }: Decision, command: Command): Promise<Result<Room>> {
  // Of who did not come only a new time asks for anything.
  if (command.act === 'no-show' && command.body.then !== 'reschedule') return ok(enough)
  const { slot, site, port } = inspection
  const needs = deviceNeeds(pack, inspection, context.now)
  // Whoever agrees is asked about platforms beside the inspections that hold them (`makeRoom`).
  const places = command.act !== 'agree' && site !== undefined ? capacityAt(parts.sites, port, context.now)(site) : undefined
  if (slot === undefined || site === undefined || (needs.length === 0 && places === undefined)) return ok(enough)
  const devices = await parts.devices(tx, port, slot, context.now)
  const [short, ...more] = [...shortagesAt(devices, site, needs, inspection.id, slot), ...(places === undefined ? [] : platformShortages(devices, site, places, inspection.id, slot))]
  const refusalOf = (each: Shortage): Refusal => ({ code: 'inspections/equipment-taken', pointer: '/slot', facts: { equipment: each.devices.join(', '), agencies: each.agencies.join(', ') || '–', from: toIso(each.from), to: toIso(each.to), site }, clause: 'SW-10' })
  return short === undefined ? ok(enough) : refuse(refusalOf(short), ...more.map(refusalOf))
}

/** Looks whether crew and site are free, and makes single inspections give way to a joint one (JI-08). */
async function makeRoom(seen: Seen, { inspection }: Decision): Promise<Result<Room>> {
  const wanted = bookingOf(inspection)
  if (wanted === undefined) return ok(enough)
  const { tx, context, parts } = seen
  const others = [...(await findBookings(tx, inspection.port, wanted.from, wanted.to)), ...(await platformsHeld(seen, wanted))]
  const settled = settleBooking(wanted, others, capacityAt(parts.sites, inspection.port, context.now))
  if (settled.blockedBy !== undefined) {
    const { booking, over } = settled.blockedBy
    const facts = { from: toIso(booking.from), to: toIso(booking.to), site: booking.site ?? '–', kind: booking.kind, because: booking.specialCircumstance ?? '–' }
    return refuse({ code: over === 'crew' ? 'inspections/crew-taken' : 'inspections/site-full', pointer: over === 'crew' ? '/crew' : '/site', facts, clause: 'JI-08' })
  }
  return ok(await moveAway(seen, inspection.port, wanted, settled.moved))
}

/** Platforms of the wanted site that somebody has booked for something else: held as firmly as by an inspection that has begun. */
async function platformsHeld({ tx, parts, context, inspection }: Seen, wanted: Booking): Promise<Booking[]> {
  const { site } = wanted
  if (site === undefined) return []
  const devices = await parts.devices(tx, inspection.port, wanted, context.now)
  return platformBookings(devices, site, wanted.inspection).map(({ from, to }) => ({ inspection: '', kind: 'joint', started: true, from, to, site, crew: [] }))
}

/**
 * Single inspections that make room get another time proposed at once, not earlier than they were to be held where that is possible, each beside the
 * joint one and those moved before it (JI-08); where nothing suits within its needed window its agency finds one. Everybody concerned is told.
 */
async function moveAway(seen: Seen, port: string, wanted: Booking, ids: readonly string[]): Promise<Room> {
  const { tx, context } = seen
  const taken: Booking[] = [wanted]
  const changed: Decided[] = []
  const facts: LedgerFact[] = []
  // One after the other: where one goes the next cannot.
  for (const single of await takeInspections(tx, port, ids)) {
    const { instead, facts: followed = [] } = await reslotWithBookings(seen, single, { taken, given: ids })
    facts.push(...followed)
    changed.push(giveWay(single, wanted.inspection, instead, context.now))
    if (instead !== undefined) taken.push({ inspection: single.id, kind: single.kind, started: false, ...instead, crew: Object.values(instead.crews).flatMap((crew) => crew.members) })
  }
  return { changed, facts, notices: changed.flatMap(({ inspection }) => tell(inspection, inspection.slot === undefined ? 'InspectionMoved' : 'InspectionMovedTo')) }
}
