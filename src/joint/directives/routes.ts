import { z } from 'zod'
import { hasRole, type Actor } from '../../kernel/actor.ts'
import { toIso } from '../../kernel/instant.ts'
import type { Pack } from '../../kernel/pack.ts'
import { ok, refuse, type Result } from '../../kernel/result.ts'
import type { Context } from '../../platform/context.ts'
import type { Api } from '../../platform/http/api.ts'
import { decodeCursor, decodeIdCursor, encodeCursor, ListQuery, pageById } from '../../platform/http/cursor.ts'
import { portsOf } from '../ports.ts'
import { DirectiveView, directiveView } from './directive-view.ts'
import { withdrawableBy } from './refuse-change.ts'
import type { Directive } from './domain/directive.ts'
import { findReadableDirective, listDirectives, listQueue, type QueuePlace } from './store.ts'

const Query = ListQuery.extend({
  port: z.string().optional(),
  agency: z.string().max(12).optional(),
  state: DirectiveView.shape.state.optional(),
  method: z.string().max(20).optional(),
  object: z.string().max(100).optional(),
  declaration: z.uuid().optional(),
})

/** Coordinators, headquarters and auditors read every directive of their ports; officers their agency's and those they inspect together with (LB-09). */
function sharedWith(actor: Actor): { readonly agency: string | undefined } | undefined {
  if (hasRole(actor, 'coordinator', 'headquarters', 'auditor')) return { agency: undefined }
  return hasRole(actor, 'officer') && actor.agency !== undefined ? { agency: actor.agency } : undefined
}

/** Where a queue goes on. */
function placeOf(after: string | undefined): Result<QueuePlace | undefined> {
  const cursor = decodeCursor(after, ['int', 'moment', 'id'])
  if (!cursor.ok || cursor.value === undefined) return cursor.ok ? ok(undefined) : cursor
  const [rank, due, id] = cursor.value
  return ok({ rank, due: toIso(due), id })
}

/** `GET /directives` and one of them; `onRead` is told of each that is read (LB-09). Sending, changing and withdrawing are the desk's. */
export function directiveReadRoutes(api: Api, law: () => Pack, onRead: (context: Context, ...directives: readonly Directive[]) => Promise<void> = () => Promise.resolve()): void {
  api.read({
    path: '/directives',
    operation: 'listDirectives',
    summary: 'Directives the caller may read: open ones as they are to be taken up (with others before alone, priority by credit, due first), others newest first',
    tags: ['joint'],
    query: Query,
    reply: z.object({ items: z.array(DirectiveView), next: z.string().optional() }),
    run: async (context, { query }) => {
      const sight = sharedWith(context.actor)
      if (sight === undefined) return ok({ items: [] })
      const { port, limit, after, ...narrowed } = query
      const filter = { ...narrowed, limit, ports: portsOf(context.actor, law()).filter((known) => port === undefined || known === port), sharedWith: sight.agency }
      if (query.state !== 'open') {
        const cursor = decodeIdCursor(after)
        if (!cursor.ok) return cursor
        const found = await listDirectives(context.db, filter, cursor.value)
        await onRead(context, ...found)
        const own = await withdrawableBy(context.db, context.actor, found)
        return ok(pageById(found, limit, (directive) => directiveView(directive, context.actor, own.has(directive.id))))
      }
      const cursor = placeOf(after)
      if (!cursor.ok) return cursor
      const queue = await listQueue(context.db, filter, cursor.value)
      await onRead(context, ...queue.map(({ directive }) => directive))
      const last = queue.at(-1)?.place
      const own = await withdrawableBy(context.db, context.actor, queue.map(({ directive }) => directive))
      return ok({ items: queue.map(({ directive }) => directiveView(directive, context.actor, own.has(directive.id))), ...(queue.length < limit || last === undefined ? {} : { next: encodeCursor([last.rank, last.due, last.id]) }) })
    },
  })

  api.read({
    path: '/directives/:id',
    operation: 'getDirective',
    summary: 'One directive',
    tags: ['joint'],
    params: z.strictObject({ id: z.uuid() }),
    reply: DirectiveView,
    run: async (context, { params }) => {
      const sight = sharedWith(context.actor)
      if (sight === undefined) return refuse({ code: 'common/not-found' })
      const directive = await findReadableDirective(context.db, portsOf(context.actor, law()), params.id, sight.agency)
      if (directive === undefined) return refuse({ code: 'common/not-found' })
      await onRead(context, directive)
      return ok(directiveView(directive, context.actor, (await withdrawableBy(context.db, context.actor, [directive])).has(directive.id)))
    },
  })
}
