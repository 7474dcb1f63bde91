import { hasRole, type Actor } from '../../../kernel/actor.ts'
import type { Refusal } from '../../../kernel/refusal.ts'
import { mayReadTables, mayRecordVersion } from '../../domain/permissions.ts'

/** What decides who may do what with a draft. */
export interface DraftHands {
  readonly state: 'open' | 'recorded' | 'discarded'
  readonly ownerId: string
  /** Names of accounts the owner lets write. */
  readonly collaborators: readonly string[]
}

/** Who may read tables may read drafts of them: a second person looks before the version is recorded. */
export const mayReadDrafts = (actor: Actor): Refusal | undefined => mayReadTables(actor)

/** Who may record versions may begin a draft. */
export const mayBeginDraft = (actor: Actor): Refusal | undefined => mayRecordVersion(actor)

/** The owner and those it named write, as long as the draft is open. */
export function mayWriteDraft(actor: Actor, draft: DraftHands): Refusal | undefined {
  const denied = mayRecordVersion(actor)
  if (denied !== undefined) return denied
  const isHand = actor.id === draft.ownerId || draft.collaborators.includes(actor.id) || draft.collaborators.includes(actor.name)
  if (!isHand) return { code: 'drafts/not-yours' }
  return draft.state === 'open' ? undefined : { code: `drafts/already-${draft.state}` }
}

/** Only the owner, or headquarters where the owner has gone, decides who else writes and whether the draft is thrown away. */
export function mayRuleDraft(actor: Actor, draft: DraftHands): Refusal | undefined {
  const denied = mayRecordVersion(actor)
  if (denied !== undefined) return denied
  if (actor.id !== draft.ownerId && !hasRole(actor, 'headquarters')) return { code: 'drafts/not-the-owner' }
  return draft.state === 'open' ? undefined : { code: `drafts/already-${draft.state}` }
}

/** Who may change who writes: the owner, and of the others each for itself only, to leave. `leaving` is who is to write no longer. */
export function mayShareDraft(actor: Actor, draft: DraftHands, leaving: string | undefined): Refusal | undefined {
  const isOwn = leaving !== undefined && (leaving === actor.id || leaving === actor.name)
  return isOwn ? mayWriteDraft(actor, draft) : mayRuleDraft(actor, draft)
}
