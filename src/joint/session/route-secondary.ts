import { z } from 'zod'
import { hasRole } from '../../kernel/actor.ts'
import type { Pack } from '../../kernel/pack.ts'
import { ok, refuse, type Result } from '../../kernel/result.ts'
import type { Context } from '../../platform/context.ts'
import type { Tx } from '../../platform/database/database.ts'
import { append } from '../../platform/ledger/append.ts'
import { oweNotices } from '../../platform/notices/public.ts'
import { casesAbout, openCase, type AnyCaseKind } from '../../platform/procedures/public.ts'
import { findTask } from '../inspections/domain/inspection.ts'
import { maySeeInspection } from '../inspections/domain/may-act.ts'
import { findInspection, takeInspections } from '../inspections/public.ts'
import { portsOf } from '../ports.ts'
import { secondaryOf } from './domain/secondary.ts'
import type { SecondaryData } from './domain/secondary-procedure.ts'

export const RouteSecondary = z.strictObject({ id: z.uuid().optional(), mode: z.enum(['separate', 'joint']), reason: z.string().trim().min(1).max(500).optional() })
export type RouteSecondary = z.infer<typeof RouteSecondary>

/** Cases that were opened, and the agencies that are done with the object. */
export interface RoutedSecondary {
  readonly cases: readonly { readonly id: string; readonly agencies: readonly string[] }[]
  readonly released: readonly string[]
}

/** Routes what a session found to the back office, separately or jointly (JI-15); agencies that found nothing are released and told so. */
export async function routeSecondary(tx: Tx, context: Context, law: Pack, kind: AnyCaseKind, id: string, body: RouteSecondary): Promise<Result<RoutedSecondary>> {
  const { actor } = context
  const seen = await findInspection(tx, portsOf(actor, law), id)
  if (seen === undefined || !maySeeInspection(actor, seen)) return refuse({ code: 'common/not-found' })
  if (!hasRole(actor, 'officer', 'coordinator')) return refuse({ code: 'common/not-permitted' })
  const [inspection] = await takeInspections(tx, seen.port, [id])
  if (inspection === undefined || findTask(inspection, actor.agency ?? '') === undefined) return refuse({ code: 'inspections/not-a-party', facts: { agency: actor.agency ?? '' } })
  if (inspection.state !== 'started' && inspection.state !== 'closed') return refuse({ code: 'inspections/not-in-this-state', facts: { act: 'secondary', state: inspection.state } })
  const { port, object } = inspection
  if ((await casesAbout(tx, port, kind.procedure.name, { kind: 'joint-inspection', id })).length > 0) return refuse({ code: 'session/already-routed', clause: 'JI-15' })
  const routed = secondaryOf(inspection, body.mode, body.reason)
  if (!routed.ok) return routed
  const { cases: groups, released } = routed.value
  const cases: { id: string; agencies: readonly string[] }[] = []
  for (const agencies of groups) {
    const data: SecondaryData = { mode: body.mode, agencies, object: object.ref, ...(body.reason === undefined ? {} : { reason: body.reason }) }
    const opened = await openCase(tx, context, kind, { port, parties: agencies.map((agency) => `agency:${agency}`), subject: { kind: 'joint-inspection', id }, data })
    cases.push({ id: opened.id, agencies })
  }
  await append(tx, context, [{ port, subjectKind: 'joint-inspection', subjectId: id, type: 'SecondaryRouted', payload: { mode: body.mode, agencies: groups.flat(), released: [...released], cases: cases.map((one) => one.id) } }])
  const facts = { object: object.ref, agencies: groups.flat().join(', ') }
  await oweNotices(tx, context, released.map((code) => ({ port, recipient: { kind: 'agency' as const, code }, type: 'SecondaryNotNeeded', subjectKind: 'joint-inspection', subjectId: id, facts })))
  return ok({ cases, released })
}
