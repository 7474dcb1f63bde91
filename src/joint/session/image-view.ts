import { z } from 'zod'
import { toIso } from '../../kernel/instant.ts'
import type { Inspection } from '../inspections/domain/inspection.ts'
import { nextOf, readable } from './domain/verdict.ts'
import type { KeptVerdict, ScanImage } from './verdict-store.ts'

const MarkView = z.object({ x: z.number(), y: z.number(), width: z.number(), height: z.number(), note: z.string().optional() })

/** An image with what its reader may know of the verdicts on it, and what follows from them. */
export const ImageView = z.object({
  /** SHA-256 of its bytes: the same on every screen. */
  id: z.string(),
  inspection: z.uuid(),
  object: z.string(),
  device: z.string().optional(),
  agency: z.string(),
  at: z.string(),
  /** Parties that have read it, whatever they saw. */
  readBy: z.array(z.string()),
  /** The reader's own at once; everybody's when all are in. */
  verdicts: z.array(z.object({ agency: z.string(), verdict: z.enum(['clear', 'open']), marks: z.array(MarkView), note: z.string().optional(), by: z.string(), at: z.string(), joins: z.boolean().optional() })),
  next: z.object({ step: z.enum(['awaited', 'none', 'together', 'offered', 'agreed']), agencies: z.array(z.string()), absent: z.array(z.string()).optional() }),
})
export type ImageView = z.infer<typeof ImageView>

/** Shows an image to a reader of an agency. */
export function imageView(image: ScanImage, verdicts: readonly KeptVerdict[], inspection: Inspection, reader: string | undefined): ImageView {
  const parties = inspection.tasks.map((task) => task.agency)
  const own = verdicts.filter((verdict) => verdict.image === image.id)
  const next = nextOf(parties, own)
  return {
    id: image.id,
    inspection: image.inspection,
    object: image.object,
    ...(image.device === undefined ? {} : { device: image.device }),
    agency: image.agency,
    at: toIso(image.at),
    readBy: own.map((verdict) => verdict.agency),
    verdicts: readable(parties, own, reader).map(({ agency, verdict, marks, note, by, at, joins }) => ({ agency, verdict, marks: marks.map((mark) => ({ ...mark })), ...(note === undefined ? {} : { note }), by, at: toIso(at), ...(joins === undefined ? {} : { joins }) })),
    next: { step: next.step, agencies: [...('agencies' in next ? next.agencies : 'to' in next ? next.to : [])], ...('absent' in next ? { absent: [...next.absent] } : {}) },
  }
}
