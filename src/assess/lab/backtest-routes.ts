import { z } from 'zod'
import { ok, refuse } from '../../kernel/result.ts'
import type { Context } from '../../platform/context.ts'
import type { Api, Statuses } from '../../platform/http/api.ts'
import { decodeCursor, decodeIdCursor, ListQuery, pageById } from '../../platform/http/cursor.ts'
import { mayReadTables } from '../domain/permissions.ts'
import { findBacktest, listBacktests, readSummary, type Backtest } from './backtest-store.ts'
import type { LabParts } from './deps.ts'
import { backtestsOf } from './domain/backtests-of.ts'
import { explainCase, readChangedCases } from './read-cases.ts'
import { cancelBacktest, StartBacktest, startBacktest, startHoldBacktest, TryHoldOnPast } from './start-backtest.ts'
import { BacktestView, backtestView, ChangedCaseView, ExplainedCaseView } from './views.ts'

export const TableName = z.string().regex(/^[a-z][a-z-]{1,39}$/)
const ById = z.strictObject({ name: TableName, id: z.uuid() })
const tags = ['rule-lab']
const statuses: Statuses = { 'lab/ended-already': 409 }

/** A back-test that the actor may know of. */
async function readable({ db, actor }: Pick<Context, 'db' | 'actor'>, { name, id }: { readonly name: string; readonly id: string }): Promise<Backtest | undefined> {
  const found = await findBacktest(db, name, id)
  const own = backtestsOf(actor, name)
  return own === undefined || found?.askedBy === own ? found : undefined
}

/** `/tables/{name}/backtests`: versions tried on the stored past. */
export function backtestRoutes(api: Api, parts: LabParts): void {
  api.command({
    method: 'POST', path: '/tables/:name/backtests', operation: 'startBacktest', tags, success: 201,
    summary: 'Try a version on the stored past: every case by the rules of its own time, but for this one table',
    params: z.strictObject({ name: TableName }), body: StartBacktest, reply: BacktestView, example: { version: 1 },
    run: async (tx, context, { params, body }) => {
      const started = await startBacktest(tx, context, parts, params.name, body)
      return started.ok ? ok(backtestView(started.value)) : started
    },
  })
  api.command({
    method: 'POST', path: '/hold-rules/backtests', operation: 'tryHold', tags, success: 201,
    summary: 'Try a hold rule on the stored past before it is placed: what it would have held, hours of inspection, finds; read on as a back-test of hold-rules',
    body: TryHoldOnPast, reply: BacktestView, example: { hold: { scope: { hs: '0207', origin: 'BR' }, measure: 'sample' } },
    run: async (tx, context, { body }) => {
      const started = await startHoldBacktest(tx, context, parts, body)
      return started.ok ? ok(backtestView(started.value)) : started
    },
  })
  api.command({
    method: 'POST', path: '/tables/:name/backtests/:id/cancel', operation: 'cancelBacktest', tags, statuses, summary: 'End a back-test that is under way',
    params: ById, body: z.strictObject({ id: z.uuid().optional() }), reply: BacktestView, example: {},
    run: async (tx, context, { params }) => {
      const cancelled = await cancelBacktest(tx, context, params.name, params.id)
      return cancelled.ok ? ok(backtestView(cancelled.value)) : cancelled
    },
  })
  api.read({
    path: '/tables/:name/backtests', operation: 'listBacktests', tags, summary: 'Back-tests of a table, newest first',
    params: z.strictObject({ name: TableName }), query: ListQuery.extend({ version: z.coerce.number().int().min(1).max(2_000_000_000).optional() }), reply: z.strictObject({ items: z.array(BacktestView), next: z.string().optional() }),
    run: async (context, { params, query }) => {
      const denied = mayReadTables(context.actor)
      if (denied !== undefined) return refuse(denied)
      const after = decodeIdCursor(query.after)
      if (!after.ok) return after
      return ok(pageById(await listBacktests(context.db, params.name, query.version, after.value, query.limit, backtestsOf(context.actor, params.name)), query.limit, (one) => backtestView(one)))
    },
  })
  api.read({
    path: '/tables/:name/backtests/:id', operation: 'readBacktest', tags, summary: 'A back-test: its progress, and once it is done what would have changed',
    params: ById, reply: BacktestView,
    run: async (context, { params }) => {
      const denied = mayReadTables(context.actor)
      if (denied !== undefined) return refuse(denied)
      const backtest = await readable(context, params)
      if (backtest === undefined) return refuse({ code: 'common/not-found' })
      return ok(backtestView(backtest, backtest.state === 'done' ? await readSummary(context.db, backtest.id) : undefined))
    },
  })
  api.read({
    path: '/tables/:name/backtests/:id/cases', operation: 'listBacktestCases', tags, summary: 'Cases that would have changed, with their outcome before and after',
    params: ById, query: ListQuery, reply: z.strictObject({ items: z.array(ChangedCaseView), next: z.string().optional() }),
    run: async (context, { params, query }) => {
      const denied = mayReadTables(context.actor)
      if (denied !== undefined) return refuse(denied)
      const backtest = await readable(context, params)
      if (backtest === undefined) return refuse({ code: 'common/not-found' })
      const after = decodeCursor(query.after, ['int', 'int'])
      if (!after.ok) return after
      const [part, index] = after.value ?? [0, 0]
      if (part < 0 || index < 0) return refuse({ code: 'common/bad-cursor', pointer: '/after' })
      return ok(await readChangedCases(context, backtest, { part, index }, query.limit))
    },
  })
  api.read({
    path: '/tables/:name/backtests/:id/cases/:port/:declaration', operation: 'explainBacktestCase', tags, summary: 'Why a case was judged as it was, and why it would have been judged otherwise',
    params: ById.extend({ port: z.string().min(1).max(40), declaration: z.uuid() }), reply: ExplainedCaseView,
    run: async (context, { params }) => {
      const denied = mayReadTables(context.actor)
      if (denied !== undefined) return refuse(denied)
      const backtest = await readable(context, params)
      if (backtest === undefined) return refuse({ code: 'common/not-found' })
      return explainCase(context, parts, context.actor, backtest, params.port, params.declaration)
    },
  })
}
