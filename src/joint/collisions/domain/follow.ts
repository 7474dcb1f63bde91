import type { Instant } from '../../../kernel/instant.ts'
import { must } from '../../../kernel/invariant.ts'
import type { Need } from './collide.ts'
import type { Collision, CollisionMember, CollisionState } from './collision.ts'
import type { Meeting } from './meet.ts'

/** The inspection a match leads to, as far as the match follows it. */
export interface Followed {
  readonly id: string
  readonly state: 'proposed' | 'coordinating' | 'agreed' | 'started' | 'closed' | 'declined' | 'cancelled' | 'superseded'
  readonly kind: 'joint' | 'single' | 'boarding'
  readonly tasks: readonly { readonly agency: string; readonly directives: readonly string[] }[]
}

const live: readonly CollisionState[] = ['proposed', 'coordinating', 'agreed']
const pairOf = (meeting: Meeting): string => meeting.directives.join(' ')

/** A new match of the directives of a joint need (DC-02). `refOf` gives the name each directive gave its object. */
export function newCollision(need: Need, inspection: Followed, object: Collision['object'], about: { readonly port: string; readonly id: string; readonly now: Instant; readonly refOf: (directive: string) => string }): Collision {
  const first = must(need.meetings[0], 'a joint need has two agencies that met')
  return {
    port: about.port,
    id: about.id,
    inspection: inspection.id,
    object,
    agencies: need.agencies,
    window: need.window,
    rule: first.rule,
    explanation: need.meetings,
    state: 'proposed',
    members: membersOf(inspection, about.now, about.refOf),
    foundAt: about.now,
    changedAt: about.now,
    version: 1,
  }
}

function membersOf(inspection: Followed, now: Instant, refOf: (directive: string) => string): CollisionMember[] {
  const members = inspection.tasks.flatMap((task) => task.directives.map((directive) => ({ directive, agency: task.agency, ref: refOf(directive), joinedAt: now })))
  return members.sort((a, b) => (a.directive < b.directive ? -1 : 1))
}

/** The match with directives that joined it: who they are, and every pair that met since (DC-11). What was explained before stays. */
export function extendCollision(collision: Collision, need: Need, inspection: Followed, object: Collision['object'], now: Instant, refOf: (directive: string) => string): Collision {
  const explained = new Set(collision.explanation.map(pairOf))
  const known = new Set(collision.members.filter((member) => member.leftAt === undefined).map((member) => member.directive))
  const joined = membersOf(inspection, now, refOf).filter((member) => !known.has(member.directive))
  const returned = new Set(joined.map((member) => member.directive))
  const extended: Collision = {
    ...collision,
    object,
    window: need.window,
    explanation: [...collision.explanation, ...need.meetings.filter((meeting) => !explained.has(pairOf(meeting)))],
    members: [...collision.members.filter((member) => !returned.has(member.directive)), ...joined],
  }
  const followed = followInspection(extended, inspection, now)
  return followed === extended ? { ...extended, changedAt: now, version: collision.version + 1 } : followed
}

/** The state and members of a match after something happened to its inspection; the match itself when nothing changed. */
export function followInspection(collision: Collision, inspection: Followed, now: Instant): Collision {
  if (!live.includes(collision.state)) return collision
  const state = stateAfter(collision, inspection)
  const there = new Set(inspection.tasks.flatMap((task) => task.directives))
  const stays = inspection.state !== 'declined' && inspection.state !== 'cancelled'
  const leaves = (member: CollisionMember): boolean => member.leftAt === undefined && stays && !there.has(member.directive)
  const members = collision.members.map((member) => (leaves(member) ? { ...member, leftAt: now } : member))
  const agencies = state === 'single' || !stays ? collision.agencies : inspection.tasks.map((task) => task.agency)
  const same = state === collision.state && agencies.join() === collision.agencies.join() && !collision.members.some(leaves)
  return same ? collision : { ...collision, state, members, agencies, changedAt: now, version: collision.version + 1 }
}

function stateAfter(collision: Collision, inspection: Followed): CollisionState {
  if (inspection.kind === 'single' || inspection.state === 'cancelled') return 'single'
  switch (inspection.state) {
    case 'proposed':
    case 'coordinating':
    case 'agreed':
    case 'declined':
      return inspection.state
    case 'started':
    case 'closed':
      return 'agreed'
    default:
      return collision.state
  }
}

/** A match whose directives went over to another one. */
export function supersede(collision: Collision, by: string, now: Instant): Collision {
  if (!live.includes(collision.state)) return collision
  return { ...collision, state: 'superseded', supersededBy: by, members: collision.members.map((member) => (member.leftAt === undefined ? { ...member, leftAt: now } : member)), changedAt: now, version: collision.version + 1 }
}
