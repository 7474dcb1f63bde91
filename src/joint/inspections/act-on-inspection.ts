import { refuse, type Result } from '../../kernel/result.ts'
import type { Context } from '../../platform/context.ts'
import type { Tx } from '../../platform/database/database.ts'
import { lockPort, portsOf } from '../ports.ts'
import { steps, type Command } from './command.ts'
import { decide } from './domain/decide.ts'
import { isArranging, type Inspection } from './domain/inspection.ts'
import { declarationOf } from './domain/lots.ts'
import { groundGates, roomGates, whoGates } from './gate-order.ts'
import type { InspectionParts } from './gates.ts'
import { partRest } from './leave.ts'
import { settleGoods } from './outstanding-work.ts'
import type { Room } from './room.ts'
import type { Seen, Step, Told } from './step.ts'
import { findInspection, takeInspections } from './store.ts'
import type { Terms } from './terms.ts'
import { writeOutcome } from './write-outcome.ts'

/** An inspection as far as a decision is about it: of a decision on lots only those, under that decision. */
function decidedUpon(inspection: Inspection, { agency, disposition, about }: NonNullable<Told['decision']>): Inspection {
  if (about === undefined) return inspection
  const declarations = [...new Set(about.map(declarationOf))]
  return { ...inspection, declarations, tasks: inspection.tasks.map((task) => (task.agency === agency ? { ...task, disposition } : task)) }
}

/** Where an act is done: in whose open transaction, on which inspection. `ifMatch`: the version the caller saw. */
export interface Acting {
  readonly tx: Tx
  readonly context: Context
  readonly id: string
  readonly ifMatch?: string | undefined
}

/** The inspection, locked; `alone` takes the port's lock first. Undefined where the actor has no business at all. */
async function takeInspection({ tx, context, id }: Acting, parts: InspectionParts, alone: boolean): Promise<Seen | undefined> {
  const pack = parts.law()
  const ports = portsOf(context.actor, pack)
  // Most actors work at one port: then nothing has to be looked up before the locks are taken.
  const port = ports.length === 1 ? ports[0] : (await findInspection(tx, ports, id))?.port
  if (port === undefined) return undefined
  if (alone) await lockPort(tx, port)
  const [inspection] = await takeInspections(tx, port, [id])
  if (inspection === undefined) return undefined
  const { actor, now } = context
  let terms: Promise<Terms> | undefined
  return { tx, context, pack, parts, inspection, by: { id: actor.id, name: actor.name, agency: actor.agency ?? '' }, terms: () => (terms ??= parts.terms(tx, inspection, now)) }
}

/**
 * Does an act on an inspection: the only way there is, for people, machines, other modules, the demonstration and replays (`inspections-have-one-door`
 * in .dependency-cruiser.mjs). Takes the inspection, asks every gate in its order, decides (`decide`, pure), looks for room, and writes what happened,
 * the state that follows from it, directives, matches, results, ledger and notices together. Refused, nothing is written: the caller rolls back.
 */
export async function actOnInspection(acting: Acting, parts: InspectionParts, command: Command): Promise<Result<Inspection>> {
  // Each act has the step of its own body.
  const step = steps[command.act] as Step<Command['body']>
  const seen = await takeInspection(acting, parts, step.alone)
  if (seen === undefined) return refuse({ code: 'common/not-found' })
  for (const gate of whoGates) {
    const held = gate.holds(seen, command, acting.ifMatch)
    if (held !== undefined) return refuse(held)
  }
  const held = []
  for (const gate of groundGates) if (gate.acts.includes(command.act)) held.push(...(await gate.holds(seen, command)))
  const looked = await step.look(seen, command.body)
  if (!looked.ok) return { ok: false, refusals: [...held, ...looked.refusals] }
  const { context, pack, by, tx } = seen
  const decided = decide(seen.inspection, looked.value, held, by, context.now)
  if (!decided.ok) return decided
  const rooms: Room[] = []
  for (const gate of roomGates.filter(({ acts }) => acts.includes(command.act))) {
    const room = await gate.finds(seen, decided.value, command)
    if (!room.ok) return room
    rooms.push(room.value)
  }
  const told = await step.tell(seen, command.body, decided.value)
  const written = await writeOutcome(seen, decided.value, rooms, told, command.act === 'start' ? await seen.terms() : undefined)
  const arranging = { port: written.port, pack, actor: context.actor, now: context.now, newId: context.newId }
  let after = written
  // Those who are there and begin at once part no more.
  const standing = told.starts === true ? [] : [written]
  for (const each of told.parts === true ? [...standing, ...(told.created ?? [])].filter(isArranging) : []) {
    const parted = await partRest(tx, arranging, each)
    if (!parted.ok) return parted
    if (each === written) after = parted.value
  }
  if (told.settles === true) await settleGoods(tx, arranging, after.declarations)
  if (told.results !== undefined) await parts.gates.onResults({ tx, context, pack }, told.results)
  if (told.decision !== undefined) await parts.gates.onDecided({ tx, context, pack }, decidedUpon(after, told.decision), by.agency)
  return told.starts === true ? actOnInspection({ ...acting, ifMatch: undefined }, parts, { act: 'start', body: {} }) : { ok: true, value: after }
}
