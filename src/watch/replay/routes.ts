import { z } from 'zod'
import { atPort, type Actor } from '../../kernel/actor.ts'
import type { Pack } from '../../kernel/pack.ts'
import { ok, refuse } from '../../kernel/result.ts'
import type { Api } from '../../platform/http/api.ts'
import { decodeIdCursor, ListQuery, pageById } from '../../platform/http/cursor.ts'
import { mayReadReplays } from './domain/may-read-replays.ts'
import { findReplay, listReplays } from './replay-store.ts'
import { ReplayView, toReplayView } from './replay-view.ts'

/** Routes of the reports of replays. */
export function replayRoutes(api: Api, deps: { readonly pack: () => Pick<Pack, 'ports'> }): void {
  const portsOf = (actor: Actor): string[] => deps.pack().ports.map((port) => port.code).filter((port) => atPort(actor, port))
  api.read({
    path: '/replays',
    operation: 'listReplays',
    summary: 'Replays of imported declarations with their figures, newest first',
    tags: ['watch'],
    query: ListQuery,
    reply: z.object({ items: z.array(ReplayView), next: z.string().optional() }),
    run: async (context, { query }) => {
      const refusal = mayReadReplays(context.actor)
      if (refusal !== undefined) return refuse(refusal)
      const after = decodeIdCursor(query.after)
      if (!after.ok) return after
      return ok(pageById(await listReplays(context.db, portsOf(context.actor), after.value, query.limit), query.limit, toReplayView))
    },
  })
  api.read({
    path: '/replays/:id',
    operation: 'readReplay',
    summary: 'The report of one replay: modes, directives, collisions, joint rate, openings saved, hit rate, hours to release by stage, rows per second',
    tags: ['watch'],
    params: z.strictObject({ id: z.uuid() }),
    reply: ReplayView,
    run: async (context, { params }) => {
      const refusal = mayReadReplays(context.actor)
      const found = refusal === undefined ? await findReplay(context.db, portsOf(context.actor), params.id) : undefined
      return found === undefined ? refuse({ code: 'common/not-found' }) : ok(toReplayView(found))
    },
  })
}
