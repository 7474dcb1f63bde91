import { z } from 'zod'
import { hasRole } from '../../kernel/actor.ts'
import type { Json } from '../../kernel/canonical-json.ts'
import { inForce } from '../../kernel/instant.ts'
import type { Pack } from '../../kernel/pack.ts'
import { ok, refuse, type Result } from '../../kernel/result.ts'
import { tradeFields, type TradeField } from '../../kernel/trade-fields.ts'
import type { Context } from '../../platform/context.ts'
import type { RegisterCache } from '../../registry/register/public.ts'
import { findDeclaration, maySee } from '../../window/declarations/public.ts'
import { portsOf } from '../ports.ts'
import { entitledTo } from './domain/entitlement.ts'
import { readField } from './domain/trade-fields.ts'
import { entitlements } from './entitlements-register.ts'
import { logQuery } from './log-query.ts'
import type { DataQuery } from './query-store.ts'

export const QueryTradeData = z.strictObject({ declaration: z.uuid(), purpose: z.string().trim().min(1).max(80), fields: z.array(z.enum(tradeFields)).min(1).max(20) })
export type QueryTradeData = z.infer<typeof QueryTradeData>

/**
 * An agency asks for fields of a declaration for a purpose (SW-08). It gets those it is entitled to for that purpose and is told which not; a query
 * that gets nothing is refused. Both are logged.
 */
export async function queryTradeData(context: Context, law: Pack, cache: RegisterCache, body: QueryTradeData): Promise<Result<{ readonly query: DataQuery; readonly values: Record<string, Json> }>> {
  const { actor, now } = context
  if (!hasRole(actor, 'officer', 'coordinator') || actor.agency === undefined) return refuse({ code: 'common/not-permitted' })
  const row = await findDeclaration(context.db, portsOf(actor, law), body.declaration)
  if (row === undefined || !maySee(actor, { port: row.port, declarant: row.content.declarant })) return refuse({ code: 'common/not-found' })
  const granted = cache.find(entitlements, `${actor.agency}/${body.purpose}`, now) ?? law.entitlements.find((one) => one.agency === actor.agency && one.purpose === body.purpose && inForce(one, now))
  const { allowed, denied } = entitledTo(granted === undefined ? [] : [granted], actor.agency, body.purpose, body.fields)
  const asked = { port: row.port, kind: 'trade' as const, agency: actor.agency, subject: row.number, purpose: body.purpose, allowed, denied }
  const related = [{ kind: 'declaration', id: row.id }]
  if (allowed.length === 0) {
    await logQuery(context, asked, related)
    return refuse({ code: 'mutual/not-entitled', pointer: '/fields', facts: { agency: actor.agency, purpose: body.purpose, fields: denied.join(', ') }, clause: 'SW-08' })
  }
  const query = await logQuery(context, asked, related)
  return ok({ query, values: Object.fromEntries((allowed as readonly TradeField[]).map((field) => [field, readField(row.content, field)])) })
}
