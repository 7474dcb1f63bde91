import { z } from 'zod'
import type { Pack } from '../../kernel/pack.ts'
import { ok, refuse, type Result } from '../../kernel/result.ts'
import type { Context } from '../../platform/context.ts'
import type { Queryable } from '../../platform/database/database.ts'
import type { Api, Statuses } from '../../platform/http/api.ts'
import type { Inspection } from '../inspections/domain/inspection.ts'
import { maySeeInspection, maySeeTasks } from '../inspections/domain/may-act.ts'
import { findInspection, type Gates, type InspectionParts } from '../inspections/public.ts'
import { portsOf } from '../ports.ts'
import { imageView, ImageView } from './image-view.ts'
import { pictureRoutes } from './picture-routes.ts'
import { AnswerOffer, answerOffer, GiveVerdict, giveVerdict, ImageId, PutImage, putImage } from './read-images.ts'
import { findScanImages, findVerdicts } from './verdict-store.ts'

const Id = z.strictObject({ id: z.uuid() })
const One = z.strictObject({ id: z.uuid(), image: ImageId })
const List = z.object({ items: z.array(ImageView) })
const statuses: Statuses = { 'inspections/not-a-party': 403, 'inspections/not-in-this-state': 409, 'inspections/already-scanned': 409, 'session/verdict-given': 409, 'session/no-offer': 409, 'files/not-an-image': 415, 'common/media-type': 415 }

/** One machine, two screens: images of a session, each party's verdict, and the opening that follows (JI-13, JI-14). */
export function imageRoutes(api: Api, law: () => Pack, parts: () => InspectionParts, onRead: Gates['onRead']): void {
  const seen = async (context: Context, id: string): Promise<Inspection | undefined> => {
    const inspection = await findInspection(context.db, portsOf(context.actor, law()), id)
    return inspection !== undefined && maySeeTasks(context.actor) && maySeeInspection(context.actor, inspection) ? inspection : undefined
  }
  const viewsOf = async (db: Queryable, context: Context, inspection: Inspection): Promise<z.infer<typeof List>> => {
    const [images, verdicts] = [await findScanImages(db, inspection.port, inspection.id), await findVerdicts(db, inspection.port, inspection.id)]
    return { items: images.map((image) => imageView(image, verdicts, inspection, context.actor.agency)) }
  }

  api.read({
    path: '/joint-inspections/:id/images',
    operation: 'listImages',
    summary: 'Images of a session with what the reader may know of the verdicts: the own one at once, everybody\'s when all are in',
    tags: ['joint'],
    params: Id,
    reply: List,
    run: async (context, { params }) => {
      const inspection = await seen(context, params.id)
      if (inspection === undefined) return refuse({ code: 'common/not-found' })
      await onRead(context, inspection)
      return ok(await viewsOf(context.db, context, inspection))
    },
  })

  pictureRoutes(api, {
    name: 'images',
    put: {
      operation: 'putImage',
      summary: 'Put an image of the scanner before every party (PNG or JPEG, at most 8 MB); the first is the session\'s one scan, the same picture is the same image',
      query: PutImage,
      reply: ImageView,
      statuses,
    },
    get: { operation: 'getImage', summary: 'The bytes of an image' },
    async keep(tx, context, id, bytes, query) {
      const put = await putImage(tx, context, parts(), id, bytes, query)
      if (!put.ok) return put
      const inspection = await findInspection(tx, [put.value.port], put.value.inspection)
      return inspection === undefined ? refuse({ code: 'common/not-found' }) : ok(imageView(put.value, await findVerdicts(tx, put.value.port, put.value.inspection), inspection, context.actor.agency))
    },
    async find(context, id, picture) {
      const inspection = await seen(context, id)
      return inspection !== undefined && (await findScanImages(context.db, inspection.port, id)).some((image) => image.id === picture) ? inspection : undefined
    },
    onRead,
  })

  const answered = async (context: Context, tx: Queryable, done: Result<Inspection>): Promise<Result<z.infer<typeof List>>> => (done.ok ? ok(await viewsOf(tx, context, done.value)) : done)
  api.command({
    method: 'POST',
    path: '/joint-inspections/:id/images/:image/verdict',
    operation: 'giveVerdict',
    summary: 'The own agency\'s reading of an image; others learn it when all are in',
    tags: ['joint'],
    params: One,
    body: GiveVerdict,
    reply: List,
    example: { verdict: 'open', marks: [{ x: 0.4, y: 0.3, width: 0.1, height: 0.2, note: 'dense block' }] },
    statuses,
    run: async (tx, context, { params, body }) => answered(context, tx, await giveVerdict(tx, context, law(), params.id, params.image, body)),
  })
  api.command({
    method: 'POST',
    path: '/joint-inspections/:id/images/:image/join',
    operation: 'answerOffer',
    summary: 'Say whether the own agency, which saw nothing, comes to the opening',
    tags: ['joint'],
    params: One,
    body: AnswerOffer,
    reply: List,
    example: { join: true },
    statuses,
    run: async (tx, context, { params, body }) => answered(context, tx, await answerOffer(tx, context, law(), params.id, params.image, body.join)),
  })
}
