import { z } from 'zod'
import { hasRole } from '../../kernel/actor.ts'
import type { Pack } from '../../kernel/pack.ts'
import { ok, refuse, type Result } from '../../kernel/result.ts'
import type { Context } from '../../platform/context.ts'
import type { Queryable, Tx } from '../../platform/database/database.ts'
import { append } from '../../platform/ledger/append.ts'
import { casesAbout, openCase, type AnyCaseKind } from '../../platform/procedures/public.ts'
import type { RegisterCache } from '../../registry/register/public.ts'
import { findTask, type Inspection } from '../inspections/domain/inspection.ts'
import { maySeeInspection } from '../inspections/domain/may-act.ts'
import { policyClocks } from '../../window/declarations/public.ts'
import { takeInspections, findInspection } from '../inspections/public.ts'
import { portsOf } from '../ports.ts'
import { notPassedOn } from './domain/pass-on.ts'
import { transferProcedure } from './domain/transfer-procedure.ts'
import type { OffenceData } from './offence-kind.ts'
import { offences } from './offences-register.ts'
import { findOffences, insertOffence, type Offence } from './store.ts'
import type { TransferData } from './transfer-kind.ts'

export type { Offence } from './store.ts'

const text = z.string().trim().min(1)

export const RecordOffence = z.strictObject({ id: z.uuid().optional(), offence: text.max(80), description: text.max(4000), evidence: z.array(text.max(200)).max(100).default([]) })
export type RecordOffence = z.infer<typeof RecordOffence>

/**
 * Writes a suspected offence down that an agency came upon (LB-14). Whose power it is the register of offences says; where that is another agency,
 * the session does not end before the case is transferred to it; where it is the finder's own, its case is opened. What is suspected stays out of the ledger's words.
 */
export async function recordOffence(tx: Tx, context: Context, law: Pack, cache: RegisterCache, kind: AnyCaseKind, id: string, body: RecordOffence): Promise<Result<readonly Offence[]>> {
  const { actor, now } = context
  const seen = await findInspection(tx, portsOf(actor, law), id)
  if (seen === undefined || !maySeeInspection(actor, seen)) return refuse({ code: 'common/not-found' })
  if (!hasRole(actor, 'officer', 'coordinator')) return refuse({ code: 'common/not-permitted' })
  const agency = actor.agency ?? ''
  if (findTask(seen, agency) === undefined) return refuse({ code: 'inspections/not-a-party', facts: { agency } })
  const [inspection] = await takeInspections(tx, seen.port, [id])
  // A look at papers begins by itself.
  if (inspection === undefined || (inspection.state !== 'started' && !(inspection.desk && inspection.state === 'proposed'))) return refuse({ code: 'inspections/not-in-this-state', facts: { act: 'offences', state: inspection?.state ?? seen.state } })
  const known = cache.find(offences, body.offence, now)
  if (known === undefined) return refuse({ code: 'transfers/unknown-offence', pointer: '/offence', facts: { offence: body.offence }, clause: 'LB-14' })
  const { offence, description, evidence } = body
  const found = { id: context.newId(), port: inspection.port, inspection: id, agency, offence, competent: known.competent, description, evidence, by: actor.name, at: now }
  await insertOffence(tx, found)
  await append(tx, context, [{ port: inspection.port, subjectKind: 'joint-inspection', subjectId: id, type: 'OffenceFound', payload: { record: found.id, agency, offence, competent: known.competent, evidence } }])
  if (known.competent === agency) {
    const data: OffenceData = { agency, offence, description, evidence, finder: actor.id }
    await openCase(tx, context, kind, { port: inspection.port, parties: [`agency:${agency}`], subject: { kind: 'joint-inspection', id }, data, clocks: await policyClocks(tx, inspection.port, inspection.declarations, kind.procedure.clocks) })
  }
  return ok(await findOffences(tx, inspection.port, [id]))
}

/** Suspected offences found at an inspection, in the order they were found. */
export function offencesOf(db: Queryable, inspection: Inspection): Promise<readonly Offence[]> {
  return findOffences(db, inspection.port, [inspection.id])
}

/** Why a session may not end yet: offences that are another's to handle and have not been passed on (LB-14). */
export async function offencesLeft(db: Queryable, inspection: Inspection): Promise<ReturnType<typeof notPassedOn>> {
  const found = await findOffences(db, inspection.port, [inspection.id])
  if (found.length === 0) return []
  const sent = await casesAbout(db, inspection.port, transferProcedure.name, { kind: 'joint-inspection', id: inspection.id })
  return notPassedOn(found, sent.map(({ state, data }) => ({ state, ...(data as TransferData) })))
}
