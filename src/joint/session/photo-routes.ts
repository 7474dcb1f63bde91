import { z } from 'zod'
import { toIso } from '../../kernel/instant.ts'
import type { Pack } from '../../kernel/pack.ts'
import { ok } from '../../kernel/result.ts'
import { findImage } from '../../platform/files/public.ts'
import { statusOf, type Api, type Statuses } from '../../platform/http/api.ts'
import { once, requestHash } from '../../platform/http/once.ts'
import { sendProblem } from '../../platform/http/problem.ts'
import { maySeeInspection, maySeeTasks } from '../inspections/domain/may-act.ts'
import { findInspection, type Gates } from '../inspections/public.ts'
import { portsOf } from '../ports.ts'
import { keepPhoto } from './keep-photo.ts'
import { findPhotos, type Photo } from './photo-store.ts'
import { ImageId } from './read-images.ts'

/** The largest photograph that is taken, in bytes. */
const photoBytes = 8 * 1024 * 1024
const Id = z.strictObject({ id: z.uuid() })
const One = z.strictObject({ id: z.uuid(), photo: ImageId })
const statuses: Statuses = { 'inspections/not-a-party': 403, 'inspections/not-in-this-state': 409, 'files/not-an-image': 415, 'common/media-type': 415 }

/** A photograph of an inspection as it is read; a finding names it as `photo <id>`. */
export const PhotoView = z.object({ id: ImageId, agency: z.string(), by: z.string(), at: z.string() })
export type PhotoView = z.infer<typeof PhotoView>
/** A photograph by its id, with who took it and when; its bytes are read by themselves. */
export const photoView = ({ id, agency, by, at }: Photo): PhotoView => ({ id, agency, by, at: toIso(at) })

/** Photographs that findings rest on (LB-10). */
export function photoRoutes(api: Api, law: () => Pack, onRead: Gates['onRead']): void {
  api.raw({
    method: 'POST',
    path: '/joint-inspections/:id/photos',
    operation: 'keepPhoto',
    keyed: true,
    summary: 'Keep a photograph of a running inspection (PNG or JPEG, at most 8 MB) for findings to name as evidence; the same picture is the same photograph',
    tags: ['joint'],
    params: Id,
    body: z.string().meta({ format: 'binary' }),
    consumes: 'image/png',
    reply: PhotoView,
    success: 201,
    statuses,
    bodyLimit: photoBytes,
    handle: async (context, request, reply) => {
      const params = Id.safeParse(request.params)
      if (!params.success) return sendProblem(reply, 404, [{ code: 'common/not-found' }])
      const bytes = request.body
      if (!Buffer.isBuffer(bytes) || !(request.headers['content-type'] ?? '').startsWith('image/')) return sendProblem(reply, 415, [{ code: 'common/media-type' }])
      const header = request.headers['idempotency-key']
      const key = typeof header === 'string' && /^[\x21-\x7e]{1,200}$/.test(header) ? header : undefined
      const done = await once(api.machine.db, context, key, requestHash('keepPhoto', request.url, bytes), async (tx) => {
        const kept = await keepPhoto(tx, context, law(), params.data.id, bytes)
        return kept.ok ? ok({ status: 201, body: JSON.stringify(photoView(kept.value)) }) : kept
      })
      if (!done.ok) return sendProblem(reply, statusOf(done.refusals, statuses), done.refusals)
      return reply.code(done.value.status).type('application/json; charset=utf-8').send(done.value.body)
    },
  })
  api.raw({
    method: 'GET',
    path: '/joint-inspections/:id/photos/:photo',
    operation: 'getPhoto',
    summary: 'The bytes of a photograph',
    tags: ['joint'],
    params: One,
    produces: 'image/png',
    handle: async (context, request, reply) => {
      const params = One.safeParse(request.params)
      const inspection = params.success ? await findInspection(context.db, portsOf(context.actor, law()), params.data.id) : undefined
      const known = params.success && inspection !== undefined && maySeeTasks(context.actor) && maySeeInspection(context.actor, inspection)
      const there = known && (await findPhotos(context.db, inspection.port, [inspection.id])).some((photo) => photo.id === params.data.photo)
      const image = there ? await findImage(context.db, params.data.photo) : undefined
      if (image === undefined || inspection === undefined) return sendProblem(reply, 404, [{ code: 'common/not-found' }])
      await onRead(context, inspection)
      return reply.type(image.media).header('cache-control', 'private, max-age=86400, immutable').header('x-content-type-options', 'nosniff').send(image.bytes)
    },
  })
}
