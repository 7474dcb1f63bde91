import { z } from 'zod'
import { toIso } from '../../kernel/instant.ts'
import { ok, refuse } from '../../kernel/result.ts'
import type { Api } from '../http/api.ts'
import { decodeIdCursor, ListQuery, pageById } from '../http/cursor.ts'
import { maySeeJobs } from './domain/may-look-after-jobs.ts'
import { discardJob, DiscardJob, JobView, replayJob, ReplayJob, toJobView } from './look-after-jobs.ts'
import { countJobs, listJobs } from './store.ts'

const Id = z.strictObject({ id: z.uuid() })
const JobQuery = ListQuery.extend({ state: z.enum(['waiting', 'running', 'quarantined']).default('quarantined') })
const JobCounts = z.object({
  items: z.array(z.object({ kind: z.string(), state: z.enum(['waiting', 'running', 'quarantined']), jobs: z.int(), oldest: z.iso.datetime() })),
})

/** Routes to look after background work: what waits, what stands aside, repair, replay, discard. */
export function jobRoutes(api: Api): void {
  api.read({
    path: '/jobs',
    operation: 'listJobs',
    summary: 'Jobs of one state, oldest first; quarantined ones unless told',
    tags: ['platform'],
    query: JobQuery,
    reply: z.object({ items: z.array(JobView), next: z.string().optional() }),
    run: async (context, { query }) => {
      const refusal = maySeeJobs(context.actor)
      if (refusal !== undefined) return refuse(refusal)
      const after = decodeIdCursor(query.after)
      if (!after.ok) return after
      const ports = context.actor.ports.includes('*') ? undefined : context.actor.ports
      return ok(pageById(await listJobs(context.db, query.state, ports, after.value, query.limit), query.limit, toJobView))
    },
  })
  api.read({
    path: '/jobs/counts',
    operation: 'countJobs',
    summary: 'How many jobs of each kind wait, run and stand aside, and since when the oldest',
    tags: ['platform'],
    reply: JobCounts,
    run: async (context) => {
      const refusal = maySeeJobs(context.actor)
      if (refusal !== undefined) return refuse(refusal)
      return ok({ items: (await countJobs(context.db)).map((row) => ({ ...row, oldest: toIso(row.oldest) })) })
    },
  })
  api.command({
    method: 'POST',
    path: '/jobs/:id/replay',
    operation: 'replayJob',
    summary: 'Send a quarantined job round again, with its payload repaired where one is given',
    tags: ['platform'],
    params: Id,
    body: ReplayJob,
    reply: JobView,
    example: { reason: 'receiver mended' },
    run: (tx, context, { params, body }) => replayJob(tx, context, params.id, body),
  })
  api.command({
    method: 'POST',
    path: '/jobs/:id/discard',
    operation: 'discardJob',
    summary: 'Give up a quarantined job for good',
    tags: ['platform'],
    params: Id,
    body: DiscardJob,
    reply: JobView,
    example: { reason: 'the consignment was withdrawn' },
    run: (tx, context, { params, body }) => discardJob(tx, context, params.id, body),
  })
}
