import { z } from 'zod'
import { everyPort } from '../kernel/actor.ts'
import { parseInstant, toIso } from '../kernel/instant.ts'
import type { Pack, ReleaseMode } from '../kernel/pack.ts'
import { ok, refuse, type Result } from '../kernel/result.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/database/database.ts'
import { append } from '../platform/ledger/append.ts'
import { mayAddReleaseMode } from './domain/permissions.ts'
import { moment } from './record-table-version.ts'
import { bumpRevision, insertReleaseMode } from './store.ts'
import { Bilingual } from './table-schema.ts'

export const AddReleaseMode = z.strictObject({
  id: z.uuid().optional(),
  code: z.string().regex(/^[a-z][a-z0-9-]{1,39}$/),
  name: Bilingual,
  /** Between those of the pack; higher is stricter. */
  strictness: z.int().min(0).max(1000),
  releasedAt: z.enum(['acceptance', 'report-judged', 'sampled', 'inspected']),
  clause: z.string().min(1).max(200),
  validFrom: moment.optional(),
})
export type AddReleaseMode = z.infer<typeof AddReleaseMode>

/**
 * Adds a release mode to the open list (RR-02); tables may name it at once. Refusals: `common/not-permitted`, `release-modes/code-taken`,
 * `release-modes/strictness-taken` (two modes of one strictness could not be told apart), `tables/begins-in-the-past`.
 */
export async function addReleaseMode(tx: Tx, context: Context, pack: Pack, body: AddReleaseMode): Promise<Result<ReleaseMode>> {
  const denied = mayAddReleaseMode(context.actor)
  if (denied !== undefined) return refuse(denied)
  const validFrom = (body.validFrom === undefined ? undefined : parseInstant(body.validFrom)) ?? context.now
  if (validFrom < context.now) return refuse({ code: 'tables/begins-in-the-past', pointer: '/validFrom', facts: { at: toIso(context.now) }, clause: 'GV-12' })
  const { code, name, strictness, releasedAt, clause } = body
  if (pack.releaseModes.some((mode) => mode.code === code)) return refuse({ code: 'release-modes/code-taken', pointer: '/code', facts: { mode: code } })
  const rival = pack.releaseModes.find((mode) => mode.strictness === strictness)
  if (rival !== undefined) return refuse({ code: 'release-modes/strictness-taken', pointer: '/strictness', facts: { mode: rival.code } })
  const mode: ReleaseMode = { code, name, strictness, releasedAt, clause, validFrom }
  if (!(await insertReleaseMode(tx, mode, { id: context.actor.id, at: context.now }))) return refuse({ code: 'release-modes/code-taken', pointer: '/code', facts: { mode: code } })
  await bumpRevision(tx)
  await append(tx, context, [
    { port: everyPort, subjectKind: 'release-mode', subjectId: code, type: 'ReleaseModeAdded', payload: { code, strictness, releasedAt, clause, validFrom: toIso(validFrom) } },
  ])
  return ok(mode)
}
