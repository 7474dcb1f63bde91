import { z } from 'zod'
import { hasRole } from '../../kernel/actor.ts'
import type { Instant, Milliseconds } from '../../kernel/instant.ts'
import type { Pack } from '../../kernel/pack.ts'
import { parameterValue } from '../../kernel/parameter.ts'
import { ok, refuse, type Result } from '../../kernel/result.ts'
import type { Context } from '../../platform/context.ts'
import type { Tx } from '../../platform/database/database.ts'
import { append } from '../../platform/ledger/append.ts'
import type { Inspection } from '../inspections/domain/inspection.ts'
import { findInspection, findInspections } from '../inspections/public.ts'
import { portsOf } from '../ports.ts'
import type { AccessPart } from './domain/attribute.ts'
import { isConfidential, maySeeLiability } from './domain/may-report.ts'
import { insertAccesses, knownViews, type NewAccess } from './store.ts'

const text = (maximum: number) => z.string().trim().min(1).max(maximum)

/** Details given to somebody else: whom, and what for. */
export const ForwardDetails = z.strictObject({ id: z.uuid().optional(), recipient: text(200), purpose: text(500) })
export type ForwardDetails = z.infer<typeof ForwardDetails>

function accessBy({ actor, now, newId }: Context, inspection: Inspection, act: NewAccess['act'], part: AccessPart): NewAccess {
  return { port: inspection.port, id: newId(), inspection: inspection.id, act, part, actorId: actor.id, actorName: actor.name, ...(actor.agency === undefined ? {} : { agency: actor.agency }), at: now }
}

/** Tells the log that somebody reads inspections. */
export type LogView = (context: Context, ...inspections: readonly Inspection[]) => Promise<void>

/** What writes down who reads. */
export interface AccessLog {
  /** Somebody reads what inspections look for and found, one by one or in a list. */
  readonly view: LogView
  /** As `view`, of another part than the page: the plan, the images. */
  readonly viewOf: (part: AccessPart) => LogView
  /** As `viewOf`, for whoever reads what says what inspections look for: directives, matches, one by one or in a list. */
  readonly through: (part: AccessPart) => (context: Context, ...read: readonly { readonly port: string; readonly inspection?: string }[]) => Promise<void>
}

/** The log of readings: one for each inspection while it is confidential, in state and ledger (LB-09). A screen that refreshes within `access.reading` is one reading. */
export function accessLog(law: () => Pack): AccessLog {
  const viewOf = (part: AccessPart): LogView => (context, ...inspections) => write(context, parameterValue(law(), 'access.reading', context.now), part, inspections)
  return {
    view: viewOf('inspection'),
    viewOf,
    through: (part) => async (context, ...read) => {
      const inspections: Inspection[] = []
      for (const port of new Set(read.map((one) => one.port))) {
        const ids = read.flatMap((one) => (one.port === port && one.inspection !== undefined ? [one.inspection] : []))
        inspections.push(...(await findInspections(context.db, port, [...new Set(ids)])))
      }
      await viewOf(part)(context, ...inspections)
    },
  }
}

async function write(context: Context, reading: Milliseconds, part: AccessPart, inspections: readonly Inspection[]): Promise<void> {
  const confidential = inspections.filter(isConfidential)
  if (confidential.length === 0) return
  const bucket = bucketOf(context.now, reading)
  const known = await knownViews(context.db, confidential.map(({ port }) => port), confidential.map(({ id }) => id), part, context.actor.id, bucket)
  const fresh = confidential.filter(({ id }) => !known.has(id)).map((inspection) => accessBy(context, inspection, 'viewed', part))
  if (fresh.length === 0) return
  await context.db.transaction(async (tx) => {
    const written = await insertAccesses(tx, fresh, bucket)
    await append(tx, context, written.map(({ port, inspection, agency }) => ({ port, subjectKind: 'access', subjectId: inspection, type: 'DetailsViewed', payload: { agency: agency ?? null, part } })))
  })
}

/** The number of the stretch of `reading` in which a moment lies: of one reader and part one reading is written down in each. */
const bucketOf = (at: Instant, reading: Milliseconds): number => Math.floor(at / reading)

/** Somebody gives details to somebody else: who, to whom and why stays written down (LB-09). */
export async function forwardDetails(tx: Tx, context: Context, law: Pack, id: string, body: ForwardDetails): Promise<Result<NewAccess>> {
  const { actor } = context
  const inspection = await findInspection(tx, portsOf(actor, law), id)
  if (inspection === undefined || !maySeeLiability(actor, inspection)) return refuse({ code: 'common/not-found' })
  if (!hasRole(actor, 'officer', 'coordinator')) return refuse({ code: 'common/not-permitted' })
  const { recipient, purpose } = body
  const access = { ...accessBy(context, inspection, 'forwarded', 'inspection'), recipient, purpose }
  await insertAccesses(tx, [access], bucketOf(context.now, parameterValue(law, 'access.reading', context.now)))
  await append(tx, context, [{ port: inspection.port, subjectKind: 'access', subjectId: id, type: 'DetailsForwarded', payload: { record: access.id, agency: access.agency ?? null, recipient, purpose, confidential: isConfidential(inspection) } }])
  return ok(access)
}
