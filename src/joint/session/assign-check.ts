import { z } from 'zod'
import { hasRole } from '../../kernel/actor.ts'
import type { Pack } from '../../kernel/pack.ts'
import { ok, refuse, type Result } from '../../kernel/result.ts'
import type { Context } from '../../platform/context.ts'
import type { Tx } from '../../platform/database/database.ts'
import { append } from '../../platform/ledger/append.ts'
import { oweNotices } from '../../platform/notices/public.ts'
import type { Inspection } from '../inspections/domain/inspection.ts'
import { maySeeInspection } from '../inspections/domain/may-act.ts'
import { findHandlings, findInspection, takeInspections } from '../inspections/public.ts'
import { portsOf } from '../ports.ts'
import { maySettle } from './domain/may-settle.ts'
import { saveSettled } from './store.ts'
import { overlapsIn } from './work-plan.ts'

const text = (maximum: number) => z.string().trim().min(1).max(maximum)

/** Who does a check for everybody; or, with a reason, that each does it by itself. */
export const AssignCheck = z.strictObject({ id: z.uuid().optional(), code: text(100), agency: text(12).optional(), apart: text(500).optional() })
export type AssignCheck = z.infer<typeof AssignCheck>

/**
 * Settles who does what several parties list (LB-03). Fixed from the first opening on: what has been done is not given to somebody else. Every
 * other party is told.
 */
export async function assignCheck(tx: Tx, context: Context, pack: Pack, id: string, body: AssignCheck): Promise<Result<Inspection>> {
  const { actor, now } = context
  const seen = await findInspection(tx, portsOf(actor, pack), id)
  if (seen === undefined || !maySeeInspection(actor, seen)) return refuse({ code: 'common/not-found' })
  if (!hasRole(actor, 'officer', 'coordinator')) return refuse({ code: 'common/not-permitted' })
  const [inspection] = await takeInspections(tx, seen.port, [id])
  if (inspection === undefined) return refuse({ code: 'common/not-found' })
  const settled = { code: body.code, ...(body.agency === undefined ? {} : { agency: body.agency }), ...(body.apart === undefined ? {} : { apart: body.apart }) }
  const opened = (await findHandlings(tx, inspection.port, [inspection.object.key])).some((handling) => handling.inspection === id && handling.action === 'open')
  const refusal = maySettle(actor, inspection, await overlapsIn(tx, pack, inspection, now), settled, opened)
  if (refusal !== undefined) return refuse(refusal)
  await saveSettled(tx, inspection.port, id, settled, actor.name, now)
  const related = inspection.declarations.map((declaration) => ({ kind: 'declaration', id: declaration }))
  await append(tx, context, [{ port: inspection.port, subjectKind: 'joint-inspection', subjectId: id, type: 'CheckAssigned', payload: settled, related }])
  await oweNotices(
    tx,
    context,
    inspection.tasks
      .filter((task) => task.agency !== actor.agency)
      .map((task) => ({
        port: inspection.port,
        recipient: { kind: 'agency' as const, code: task.agency },
        type: 'CheckAssigned',
        subjectKind: 'joint-inspection',
        subjectId: id,
        facts: { check: body.code, agency: body.agency ?? '–', apart: body.apart ?? '–', object: inspection.object.ref },
      })),
  )
  return ok(inspection)
}
