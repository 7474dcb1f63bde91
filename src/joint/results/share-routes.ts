import { z } from 'zod'
import { toIso } from '../../kernel/instant.ts'
import type { Pack } from '../../kernel/pack.ts'
import { ok } from '../../kernel/result.ts'
import type { Api } from '../../platform/http/api.ts'
import { portsOf } from '../ports.ts'
import { shareSight } from './domain/result.ts'
import { findShares } from './share-store.ts'

/** Who reads the results of an inspection in place of a look of its own, and why: what of its directive was being done already (DC-11). */
export const ShareView = z.object({
  port: z.string(),
  inspection: z.uuid(),
  /** Who was given them; `by`: who had sent the directive. */
  agency: z.string(),
  by: z.string(),
  at: z.string(),
  methods: z.array(z.string()),
  /** Who looks, at what; `closedAt` once there is something to read. */
  agencies: z.array(z.string()),
  object: z.object({ kind: z.string(), ref: z.string() }),
  startedAt: z.string().optional(),
  closedAt: z.string().optional(),
})
export type ShareView = z.infer<typeof ShareView>

/** To whom results were given in place of a look (DC-11): those who look read who will read them, those who were given them what they may expect. */
export function shareRoutes(api: Api, law: () => Pack): void {
  api.read({
    path: '/results/shares',
    operation: 'listResultShares',
    summary: 'Agencies that asked too late for what an inspection does and read its results instead: for those who look, those who were given them, coordinators and oversight',
    tags: ['joint'],
    query: z.strictObject({ inspection: z.uuid() }),
    reply: z.object({ items: z.array(ShareView) }),
    run: async (context, { query }) => {
      const sight = shareSight(context.actor)
      if (sight === 'none') return ok({ items: [] })
      const shares = await findShares(context.db, portsOf(context.actor, law()), query.inspection, sight === 'agency' ? context.actor.agency : undefined)
      return ok({
        items: shares.map(({ at, startedAt, closedAt, ...share }): ShareView => ({
          ...share,
          ...{ methods: [...share.methods], agencies: [...share.agencies], object: { ...share.object }, at: toIso(at) },
          ...(startedAt === undefined ? {} : { startedAt: toIso(startedAt) }),
          ...(closedAt === undefined ? {} : { closedAt: toIso(closedAt) }),
        })),
      })
    },
  })
}
