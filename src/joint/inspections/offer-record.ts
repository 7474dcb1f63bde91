import type { Instant } from '../../kernel/instant.ts'
import { inForce } from '../../kernel/instant.ts'
import type { Pack } from '../../kernel/pack.ts'
import type { Refusal } from '../../kernel/refusal.ts'
import type { Tx } from '../../platform/database/database.ts'
import { isHolder } from '../object-names.ts'
import { refuseRepeat, type HandlingAction } from './domain/session.ts'
import { findHandlings } from './handling-store.ts'
import { objectsOf } from './handle-object.ts'
import { findInspection } from './store.ts'

const actions: readonly HandlingAction[] = ['weigh', 'scan']

/**
 * What an agency is offered that books equipment of a kind for an inspection of its own whose containers or parcel, or whose object where it has none, have all been
 * weighed or scanned in this visit already: the latest record (JI-11). Undefined where anything is left to be done, and for who has no part in it (LB-09).
 */
export async function offerRecord(tx: Tx, pack: Pack, wanted: { readonly port: string; readonly inspection: string; readonly agency: string; readonly equipment: string }, now: Instant): Promise<Refusal | undefined> {
  const action = actions.find((each) => pack.methods.some((rule) => rule.method === each && rule.shared && rule.equipment?.includes(wanted.equipment) === true && inForce(rule, now)))
  const inspection = action === undefined ? undefined : await findInspection(tx, [wanted.port], wanted.inspection)
  if (action === undefined || inspection?.tasks.some((task) => task.agency === wanted.agency) !== true) return undefined
  const objects = await objectsOf(tx, inspection)
  const holders = objects.filter(({ kind }) => isHolder(kind))
  const keys = (holders.length > 0 ? holders : [inspection.object]).map(({ key }) => key)
  const records = (await findHandlings(tx, wanted.port, keys)).filter((record) => record.action === action)
  const last = records.at(-1)
  return last === undefined || keys.some((key) => !records.some((record) => record.object.key === key)) ? undefined : refuseRepeat({ action }, last)
}
