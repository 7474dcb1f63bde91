import { z } from 'zod'
import { plus, seconds, toIso } from '../../kernel/instant.ts'
import { must } from '../../kernel/invariant.ts'
import { ok, refuse, type Result } from '../../kernel/result.ts'
import type { Context } from '../../platform/context.ts'
import type { Tx } from '../../platform/database/database.ts'
import { findAccountNames } from '../../platform/sign-in/public.ts'
import { mayBeginDraft, mayReadDrafts, mayRuleDraft, mayShareDraft, mayWriteDraft } from './domain/draft.ts'
import { findDraft, listSeats, lockDraft, takeSeat, updateHands, type StoredDraft } from './store.ts'

const hand = z.string().trim().min(1).max(100)
export const ShareDraft = z.strictObject({
  id: z.uuid().optional(),
  /** Name or id of the account that may write as well from now on. */
  invite: hand.optional(),
  /** Who may no longer; one's own name to leave. */
  remove: hand.optional(),
})
export const TakeSeat = z.strictObject({
  /** Id of the row the caller is in. */
  row: z.string().max(64).optional(),
})
export const SeatsView = z.strictObject({
  /** Everybody else who has opened the draft, those here now first. */
  seats: z.array(z.strictObject({ id: z.string(), name: z.string(), row: z.string().nullable(), here: z.boolean(), seenAt: z.string() })),
  owner: z.string(),
  /** Those invited: by what they are invited under, and their name where it is known. */
  hands: z.array(z.strictObject({ hand: z.string(), name: z.string() })),
  state: z.enum(['open', 'recorded', 'discarded']),
  /** The newest that is saved, and by whom. */
  version: z.number(),
  changedBy: z.string(),
  changedAt: z.string(),
  /** Whether the caller may write, and whether it decides who else does. */
  mine: z.boolean(),
  rules: z.boolean(),
})
export type SeatsView = z.infer<typeof SeatsView>

/** At most so many write one draft. */
const mostHands = 20
/** A screen says every ten seconds that it is there. */
const longestSilence = seconds(30)

/**
 * Invites somebody to write a draft, or ends that; who was invited may leave by itself. Does not count as a save: nobody who is typing is disturbed.
 * Refusals: `common/not-permitted`, `common/not-found`, `drafts/not-the-owner`, `drafts/already-*`, `drafts/too-many-hands`, `drafts/not-a-hand`.
 */
export async function shareDraft(tx: Tx, context: Context, key: { readonly table: string; readonly id: string }, { invite, remove }: z.infer<typeof ShareDraft>): Promise<Result<StoredDraft>> {
  const draft = await lockDraft(tx, key.table, key.id)
  const denied = draft === undefined ? mayBeginDraft(context.actor) : mayShareDraft(context.actor, draft, invite === undefined ? remove : undefined)
  if (denied !== undefined) return refuse(denied)
  if (draft === undefined) return refuse({ code: 'common/not-found' })
  if (remove !== undefined && !draft.collaborators.includes(remove)) return refuse({ code: 'drafts/not-a-hand', pointer: '/remove', facts: { name: remove } })
  const left = draft.collaborators.filter((name) => name !== remove)
  // Who is invited by the name it signs in with is known by its account from now on.
  const [account] = invite === undefined ? [] : await findAccountNames(tx, [invite])
  const hands = invite === undefined ? left : [...new Set([...left, account?.id ?? invite])]
  if (hands.length > mostHands) return refuse({ code: 'drafts/too-many-hands', pointer: '/invite', facts: { maximum: mostHands } })
  await updateHands(tx, key.id, hands)
  return ok(must(await findDraft(tx, key.table, key.id), 'the draft just shared'))
}

/** Says that the caller has a draft open, and in which row, and who else has; with what is saved newest. Refusals: `common/not-permitted`, `common/not-found`. */
export async function takeDraftSeat(tx: Tx, context: Context, key: { readonly table: string; readonly id: string }, row: string | undefined): Promise<Result<SeatsView>> {
  const { actor, now } = context
  const denied = mayReadDrafts(actor)
  if (denied !== undefined) return refuse(denied)
  const draft = await findDraft(tx, key.table, key.id)
  if (draft === undefined) return refuse({ code: 'common/not-found' })
  if (draft.state === 'open') await takeSeat(tx, { draft: draft.id, actorId: actor.id, name: actor.name, row: row ?? null, at: now })
  const names = new Map((draft.collaborators.length === 0 ? [] : await findAccountNames(tx, draft.collaborators)).map(({ id, displayName }) => [id, displayName]))
  const others = (await listSeats(tx, draft.id)).filter(({ actorId }) => actorId !== actor.id)
  return ok({
    seats: others.map(({ actorId, name, row: at, seenAt }) => ({ id: actorId, name, row: at, here: plus(seenAt, longestSilence) >= now, seenAt: toIso(seenAt) })),
    owner: draft.ownerName,
    hands: draft.collaborators.map((one) => ({ hand: one, name: names.get(one) ?? one })),
    state: draft.state,
    version: draft.version,
    changedBy: draft.changedByName,
    changedAt: toIso(draft.changedAt),
    mine: mayWriteDraft(actor, draft) === undefined,
    rules: mayRuleDraft(actor, draft) === undefined,
  })
}
