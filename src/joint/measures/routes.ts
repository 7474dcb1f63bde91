import { z } from 'zod'
import { hasRole, type Actor } from '../../kernel/actor.ts'
import { toIso } from '../../kernel/instant.ts'
import type { Pack } from '../../kernel/pack.ts'
import { parameterValue } from '../../kernel/parameter.ts'
import { ok, refuse } from '../../kernel/result.ts'
import { takeYourTime } from '../../platform/database/database.ts'
import type { Api } from '../../platform/http/api.ts'
import { decodeIdCursor, ListQuery, pageById } from '../../platform/http/cursor.ts'
import { Moment } from '../../platform/http/moments.ts'
import { countCollisions } from '../collisions/public.ts'
import { measuredPeriod } from '../measured-period.ts'
import { fiveGoals, shareOf } from './domain/five-goals.ts'
import { listFinds, listMeasured, listRepeats, sumAnswered, sumMeasured, sumRepeats } from './measure-store.ts'

const Query = ListQuery.extend({ port: z.string().max(40).optional(), from: Moment.optional(), to: Moment.optional() })

const Goals = z.object({
  persons: z.object({ used: z.number(), alone: z.number() }),
  /** Milliseconds the one visit took, and visits there would have been. */
  time: z.object({ span: z.number(), visitsAlone: z.number() }),
  openings: z.number(),
  results: z.object({ kept: z.number(), due: z.number() }),
  toAgreement: z.number().optional(),
})
const JointMeasures = z.object({
  from: z.string(),
  to: z.string(),
  totals: Goals.extend({ inspections: z.int() }),
  answers: z.object({ proposed: z.int(), declined: z.int(), declineRate: z.number(), noShows: z.int(), overdue: z.int() }),
  items: z.array(z.object({ id: z.uuid(), object: z.string(), objectKind: z.string(), agencies: z.array(z.string()), site: z.string().optional(), closedAt: z.string(), goals: Goals })),
  next: z.string().optional(),
})
export type JointMeasures = z.infer<typeof JointMeasures>

const Repeats = z.object({
  from: z.string(),
  to: z.string(),
  objects: z.int(),
  repeats: z.int(),
  repeatRate: z.number(),
  inspections: z.int(),
  finds: z.int(),
  findRate: z.number(),
  /** The objects behind `repeats`, and the inspections behind `finds`; 200 of each at most. */
  repeated: z.array(z.object({ port: z.string(), object: z.string(), objectKind: z.string(), openings: z.int(), inspections: z.array(z.object({ id: z.uuid(), agencies: z.array(z.string()), closedAt: z.string() })) })),
  found: z.array(z.object({ id: z.uuid(), object: z.string(), agencies: z.array(z.string()), closedAt: z.string() })),
})

export type Repeats = z.infer<typeof Repeats>

const sum = (numbers: readonly number[]): number => numbers.reduce((all, next) => all + next, 0)

/** Who reads measures: those who coordinate a port or oversee it. */
function mayMeasure(actor: Actor): boolean {
  return hasRole(actor, 'coordinator', 'headquarters', 'auditor')
}

/** `GET /measures/joint` (JI-23) and `GET /measures/repeats` (JI-24). */
export function measureRoutes(api: Api, law: () => Pack): void {
  api.read({
    path: '/measures/joint',
    operation: 'measureJoint',
    summary: 'The five goals of joint inspection for a period: people, time, effort of the trader, results, sharing; in total and case by case',
    tags: ['measures'],
    query: Query,
    reply: JointMeasures,
    run: async (context, { query }) => {
      if (!mayMeasure(context.actor)) return refuse({ code: 'common/not-permitted' })
      const period = measuredPeriod(context.actor, law(), query, context.now)
      if (!period.ok) return period
      const after = decodeIdCursor(query.after)
      if (!after.ok) return after
      const { from, to } = period.value
      const alone = parameterValue(law(), 'joint.alone', context.now, query.port === undefined ? {} : { port: query.port })
      const [sums, answered, measured, matched] = await context.db.transaction(async (tx) => {
        await takeYourTime(tx)
        return Promise.all([sumMeasured(tx, period.value), sumAnswered(tx, period.value), listMeasured(tx, period.value, after.value, query.limit), countCollisions(tx, period.value.ports, from, to)])
      })
      const [proposed, declined] = [sum(matched.map(({ matches }) => matches)), sum(matched.map((one) => one.declined))]
      const page = pageById(measured, query.limit, (one) => {
        const { id, object, objectKind, agencies, site } = one
        return { id, object, objectKind, agencies: [...agencies], ...(site === undefined ? {} : { site }), closedAt: toIso(one.closedAt), goals: fiveGoals(one, alone) }
      })
      return ok({
        from: toIso(from),
        to: toIso(to),
        totals: {
          inspections: sums.inspections,
          persons: { used: sums.persons, alone: alone * sums.agencies },
          time: { span: sums.span, visitsAlone: sums.agencies },
          openings: sums.openings,
          results: { kept: sums.results, due: sums.agencies },
          ...(sums.medianToAgreement === undefined ? {} : { toAgreement: sums.medianToAgreement }),
        },
        // The same count as the decline rate of matches (DC-07).
        answers: { proposed, declined, declineRate: shareOf(declined, proposed), ...answered },
        ...page,
      })
    },
  })
  api.read({
    path: '/measures/repeats',
    operation: 'measureRepeats',
    summary: 'How many objects were inspected again and how many inspections found something, with the cases behind both',
    tags: ['measures'],
    query: Query.omit({ after: true, limit: true }),
    reply: Repeats,
    run: async (context, { query }) => {
      if (!mayMeasure(context.actor)) return refuse({ code: 'common/not-permitted' })
      const period = measuredPeriod(context.actor, law(), query, context.now)
      if (!period.ok) return period
      const [sums, repeated, found] = await context.db.transaction(async (tx) => {
        await takeYourTime(tx)
        return Promise.all([sumRepeats(tx, period.value), listRepeats(tx, period.value, 200), listFinds(tx, period.value, 200)])
      })
      return ok({
        from: toIso(period.value.from),
        to: toIso(period.value.to),
        ...sums,
        repeatRate: shareOf(sums.repeats, sums.objects),
        findRate: shareOf(sums.finds, sums.inspections),
        repeated: repeated.map((one) => ({ ...one, inspections: one.inspections.map((look) => ({ ...look, agencies: [...look.agencies] })) })),
        found: found.map((one) => ({ ...one, agencies: [...one.agencies], closedAt: toIso(one.closedAt) })),
      })
    },
  })
}
