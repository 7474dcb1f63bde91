import { z } from 'zod'
import { maximumRows } from '../../kernel/decision-table/analyse.ts'
import type { Row } from '../../kernel/decision-table/table.ts'
import { toIso } from '../../kernel/instant.ts'
import { Cell } from '../table-schema.ts'
import type { StoredDraft } from './store.ts'

const name = z.string().regex(/^[A-Za-z][A-Za-z0-9]{0,39}$/)
const text = (length: number) => z.string().max(length)

/** A row while it is written: of the right form, its values, clause and answers not yet; what is wrong with them is told by the analysis. */
const DraftRow = z.strictObject({
  id: text(64),
  when: z.record(name, Cell),
  formula: text(2_000).optional(),
  then: z.record(name, z.union([text(200), z.number(), z.boolean(), z.array(text(200)).max(50).readonly()])),
  clause: text(200),
  note: z.strictObject({ zh: text(500), en: text(500) }).optional(),
  targeting: z.literal(true).optional(),
})
type DraftRow = z.infer<typeof DraftRow>
export const DraftRows = z.array(DraftRow).max(maximumRows)

/** A row as the engine takes it; an empty formula and an empty note are none. */
export function toDraftRow({ formula, note, targeting, ...row }: DraftRow): Row {
  return {
    ...row,
    ...(formula === undefined || formula.trim() === '' ? {} : { formula }),
    ...(note === undefined || (note.zh === '' && note.en === '') ? {} : { note }),
    ...(targeting === undefined ? {} : { targeting }),
  }
}

/** A draft as lists show it. */
export const DraftView = z.strictObject({
  id: z.uuid(),
  table: z.string(),
  title: z.string(),
  state: z.enum(['open', 'recorded', 'discarded']),
  baseVersion: z.number().nullable(),
  version: z.number(),
  rowCount: z.number(),
  owner: z.string(),
  collaborators: z.array(z.string()).readonly(),
  createdAt: z.string(),
  changedAt: z.string(),
  changedBy: z.string(),
  recordedVersion: z.number().nullable(),
  /** Whether the reader may write it. */
  mine: z.boolean(),
})
export type DraftView = z.infer<typeof DraftView>

export const WholeDraftView = DraftView.extend({ rows: z.array(DraftRow).readonly() })
export type WholeDraftView = z.infer<typeof WholeDraftView>

/** A draft as the API gives it: names of people, never their ids. `mine` says whether the reader may write it. */
export function draftView(draft: StoredDraft, mine: boolean): DraftView {
  const { ownerId: _, ownerName, createdAt, changedAt, changedByName, ...rest } = draft
  return { ...rest, owner: ownerName, createdAt: toIso(createdAt), changedAt: toIso(changedAt), changedBy: changedByName, mine }
}
