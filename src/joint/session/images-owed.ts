import type { Instant } from '../../kernel/instant.ts'
import type { Queryable } from '../../platform/database/database.ts'
import type { Inspection } from '../inspections/domain/inspection.ts'
import { nextOf } from './domain/verdict.ts'
import { findScanImages, findVerdicts } from './verdict-store.ts'

/** What parties owe about the images of a session: a verdict since the image was put, an answer to the offer to join since the last verdict (JI-13, JI-14). */
export async function imagesOwed(db: Queryable, inspection: Inspection): Promise<{ readonly agency: string; readonly owes: 'verdict' | 'offer'; readonly askedAt: Instant }[]> {
  const images = await findScanImages(db, inspection.port, inspection.id)
  if (images.length === 0) return []
  const verdicts = await findVerdicts(db, inspection.port, inspection.id)
  const parties = inspection.tasks.map((task) => task.agency)
  return images.flatMap((image): Awaited<ReturnType<typeof imagesOwed>> => {
    const own = verdicts.filter((verdict) => verdict.image === image.id)
    const next = nextOf(parties, own)
    if (next.step === 'awaited') return next.agencies.map((agency) => ({ agency, owes: 'verdict' as const, askedAt: image.at }))
    if (next.step !== 'offered') return []
    const askedAt = Math.max(...own.map(({ at }) => at)) as Instant
    return next.to.map((agency) => ({ agency, owes: 'offer' as const, askedAt }))
  })
}
