import { z } from 'zod'
import type { Row } from '../../kernel/decision-table/table.ts'
import { must } from '../../kernel/invariant.ts'
import type { Pack } from '../../kernel/pack.ts'
import type { Refusal } from '../../kernel/refusal.ts'
import { ok, refuse, type Result } from '../../kernel/result.ts'
import type { Context } from '../../platform/context.ts'
import type { Tx } from '../../platform/database/database.ts'
import { refusalsOf } from '../../platform/http/zod-refusals.ts'
import { definitionOf, moment, recordTableVersion } from '../record-table-version.ts'
import { findVersion, readRows, type StoredVersion } from '../store.ts'
import { TableRow } from '../table-schema.ts'
import { DraftRows, toDraftRow } from './draft-schema.ts'
import { mayBeginDraft, mayRuleDraft, mayWriteDraft } from './domain/draft.ts'
import { closeDraft, findDraft, insertDraft, lockDraft, readDraftRows, updateDraft, type StoredDraft } from './store.ts'

export const BeginDraft = z.strictObject({
  id: z.uuid().optional(),
  /** What the author calls it, e.g. what it is meant to change. */
  title: z.string().min(1).max(200),
  /** The version to begin from; empty when absent and no rows are given. */
  from: z.int().min(1).max(2_000_000_000).optional(),
  rows: DraftRows.optional(),
})
export const SaveDraft = z.strictObject({
  title: z.string().min(1).max(200).optional(),
  rows: DraftRows.optional(),
  /** Ids or names of accounts that may write as well. */
  collaborators: z.array(z.string().min(1).max(100)).max(20).optional(),
})
export const RecordDraft = z.strictObject({
  id: z.uuid().optional(),
  /** Why, for those who read the version later. */
  note: z.string().min(1).max(2000),
  validFrom: moment.optional(),
  validTo: moment.optional(),
})

/** A draft and its rows. */
export interface WholeDraft {
  readonly draft: StoredDraft
  readonly rows: readonly Row[]
}

/**
 * Begins a draft of a table: from a version, from rows that were brought along, or empty. Nothing goes to the ledger: a draft judges nobody.
 * Refusals: `common/not-permitted`, `common/not-found`, `drafts/no-such-version`.
 */
export async function beginDraft(tx: Tx, context: Context, pack: Pack, table: string, body: z.infer<typeof BeginDraft>): Promise<Result<WholeDraft>> {
  const { actor, now } = context
  const denied = mayBeginDraft(actor)
  if (denied !== undefined) return refuse(denied)
  if (definitionOf(pack, table) === undefined) return refuse({ code: 'common/not-found' })
  if (body.from !== undefined && (await findVersion(tx, table, body.from)) === undefined) return refuse({ code: 'drafts/no-such-version', pointer: '/from', facts: { version: body.from } })
  const rows = body.rows?.map(toDraftRow) ?? (body.from === undefined ? [] : await readRows(tx, table, body.from))
  const id = body.id ?? context.newId()
  if ((await findDraft(tx, table, id)) !== undefined) return refuse({ code: 'drafts/id-used', pointer: '/id' })
  await insertDraft(tx, { id, table, title: body.title, baseVersion: body.from, rows, ownerId: actor.id, ownerName: actor.name, at: now })
  return ok({ draft: must(await findDraft(tx, table, id), 'the draft just begun'), rows })
}

/** Whether the version the caller saw is still the one that is there. */
function changedMeanwhile(draft: StoredDraft, ifMatch: string | undefined): Refusal | undefined {
  return ifMatch === undefined || ifMatch === '*' || ifMatch === String(draft.version) ? undefined : { code: 'common/changed-meanwhile', facts: { version: draft.version } }
}

/**
 * Saves a draft as it stands, faults and all. `ifMatch` is the version the caller saw and must be given.
 * Refusals: `common/not-found`, `drafts/*`, `common/changed-meanwhile`.
 */
export async function saveDraft(tx: Tx, context: Context, key: { readonly table: string; readonly id: string }, body: z.infer<typeof SaveDraft>, ifMatch: string | undefined): Promise<Result<WholeDraft>> {
  const draft = await lockDraft(tx, key.table, key.id)
  const denied = draft === undefined ? mayBeginDraft(context.actor) : mayWriteDraft(context.actor, draft)
  if (denied !== undefined) return refuse(denied)
  if (draft === undefined) return refuse({ code: 'common/not-found' })
  const ruled = body.collaborators === undefined ? undefined : mayRuleDraft(context.actor, draft)
  if (ruled !== undefined) return refuse(ruled)
  if (ifMatch === undefined) return refuse({ code: 'drafts/version-unknown' })
  const stale = changedMeanwhile(draft, ifMatch)
  if (stale !== undefined) return refuse(stale)
  await updateDraft(tx, key.id, { ...body, rows: body.rows?.map(toDraftRow) }, { name: context.actor.name, at: context.now })
  return ok({ draft: must(await findDraft(tx, key.table, key.id), 'the draft just saved'), rows: await readDraftRows(tx, key.id) })
}

/** Throws a draft away; its rows stay where they are, out of the list. Refusals: as `saveDraft`. */
export async function discardDraft(tx: Tx, context: Context, key: { readonly table: string; readonly id: string }, ifMatch: string | undefined): Promise<Result<StoredDraft>> {
  const draft = await lockDraft(tx, key.table, key.id)
  const denied = draft === undefined ? mayBeginDraft(context.actor) : mayRuleDraft(context.actor, draft)
  if (denied !== undefined) return refuse(denied)
  if (draft === undefined) return refuse({ code: 'common/not-found' })
  const stale = changedMeanwhile(draft, ifMatch)
  if (stale !== undefined) return refuse(stale)
  await closeDraft(tx, key.id, undefined, { name: context.actor.name, at: context.now })
  return ok(must(await findDraft(tx, key.table, key.id), 'the draft just discarded'))
}

/**
 * Makes a draft a recorded version, by the same way as one that is sent whole: checked in full, written to the ledger, waiting for a second person.
 * Refusals: as `saveDraft`, and everything `recordTableVersion` finds, with pointers into the rows of the draft.
 */
export async function recordDraft(
  tx: Tx, context: Context, pack: Pack, key: { readonly table: string; readonly id: string }, body: z.infer<typeof RecordDraft>, ifMatch: string | undefined,
): Promise<Result<{ readonly stored: StoredVersion; readonly remarks: readonly Refusal[] }>> {
  const draft = await lockDraft(tx, key.table, key.id)
  const denied = draft === undefined ? mayBeginDraft(context.actor) : mayWriteDraft(context.actor, draft)
  if (denied !== undefined) return refuse(denied)
  if (draft === undefined) return refuse({ code: 'common/not-found' })
  const stale = changedMeanwhile(draft, ifMatch)
  if (stale !== undefined) return refuse(stale)
  const parsed = z.strictObject({ rows: z.array(TableRow).min(1) }).safeParse({ rows: await readDraftRows(tx, key.id) }, { reportInput: true })
  if (!parsed.success) {
    const [first = { code: 'common/invalid' }, ...rest] = refusalsOf(parsed.error)
    return refuse(first, ...rest)
  }
  const recorded = await recordTableVersion(tx, context, pack, key.table, { note: body.note, validFrom: body.validFrom, validTo: body.validTo, rows: parsed.data.rows })
  if (recorded.ok) await closeDraft(tx, key.id, recorded.value.stored.version, { name: context.actor.name, at: context.now })
  return recorded
}
