import { z } from 'zod'
import { toIso } from '../../kernel/instant.ts'
import type { EntryRow } from './store.ts'

/** One version of an entry as people and machines see it. */
export const EntryView = z.object({
  key: z.string(),
  version: z.int(),
  validFrom: z.iso.datetime(),
  validTo: z.iso.datetime().optional(),
  data: z.record(z.string(), z.json()),
  source: z.string(),
  recordedBy: z.string(),
  recordedAt: z.iso.datetime(),
})
export type EntryView = z.infer<typeof EntryView>

/** A stored version of an entry with ISO times; `validTo` is absent while it is open. */
export function toEntryView(row: EntryRow): EntryView {
  return {
    key: row.key,
    version: row.version,
    validFrom: toIso(row.valid_from),
    ...(row.valid_to === null ? {} : { validTo: toIso(row.valid_to) }),
    data: row.data as EntryView['data'],
    source: row.source,
    recordedBy: row.recorded_by,
    recordedAt: toIso(row.recorded_at),
  }
}
