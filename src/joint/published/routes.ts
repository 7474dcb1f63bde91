import { z } from 'zod'
import { inForce, parseInstant, toIso, type Instant } from '../../kernel/instant.ts'
import { clauseName, type Pack } from '../../kernel/pack.ts'
import { ok } from '../../kernel/result.ts'
import type { Api } from '../../platform/http/api.ts'
import { decodeCursor, encodeCursor, ListQuery } from '../../platform/http/cursor.ts'
import { Moment } from '../../platform/http/moments.ts'
import { effectOnLot } from '../inspections/domain/lots.ts'
import { listPublished, type PublishedRow } from './store.ts'

const Query = ListQuery.extend({
  port: z.string().max(40).optional(),
  agency: z.string().max(40).optional(),
  from: Moment.optional(),
  to: Moment.optional(),
  /** The code of a result, as it stands on a paper. */
  code: z.string().regex(/^[0-9a-f]{16}$/).optional(),
})

const Effect = z.enum(['qualify', 'treat', 'hold', 'refuse'])

/** A closed inspection for everybody: where, when, by whom, how, on which basis and with what result; never whose goods nor which. */
const ResultForAll = z.strictObject({
  code: z.string(),
  port: z.string(),
  /** Day of the port's own calendar. */
  day: z.string(),
  kind: z.string(),
  objectKind: z.string(),
  desk: z.boolean(),
  parts: z.array(
    z.strictObject({
      agency: z.string(),
      methods: z.array(z.string()),
      basis: z.array(z.strictObject({ power: z.string(), name: z.strictObject({ zh: z.string(), en: z.string() }), clause: z.string(), law: z.strictObject({ zh: z.string(), en: z.string() }) })),
      outcome: z.enum(['clear', 'problem', 'not-looked']).nullable(),
      /** The gravest decision; where a box holds several lots, what was decided of each, numbered within the box: a hold on one says nothing of the others. */
      effect: Effect.nullable(),
      lots: z.array(z.strictObject({ lot: z.int(), effect: Effect.nullable() })),
    }),
  ),
})
export type ResultForAll = z.infer<typeof ResultForAll>

function dayAt(pack: Pack, port: string, at: Instant): string {
  const timeZone = pack.ports.find((one) => one.code === port)?.timeZone ?? 'UTC'
  return new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(at)
}

function forAll(pack: Pack, { code, port, kind, objectKind, desk, closedAt, tasks }: PublishedRow): ResultForAll {
  return {
    ...{ code, port, kind, objectKind, desk, day: dayAt(pack, port, closedAt) },
    parts: tasks.map(({ agency, methods, powers, outcome, effect, all, lots }) => ({
      ...{ agency, outcome, effect, methods: [...methods] },
      lots: (lots ?? []).map(({ own, items }, i) => ({ lot: i + 1, effect: effectOnLot(own ?? all ?? undefined, items) ?? null })),
      basis: powers.flatMap((power) => {
        const known = pack.powers.find((one) => one.code === power && inForce(one, closedAt)) ?? pack.powers.find((one) => one.code === power)
        return known === undefined ? [] : [{ power, name: known.name, clause: known.clause, law: { ...clauseName(pack, known.clause) } }]
      }),
    })),
  }
}

/** `GET /public/results`: results of law enforcement for everybody, once an inspection is closed (GV-08). */
export function publishedResultRoutes(api: Api, law: () => Pack): void {
  api.read({
    path: '/public/results',
    operation: 'listPublicResults',
    summary: 'Closed inspections, newest first: basis, agencies, methods and results; no goods, enterprises nor persons',
    tags: ['public'],
    public: true,
    kept: 60,
    query: Query,
    reply: z.object({ items: z.array(ResultForAll), next: z.string().optional() }),
    run: async (context, { query }) => {
      const after = decodeCursor(query.after, ['moment', 'text'])
      if (!after.ok) return after
      const pack = law()
      const rows = await listPublished(context.db, {
        ports: pack.ports.map((port) => port.code).filter((port) => query.port === undefined || port === query.port),
        from: query.from === undefined ? undefined : parseInstant(query.from),
        to: query.to === undefined ? undefined : parseInstant(query.to),
        agency: query.agency,
        code: query.code,
        after: after.value === undefined ? undefined : { closedAt: after.value[0], code: after.value[1] },
        limit: query.limit,
      })
      const last = rows.at(-1)
      return ok({ items: rows.map((row) => forAll(pack, row)), ...(last !== undefined && rows.length === query.limit ? { next: encodeCursor([toIso(last.closedAt), last.code]) } : {}) })
    },
  })
}
