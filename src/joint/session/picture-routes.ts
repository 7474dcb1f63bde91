import { z } from 'zod'
import { ok, type Result } from '../../kernel/result.ts'
import type { Context } from '../../platform/context.ts'
import type { Tx } from '../../platform/database/database.ts'
import { findImage } from '../../platform/files/public.ts'
import { IdempotencyKey, statusOf, type Api, type Statuses } from '../../platform/http/api.ts'
import { once, requestHash } from '../../platform/http/once.ts'
import { sendProblem } from '../../platform/http/problem.ts'
import type { Inspection } from '../inspections/domain/inspection.ts'
import type { Gates } from '../inspections/public.ts'
import { ImageId } from './read-images.ts'

/** The largest picture that is taken, in bytes. */
const pictureBytes = 8 * 1024 * 1024
const Id = z.strictObject({ id: z.uuid() })

/** A kind of pictures of inspections: how one is put and who reads it. */
export interface Pictures<Query extends z.ZodObject> {
  /** Last part of the path: `images`. */
  readonly name: string
  readonly put: { readonly operation: string; readonly summary: string; readonly query?: Query; readonly reply: z.ZodType; readonly statuses: Statuses }
  readonly get: { readonly operation: string; readonly summary: string }
  /** Keeps a picture and gives how it is read; in the transaction of the request. */
  readonly keep: (tx: Tx, context: Context, inspection: string, bytes: Buffer, query: z.infer<Query>) => Promise<Result<object>>
  /** The inspection, where the reader may see it and the picture is one of it. */
  readonly find: (context: Context, inspection: string, picture: string) => Promise<Inspection | undefined>
  readonly onRead: Gates['onRead']
}

/** The two routes of a kind of pictures: put once, under the hash of its bytes, and read by who may see the inspection, which is written down (LB-09, LB-10, JI-13). */
export function pictureRoutes<Query extends z.ZodObject>(api: Api, { name, put, get, keep, find, onRead }: Pictures<Query>): void {
  api.raw({
    method: 'POST',
    path: `/joint-inspections/:id/${name}`,
    ...{ operation: put.operation, summary: put.summary, reply: put.reply, statuses: put.statuses },
    ...(put.query === undefined ? {} : { query: put.query }),
    ...{ keyed: true, tags: ['joint'], params: Id, body: z.string().meta({ format: 'binary' }), consumes: 'image/png', success: 201, bodyLimit: pictureBytes },
    handle: async (context, request, reply) => {
      const params = Id.safeParse(request.params)
      if (!params.success) return sendProblem(reply, 404, [{ code: 'common/not-found' }])
      const bytes = request.body
      if (!Buffer.isBuffer(bytes) || !(request.headers['content-type'] ?? '').startsWith('image/')) return sendProblem(reply, 415, [{ code: 'common/media-type' }])
      const query = put.query?.safeParse(request.query)
      const key = IdempotencyKey.safeParse(request.headers['idempotency-key'])
      const done = await once(api.machine.db, context, key.data, requestHash(put.operation, request.url, bytes), async (tx) => {
        const kept = await keep(tx, context, params.data.id, bytes, (query?.success === true ? query.data : {}) as z.infer<Query>)
        return kept.ok ? ok({ status: 201, body: JSON.stringify(kept.value) }) : kept
      })
      if (!done.ok) return sendProblem(reply, statusOf(done.refusals, put.statuses), done.refusals)
      return reply.code(done.value.status).type('application/json; charset=utf-8').send(done.value.body)
    },
  })
  const picture = name.replace(/s$/, '')
  const One = z.strictObject({ id: z.uuid(), [picture]: ImageId })
  api.raw({
    method: 'GET',
    path: `/joint-inspections/:id/${name}/:${picture}`,
    ...{ operation: get.operation, summary: get.summary, tags: ['joint'], params: One, produces: 'image/png' },
    handle: async (context, request, reply) => {
      const params = One.safeParse(request.params)
      const { id, [picture]: hash } = params.success ? (params.data as Record<string, string>) : {}
      const inspection = id === undefined || hash === undefined ? undefined : await find(context, id, hash)
      const image = inspection === undefined || hash === undefined ? undefined : await findImage(context.db, hash)
      if (image === undefined || inspection === undefined) return sendProblem(reply, 404, [{ code: 'common/not-found' }])
      await onRead(context, inspection)
      // Its name is its content: what was fetched once never changes. Whose eyes it is for may, so no proxy keeps it.
      return reply.type(image.media).header('cache-control', 'private, max-age=86400, immutable').header('x-content-type-options', 'nosniff').send(image.bytes)
    },
  })
}
