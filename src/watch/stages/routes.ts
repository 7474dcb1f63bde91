import { z } from 'zod'
import { atPort, hasRole, type Actor } from '../../kernel/actor.ts'
import { days, parseInstant, plus, toIso, type Instant } from '../../kernel/instant.ts'
import type { Pack } from '../../kernel/pack.ts'
import { parameterValue } from '../../kernel/parameter.ts'
import { ok, refuse, type Result } from '../../kernel/result.ts'
import type { Api } from '../../platform/http/api.ts'
import { decodeCursor, encodeCursor, ListQuery } from '../../platform/http/cursor.ts'
import { Moment } from '../../platform/http/moments.ts'
import { countMonths } from './count-months.ts'
import { changeOf, rateOf } from './domain/months.ts'
import { zonedMonth } from './domain/zoned-month.ts'
import { listStageCases, sumLooks, sumStages, type Span } from './stage-store.ts'

const tags = ['measures']
const month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/)
const Query = z.strictObject({ port: z.string().max(40).optional(), from: Moment.optional(), to: Moment.optional() })

const Stage = z.object({
  /** Batches that went. */
  released: z.int(),
  /** Median time from arrival of the goods to the acceptance of the declaration, in milliseconds; what was declared ahead took none. */
  declare: z.object({ median: z.number().nullable(), batches: z.int() }),
  /** Median time from acceptance to release, in milliseconds. */
  release: z.object({ median: z.number().nullable(), batches: z.int() }),
})

export const StagesView = z.object({
  from: z.string(),
  to: z.string(),
  total: Stage,
  modes: z.array(Stage.extend({ mode: z.string() })),
  /** Of the inspections that ended, how many found something. */
  inspect: z.object({ inspections: z.int(), finds: z.int(), precision: z.number().nullable() }),
})
export type StagesView = z.infer<typeof StagesView>

export const BatchesView = z.object({
  port: z.string(),
  /** Share of batches that is not to be exceeded. */
  target: z.number(),
  months: z.array(z.object({ month: z.string(), batches: z.int(), inspected: z.int(), rate: z.number().nullable(), aboveTarget: z.boolean() })),
  /** In percentage points, from the first to the last month that had batches. */
  change: z.object({ from: z.string(), to: z.string(), points: z.number() }).optional(),
})
export type BatchesView = z.infer<typeof BatchesView>

const CaseView = z.object({ id: z.uuid(), number: z.string(), mode: z.string(), acceptedAt: z.string(), releasedAt: z.string().nullable(), declare: z.number().nullable(), release: z.number().nullable() })
export type StageCaseView = z.infer<typeof CaseView>

/** Who reads these figures: those who coordinate a port or oversee it. */
const mayMeasure = (actor: Actor): boolean => hasRole(actor, 'coordinator', 'headquarters', 'auditor')

function spanOf(actor: Actor, pack: Pack, query: z.infer<typeof Query>, now: Instant): Result<Span> {
  const to = query.to === undefined ? now : (parseInstant(query.to) ?? now)
  const from = query.from === undefined ? plus(to, -days(30)) : (parseInstant(query.from) ?? now)
  if (to <= from) return refuse({ code: 'measures/inverted', pointer: '/to' })
  return ok({ ports: pack.ports.map((port) => port.code).filter((port) => atPort(actor, port) && (query.port === undefined || query.port === port)), from, to })
}

/** `GET /measures/stages` with its cases (SW-12) and `GET /measures/batches` (RR-21). */
export function stageRoutes(api: Api, law: () => Pack): void {
  api.read({
    path: '/measures/stages',
    operation: 'measureStages',
    summary: 'Fast declaration, precise inspection, fast release, each measured by itself, over the batches that went in a period',
    tags,
    query: Query,
    reply: StagesView,
    run: async (context, { query }) => {
      if (!mayMeasure(context.actor)) return refuse({ code: 'common/not-permitted' })
      const span = spanOf(context.actor, law(), query, context.now)
      if (!span.ok) return span
      const [rows, looks] = await Promise.all([sumStages(context.db, span.value), sumLooks(context.db, span.value)])
      const stage = (row: (typeof rows)[number] | undefined) => ({
        released: row?.released ?? 0,
        declare: { median: row?.declare ?? null, batches: row?.declared ?? 0 },
        release: { median: row?.release ?? null, batches: row?.released ?? 0 },
      })
      return ok({
        from: toIso(span.value.from),
        to: toIso(span.value.to),
        total: stage(rows.find(({ mode }) => mode === '')),
        modes: rows.filter(({ mode }) => mode !== '').map((row) => ({ mode: row.mode, ...stage(row) })),
        inspect: { ...looks, precision: looks.inspections === 0 ? null : looks.finds / looks.inspections },
      })
    },
  })
  api.read({
    path: '/measures/stages/cases',
    operation: 'listStageCases',
    summary: 'The batches behind the medians of a period, or behind the inspected ones, the latest first',
    tags,
    query: ListQuery.extend({ ...Query.shape, mode: z.string().max(40).optional(), inspected: z.enum(['true', 'false']).optional() }),
    reply: z.object({ items: z.array(CaseView), next: z.string().optional() }),
    run: async (context, { query }) => {
      if (!mayMeasure(context.actor)) return refuse({ code: 'common/not-permitted' })
      const { port, from, to } = query
      const span = spanOf(context.actor, law(), { port, from, to }, context.now)
      if (!span.ok) return span
      const after = decodeCursor(query.after, ['moment', 'id'])
      if (!after.ok) return after
      const inspected = query.inspected === 'true'
      const rows = await listStageCases(context.db, span.value, { mode: query.mode, inspected, after: after.value === undefined ? undefined : { at: after.value[0], id: after.value[1] }, limit: query.limit })
      const last = rows.at(-1)
      const items = rows.map((row) => ({ ...row, acceptedAt: toIso(row.acceptedAt), releasedAt: row.releasedAt === null ? null : toIso(row.releasedAt) }))
      const key = last === undefined ? undefined : inspected ? last.acceptedAt : (last.releasedAt ?? last.acceptedAt)
      return ok({ items, ...(last !== undefined && key !== undefined && rows.length === query.limit ? { next: encodeCursor([toIso(key), last.id]) } : {}) })
    },
  })
  api.read({
    path: '/measures/batches',
    operation: 'measureBatches',
    summary: 'The rate of inspected batches of a port month by month against its target, and how it moved',
    tags,
    query: z.strictObject({ port: z.string().min(1).max(40), from: month.optional(), to: month.optional() }),
    reply: BatchesView,
    run: async (context, { query }) => {
      if (!mayMeasure(context.actor)) return refuse({ code: 'common/not-permitted' })
      const pack = law()
      const port = pack.ports.find((one) => one.code === query.port)
      if (port === undefined || !atPort(context.actor, port.code)) return refuse({ code: 'common/not-found' })
      const last = query.to ?? zonedMonth(context.now, port.timeZone)
      const first = query.from ?? zonedMonth(plus(context.now, -days(365)), port.timeZone)
      if (last < first) return refuse({ code: 'measures/inverted', pointer: '/to' })
      const target = parameterValue(pack, 'stages.inspected-target', context.now, { port: port.code })
      const months = await countMonths(context.db, port, first, last, context.now)
      const change = changeOf(months)
      return ok({
        port: port.code,
        target,
        months: months.map((one) => {
          const rate = rateOf(one)
          return { ...one, rate: rate ?? null, aboveTarget: rate !== undefined && rate > target }
        }),
        ...(change === undefined ? {} : { change }),
      })
    },
  })
}
