import { z } from 'zod'
import { toIso } from '../kernel/instant.ts'
import type { Refusal } from '../kernel/refusal.ts'
import { refusalText } from '../platform/i18n/texts.ts'
import type { StoredVersion } from './store.ts'
import { Bilingual, TableRow } from './table-schema.ts'

const Remark = z.strictObject({ code: z.string(), pointer: z.string(), message: Bilingual })

/** A version as lists show it. */
export const VersionView = z.strictObject({
  table: z.string(),
  number: z.number(),
  state: z.enum(['recorded', 'active']),
  validFrom: z.string().nullable(),
  validTo: z.string().nullable(),
  note: z.string(),
  rowCount: z.number(),
  rowsHash: z.string(),
  author: z.string(),
  recordedAt: z.string(),
  activatedBy: z.string().nullable(),
  activatedAt: z.string().nullable(),
})
export type VersionView = z.infer<typeof VersionView>

/** A version with its rows and, when it was just recorded, what its author should know of them. */
export const WholeVersionView = VersionView.extend({ rows: z.array(TableRow).optional(), remarks: z.array(Remark).optional() })

/** A version of a table as the API gives it, without its rows; null for what has not happened yet. */
export function versionView(stored: StoredVersion): VersionView {
  const { table, version, state, validFrom, validTo, note, rowCount, rowsHash, authorName, recordedAt, activatedByName, activatedAt } = stored
  return {
    table,
    number: version,
    state,
    validFrom: validFrom === null ? null : toIso(validFrom),
    validTo: validTo === null ? null : toIso(validTo),
    note,
    rowCount,
    rowsHash,
    author: authorName,
    recordedAt: toIso(recordedAt),
    activatedBy: activatedByName,
    activatedAt: activatedAt === null ? null : toIso(activatedAt),
  }
}

/** Remarks on a version in both languages. */
export function remarkViews(remarks: readonly Refusal[]): z.infer<typeof Remark>[] {
  return remarks.map((remark) => ({ code: remark.code, pointer: remark.pointer ?? '', message: { ...refusalText(remark) } }))
}
