import { z } from 'zod'
import { toIso } from '../../kernel/instant.ts'
import type { NearMiss } from './domain/collide.ts'
import type { Collision, KeptNearMiss } from './domain/collision.ts'
import { failures, type Meeting } from './domain/meet.ts'

const Span = z.object({ from: z.string(), to: z.string() })
const Rule = z.object({ id: z.string(), version: z.number() })
const Key = z.object({ kind: z.string(), key: z.string() })

/** Why two directives met: the object, the rule and its version, the distance of their times in milliseconds and what the rule allows. */
export const MeetingView = z.object({
  directives: z.tuple([z.string(), z.string()]),
  agencies: z.tuple([z.string(), z.string()]),
  object: Key,
  rule: Rule,
  distance: z.number(),
  within: z.number(),
  overlap: z.boolean(),
})

/** A match as the API gives it (DC-02, DC-13). */
export const CollisionView = z.object({
  id: z.uuid(),
  port: z.string(),
  object: z.object({ kind: z.string(), ref: z.string(), key: z.string() }),
  directives: z.array(z.uuid()),
  agencies: z.array(z.string()),
  window: Span,
  rule: Rule,
  state: z.enum(['proposed', 'coordinating', 'agreed', 'declined', 'single', 'superseded']),
  explanation: z.array(MeetingView),
  inspection: z.uuid(),
  supersededBy: z.uuid().optional(),
  foundAt: z.string(),
  changedAt: z.string(),
  version: z.number(),
})

/** Two directives that one single condition (`failed`) kept apart; `about`: who is not ready, which methods exclude each other. */
export const NearMissView = z.object({
  id: z.uuid(),
  port: z.string(),
  state: z.enum(['near-miss', 'near-miss-over']),
  directives: z.tuple([z.string(), z.string()]),
  agencies: z.tuple([z.string(), z.string()]),
  object: Key,
  refs: z.array(z.string()),
  failed: z.enum(failures),
  about: z.string().optional(),
  distance: z.number(),
  within: z.number().optional(),
  rule: Rule.optional(),
  foundAt: z.string(),
  /** When one of the two was changed or withdrawn. */
  endedAt: z.string().optional(),
})

/** How a directive stands to another one on its object; several conditions may have kept them apart. */
export const PairView = MeetingView.omit({ directives: true, agencies: true, rule: true, within: true }).extend({
  directive: z.uuid(),
  agency: z.string(),
  ref: z.string(),
  relation: z.enum(['met', 'same-need', 'through-others', 'apart']),
  failed: z.array(z.enum(failures)),
  about: z.string().optional(),
  rule: MeetingView.shape.rule.optional(),
  within: z.number().optional(),
})
export type PairView = z.infer<typeof PairView>

/** What a replay by another version gives. */
export const ReplayView = z.object({
  rule: Rule.optional(),
  matches: z.array(z.object({ directives: z.array(z.string()), agencies: z.array(z.string()), explanation: z.array(MeetingView) })),
  nearMisses: z.array(NearMissView.omit({ id: true, port: true, state: true, refs: true, foundAt: true, endedAt: true })),
})

/** Why two directives met, as the API gives it (DC-13). */
export function meetingView(meeting: Meeting): z.infer<typeof MeetingView> {
  const { directives, agencies, object, rule, distance, within, overlap } = meeting
  return { directives: [...directives], agencies: [...agencies], object: { ...object }, rule: { ...rule }, distance, within, overlap }
}

/** A match as the API gives it, whoever reads it (DC-02). */
export function collisionView(collision: Collision): z.infer<typeof CollisionView> {
  const live = collision.members.filter((member) => member.leftAt === undefined)
  return {
    id: collision.id,
    port: collision.port,
    object: { ...collision.object },
    // Of a match that is over, those who were in it.
    directives: (live.length > 0 ? live : collision.members).map((member) => member.directive),
    agencies: [...collision.agencies],
    window: { from: toIso(collision.window.from), to: toIso(collision.window.to) },
    rule: { ...collision.rule },
    state: collision.state,
    explanation: collision.explanation.map(meetingView),
    inspection: collision.inspection,
    ...(collision.supersededBy === undefined ? {} : { supersededBy: collision.supersededBy }),
    foundAt: toIso(collision.foundAt),
    changedAt: toIso(collision.changedAt),
    version: collision.version,
  }
}

/** The part of a near-miss that colliding gives. */
export function missView(miss: NearMiss): z.infer<typeof ReplayView>['nearMisses'][number] {
  const { directives, agencies, object, failed, about, distance, within, rule } = miss
  return { directives: [...directives], agencies: [...agencies], object: { ...object }, failed, ...(about === undefined ? {} : { about }), distance, ...(within === undefined ? {} : { within }), ...(rule === undefined ? {} : { rule: { ...rule } }) }
}

/** A kept near-miss as the API gives it, with when it ended (DC-13). */
export function nearMissView(miss: KeptNearMiss): z.infer<typeof NearMissView> {
  const { id, port, refs, foundAt, endedAt } = miss
  return { ...missView(miss), id, port, state: endedAt === undefined ? 'near-miss' : 'near-miss-over', refs: [...refs], foundAt: toIso(foundAt), ...(endedAt === undefined ? {} : { endedAt: toIso(endedAt) }) }
}
