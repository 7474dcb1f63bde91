import { z } from 'zod'
import { toIso } from '../../kernel/instant.ts'
import type { Pack } from '../../kernel/pack.ts'
import { ok } from '../../kernel/result.ts'
import type { Api } from '../../platform/http/api.ts'
import { maySeeInspection, maySeeTasks } from '../inspections/domain/may-act.ts'
import { findInspection, type Gates } from '../inspections/public.ts'
import { portsOf } from '../ports.ts'
import { keepPhoto } from './keep-photo.ts'
import { findPhotos, type Photo } from './photo-store.ts'
import { pictureRoutes } from './picture-routes.ts'
import { ImageId } from './read-images.ts'

/** A photograph of an inspection as it is read; a finding names it as `photo <id>`. */
export const PhotoView = z.object({ id: ImageId, agency: z.string(), by: z.string(), at: z.string() })
export type PhotoView = z.infer<typeof PhotoView>
/** A photograph by its id, with who took it and when; its bytes are read by themselves. */
export const photoView = ({ id, agency, by, at }: Photo): PhotoView => ({ id, agency, by, at: toIso(at) })

/** Photographs that findings rest on (LB-10). */
export function photoRoutes(api: Api, law: () => Pack, onRead: Gates['onRead']): void {
  pictureRoutes(api, {
    name: 'photos',
    put: {
      operation: 'keepPhoto',
      summary: 'Keep a photograph of a running inspection (PNG or JPEG, at most 8 MB) for findings to name as evidence; the same picture is the same photograph',
      reply: PhotoView,
      statuses: { 'inspections/not-a-party': 403, 'inspections/not-in-this-state': 409, 'files/not-an-image': 415, 'common/media-type': 415 },
    },
    get: { operation: 'getPhoto', summary: 'The bytes of a photograph' },
    async keep(tx, context, id, bytes) {
      const kept = await keepPhoto(tx, context, law(), id, bytes)
      return kept.ok ? ok(photoView(kept.value)) : kept
    },
    async find(context, id, picture) {
      const inspection = await findInspection(context.db, portsOf(context.actor, law()), id)
      const known = inspection !== undefined && maySeeTasks(context.actor) && maySeeInspection(context.actor, inspection)
      return known && (await findPhotos(context.db, inspection.port, [id])).some((photo) => photo.id === picture) ? inspection : undefined
    },
    onRead,
  })
}
