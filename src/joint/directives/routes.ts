import { z } from 'zod'
import { hasRole, type Actor } from '../../kernel/actor.ts'
import { toIso } from '../../kernel/instant.ts'
import type { Pack } from '../../kernel/pack.ts'
import { ok, refuse } from '../../kernel/result.ts'
import type { Api } from '../../platform/http/api.ts'
import { decodeCursor, encodeCursor, ListQuery } from '../../platform/http/cursor.ts'
import { portsOf } from '../ports.ts'
import { DirectiveView, directiveView } from './directive-view.ts'
import { findReadableDirective, listDirectives, listDirectivesDue } from './store.ts'

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

/** `GET /directives` and one of them. Sending, changing and withdrawing are the desk's. */
export function directiveReadRoutes(api: Api, law: () => Pack): void {
  api.read({
    path: '/directives',
    operation: 'listDirectives',
    summary: 'Directives the caller may read: open ones by what is due first, others newest first',
    tags: ['joint'],
    query: Query,
    reply: z.object({ items: z.array(DirectiveView), next: z.string().optional() }),
    run: async (context, { query }) => {
      const sight = sharedWith(context.actor)
      if (sight === undefined) return ok({ items: [] })
      const { port, limit, after, ...narrowed } = query
      const filter = { ...narrowed, limit, ports: portsOf(context.actor, law()).filter((known) => port === undefined || known === port), sharedWith: sight.agency }
      const asQueue = query.state === 'open'
      const cursor = decodeCursor(after, asQueue ? 2 : 1)
      if (!cursor.ok) return cursor
      const [first, second] = (cursor.value ?? []).map(String)
      const directives = asQueue
        ? await listDirectivesDue(context.db, filter, first === undefined || second === undefined ? undefined : { due: first, id: second })
        : await listDirectives(context.db, filter, first)
      const last = directives.at(-1)
      const next = directives.length < limit || last === undefined ? {} : { next: encodeCursor(asQueue ? [toIso(last.window.to), last.id] : [last.id]) }
      return ok({ items: directives.map(directiveView), ...next })
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
      return directive === undefined ? refuse({ code: 'common/not-found' }) : ok(directiveView(directive))
    },
  })
}
