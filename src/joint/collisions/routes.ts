import { z } from 'zod'
import { hasRole, type Actor } from '../../kernel/actor.ts'
import { parseInstant, type Instant } from '../../kernel/instant.ts'
import type { Pack } from '../../kernel/pack.ts'
import { ok, refuse } from '../../kernel/result.ts'
import type { Context } from '../../platform/context.ts'
import type { Api } from '../../platform/http/api.ts'
import { decodeIdCursor, ListQuery, pageById } from '../../platform/http/cursor.ts'
import { findDirectives, type Directive } from '../directives/public.ts'
import { measuredPeriod } from '../measured-period.ts'
import { portsOf } from '../ports.ts'
import type { Collision, KeptNearMiss } from './domain/collision.ts'
import { pairRoutes } from './pair-routes.ts'
import { CollisionView, collisionView, meetingView, missView, NearMissView, nearMissView, ReplayView } from './collision-view.ts'
import { replayMatch } from './replay-match.ts'
import { countCollisions, findCollision, listCollisions, listNearMisses } from './store.ts'

const moment = z.string().max(40).refine((text) => parseInstant(text) !== undefined, { params: { code: 'directives/not-a-moment' } })
const Query = ListQuery.extend({
  port: z.string().optional(),
  object: z.string().max(140).optional(),
  state: z.enum([...CollisionView.shape.state.options, 'near-miss', 'near-miss-over']).optional(),
})
const Id = z.strictObject({ id: z.uuid() })

/** Coordinators, headquarters and auditors read every match of their ports; officers those their agency is in. */
function sightOf(actor: Actor): { readonly agency: string | undefined } | undefined {
  if (hasRole(actor, 'coordinator', 'headquarters', 'auditor')) return { agency: undefined }
  return hasRole(actor, 'officer') && actor.agency !== undefined ? { agency: actor.agency } : undefined
}

/** Somebody reads matches: `inspection` is what they led to (LB-09). */
type OnRead = (context: Context, ...read: readonly { readonly port: string; readonly inspection?: string }[]) => Promise<void>

/** The directives of near-misses, each of which has an inspection that it gives away. */
async function nearlyMet(context: Context, misses: readonly KeptNearMiss[]): Promise<Directive[]> {
  const found: Directive[] = []
  for (const port of new Set(misses.map((miss) => miss.port))) found.push(...(await findDirectives(context.db, port, [...new Set(misses.flatMap((miss) => (miss.port === port ? miss.directives : [])))])))
  return found
}

/** The directives of a match as they were in it: those that have left it, up to then. */
function membersOf(context: Context, { port, members }: Collision): Promise<Directive[]> {
  const left = members.flatMap(({ directive, leftAt }): [string, Instant][] => (leftAt === undefined ? [] : [[directive, leftAt]]))
  return findDirectives(context.db, port, members.map(({ directive }) => directive), new Map(left))
}

/** `GET /collisions`: matches and near-misses with their explanation, replay by another rule version, and the decline rate (DC-02, DC-07, DC-13). */
export function collisionRoutes(api: Api, law: () => Pack, onRead: OnRead = () => Promise.resolve()): void {
  api.read({
    path: '/collisions',
    operation: 'listCollisions',
    summary: 'Matches of directives with the rule that fired and why; near-misses with the one failed condition by state=near-miss, those that a change or withdrawal has ended by state=near-miss-over',
    tags: ['joint'],
    query: Query,
    reply: z.object({ items: z.array(z.union([CollisionView, NearMissView])), next: z.string().optional() }),
    run: async (context, { query }) => {
      const sight = sightOf(context.actor)
      if (sight === undefined) return ok({ items: [] })
      const cursor = decodeIdCursor(query.after)
      if (!cursor.ok) return cursor
      const { port, object, state, limit } = query
      const ports = portsOf(context.actor, law()).filter((known) => port === undefined || known === port)
      const filter = { ports, object, limit, agency: sight.agency, before: cursor.value }
      if (state === 'near-miss' || state === 'near-miss-over') {
        const misses = await listNearMisses(context.db, filter, state === 'near-miss-over')
        await onRead(context, ...(await nearlyMet(context, misses.slice(0, limit))))
        return ok(pageById(misses, limit, nearMissView))
      }
      const found = await listCollisions(context.db, { ...filter, state })
      await onRead(context, ...found.slice(0, limit))
      return ok(pageById(found, limit, collisionView))
    },
  })

  api.read({
    path: '/collisions/rates',
    operation: 'countCollisions',
    summary: 'How many matches were found in a span, how many a party declined with its reason, the decline rate, and how many pairs were not enabled: their channel, agency, business or object has not come so far; the cases behind it are GET /collisions?state=declined, state=near-miss and state=near-miss-over',
    tags: ['joint'],
    query: z.strictObject({ from: moment, to: moment, port: z.string().optional() }),
    reply: z.object({ items: z.array(z.object({ port: z.string(), matches: z.number(), declined: z.number(), notEnabled: z.number(), declineRate: z.number().nullable() })) }),
    run: async (context, { query }) => {
      if (sightOf(context.actor) === undefined) return refuse({ code: 'common/not-permitted' })
      const period = measuredPeriod(context.actor, law(), query, context.now)
      if (!period.ok) return period
      const { ports, from, to } = period.value
      const counted = await countCollisions(context.db, ports, from, to)
      return ok({ items: counted.map((row) => ({ ...row, declineRate: row.matches === 0 ? null : row.declined / row.matches })) })
    },
  })

  api.read({
    path: '/collisions/:id',
    operation: 'getCollision',
    summary: 'One match',
    tags: ['joint'],
    params: Id,
    reply: CollisionView,
    run: async (context, { params }) => {
      const sight = sightOf(context.actor)
      const collision = sight === undefined ? undefined : await findCollision(context.db, portsOf(context.actor, law()), params.id)
      if (collision === undefined || (sight?.agency !== undefined && !collision.agencies.includes(sight.agency))) return refuse({ code: 'common/not-found' })
      await onRead(context, collision)
      return ok(collisionView(collision))
    },
  })

  api.read({
    path: '/collisions/:id/replay',
    operation: 'replayCollision',
    summary: 'What the directives of a match give by another version of a rule, or by the rules of their own time',
    tags: ['joint'],
    params: Id,
    query: z.strictObject({ rule: z.string().max(80).optional(), version: z.coerce.number().int().min(1).max(2_147_483_647).optional() }),
    reply: ReplayView,
    run: async (context, { params, query }) => {
      const sight = sightOf(context.actor)
      const collision = sight === undefined ? undefined : await findCollision(context.db, portsOf(context.actor, law()), params.id)
      if (collision === undefined || (sight?.agency !== undefined && !collision.agencies.includes(sight.agency))) return refuse({ code: 'common/not-found' })
      const wanted = query.version === undefined ? undefined : { id: query.rule ?? collision.rule.id, version: query.version }
      const replayed = replayMatch(law(), await membersOf(context, collision), wanted)
      if (!replayed.ok) return replayed
      await onRead(context, collision)
      const { rule, matches, nearMisses } = replayed.value
      const shown = matches.map((match) => ({ directives: [...match.directives], agencies: [...match.agencies], explanation: match.meetings.map(meetingView) }))
      return ok({ ...(rule === undefined ? {} : { rule: { ...rule } }), matches: shown, nearMisses: nearMisses.map(missView) })
    },
  })

  pairRoutes(api, law, onRead)
}
