import type { Instant } from '../../kernel/instant.ts'
import { inForce } from '../../kernel/instant.ts'
import type { Pack } from '../../kernel/pack.ts'
import type { Refusal } from '../../kernel/refusal.ts'
import type { Tx } from '../../platform/database/database.ts'
import type { WantedFor } from '../../registry/resources/public.ts'
import { isHolder } from '../object-names.ts'
import { lockPort } from '../ports.ts'
import { isOver, type Inspection } from './domain/inspection.ts'
import type { HandlingAction } from './domain/event.ts'
import { refuseRepeat } from './domain/session.ts'
import { findHandlings } from './handling-store.ts'
import { objectsOf } from './handle-object.ts'
import { takeInspections } from './store.ts'

const actions: readonly HandlingAction[] = ['weigh', 'scan']

/**
 * Why an agency does not book equipment of a kind for an inspection of its own: it is over, and nothing would ever give the time back (SW-10); or its containers or
 * parcel, or its object where it has none, have all been weighed or scanned in this visit already: then it is offered the latest record (JI-11). Undefined where anything
 * is left to be done, and for who has no part in it (LB-09). Whoever ends the inspection and books for it come one after the other.
 */
export async function refuseForInspection(tx: Tx, pack: Pack, wanted: WantedFor, now: Instant): Promise<Refusal | undefined> {
  // In the order of those who agree and move: the port, the inspection, then the piece.
  await lockPort(tx, wanted.port)
  const [inspection] = await takeInspections(tx, wanted.port, [wanted.inspection])
  if (inspection?.tasks.some((task) => task.agency === wanted.agency) !== true) return undefined
  if (isOver(inspection)) return { code: 'bookings/inspection-over', pointer: '/inspection', facts: { state: inspection.state }, clause: 'SW-10' }
  return wanted.again ? undefined : earlierRecord(tx, pack, inspection, wanted.equipment, now)
}

async function earlierRecord(tx: Tx, pack: Pack, inspection: Inspection, equipment: string, now: Instant): Promise<Refusal | undefined> {
  const action = actions.find((each) => pack.methods.some((rule) => rule.method === each && rule.shared && rule.equipment?.includes(equipment) === true && inForce(rule, now)))
  if (action === undefined) return undefined
  const objects = await objectsOf(tx, inspection)
  const holders = objects.filter(({ kind }) => isHolder(kind))
  const keys = (holders.length > 0 ? holders : [inspection.object]).map(({ key }) => key)
  const records = (await findHandlings(tx, inspection.port, keys)).filter((record) => record.action === action)
  const last = records.at(-1)
  return last === undefined || keys.some((key) => !records.some((record) => record.object.key === key)) ? undefined : refuseRepeat({ action }, last)
}
