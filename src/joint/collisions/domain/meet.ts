import { overlaps, type Instant, type Interval, type Milliseconds } from '../../../kernel/instant.ts'
import type { CollisionRule, Method, ObjectKind, Pack } from '../../../kernel/pack.ts'
import { participantsFor, takesPart } from '../../directives/domain/participation.ts'
import { ruleInForce, type RuleVersion } from './collision-rule.ts'
import { excludedBy, isRolledOut, notReady } from './gates.ts'

/** The parts of a policy pack that decide whether directives meet; each entry by the time it holds (GV-12). */
export type CollisionLaw = Pick<Pack, 'collisionRules' | 'participants' | 'readiness' | 'rollOut' | 'methodConflicts'>

/** One identity a directive's object answers to, e.g. the container of a consignment (DC-04). */
export interface ObjectKey {
  readonly kind: ObjectKind
  /** Unique within the port; equal keys mean the same object. */
  readonly key: string
}

/** What collision needs to know of a directive (指令); a value, so that the same code serves the desk, a replay and a simulation. */
export interface CollidingDirective {
  readonly id: string
  readonly port: string
  readonly agency: string
  readonly keys: readonly ObjectKey[]
  /** The kind of object it names; of its keys the one of this kind is the named one, the others lie in it. */
  readonly names: ObjectKind
  /** Kind of business, where anybody said it. */
  readonly business?: string
  readonly window: Interval
  readonly methods: readonly Method[]
  /** The moment whose law judges it: its acceptance, or its last change (GV-12). */
  readonly acceptedAt: Instant
  /** How the object's kind is inspected together at this port; absent: not together at all. */
  readonly mechanism?: 'goods' | 'boarding'
  /** The inspection that already answers this directive; its directives stay together. */
  readonly inspection?: string
  /** `started`: its inspection has begun. `apart`: its agency has declined to join. */
  readonly standing: 'open' | 'started' | 'apart'
}

/** The one condition, or several, that kept two directives on the same object from meeting. */
export type Failed = (typeof failures)[number]
/** Every condition, in the order they are looked at. */
export const failures = [
  'presence', 'not-participant', 'methods', 'not-rolled-out', 'not-ready', 'kind-not-joint', 'rule-not-in-force', 'time', 'not-started', 'not-declined', 'different-agency',
] as const

/** Two directives of one need or of two agencies on the same object (指令对碰), with what an auditor asks for: which key, rule, version, and how far apart. */
export interface Meeting {
  readonly directives: readonly [string, string]
  readonly agencies: readonly [string, string]
  readonly object: ObjectKey
  readonly rule: RuleVersion
  /** Milliseconds between the two needed times; `within` is what the rule allows, `overlap` whether the windows meet anyway. */
  readonly distance: Milliseconds
  readonly within: Milliseconds
  readonly overlap: boolean
}

/** How two directives stand to each other. `apart` lists every condition that failed; a single one makes a near-miss. */
export type Judged =
  | { readonly relation: 'unrelated' }
  | { readonly relation: 'meet' | 'same-need'; readonly meeting: Meeting }
  | {
      readonly relation: 'apart'
      readonly failed: readonly Failed[]
      readonly meeting: Omit<Meeting, 'rule' | 'within'> & { readonly rule?: RuleVersion; readonly within?: Milliseconds }
      /** Whom or what a failed condition is about. */
      readonly about?: string
    }

/** Widest first: two declarations naming each other's whole are the same consignment before they are the same box. */
const kindOrder: readonly ObjectKind[] = ['consignment', 'lot', 'item', 'container', 'parcel', 'bag', 'train', 'wagon', 'vehicle', 'aircraft', 'vessel']

/** Orders keys by kind, then by name; the order in which keys are listed never matters. */
export function compareKeys(a: ObjectKey, b: ObjectKey): number {
  const byKind = kindOrder.indexOf(a.kind) - kindOrder.indexOf(b.kind)
  return byKind !== 0 ? byKind : a.key < b.key ? -1 : a.key > b.key ? 1 : 0
}

/**
 * The widest object both directives are about (DC-04): one names it, the other names it too or what holds it. Two consignments in one box are two
 * objects: they share a place to be opened, not what is looked at (TM-06). Undefined when they are about different things.
 */
function sharedObject(a: CollidingDirective, b: CollidingDirective): ObjectKey | undefined {
  const [own] = a.keys
  const [other] = b.keys
  if (a.keys.length === 1 && b.keys.length === 1) return own?.key === other?.key ? own : undefined
  const of = new Set(a.keys.map((key) => key.key))
  let best: ObjectKey | undefined
  for (const key of b.keys) {
    if ((key.kind === a.names || key.kind === b.names) && of.has(key.key) && (best === undefined || compareKeys(key, best) < 0)) best = key
  }
  return best
}

/** Whether somebody must stand before the object; a look at the papers alone joins nobody. */
export function needsPresence(methods: readonly Method[]): boolean {
  return methods.some((method) => method !== 'documents')
}

/** What keeps two agencies from inspecting an object together at all, beyond rule and time: who takes part, how, where it is practised, who is ready. */
function conditions(law: CollisionLaw, a: CollidingDirective, b: CollidingDirective, kind: ObjectKind, at: Instant): { readonly failed: Failed; readonly about: string }[] {
  const failed: { failed: Failed; about: string }[] = []
  const { port } = a
  const part = participantsFor(law.participants, port, kind, at)
  const outsider = part === undefined ? undefined : [a.agency, b.agency].find((agency) => !takesPart(part, agency))
  if (outsider !== undefined) failed.push({ failed: 'not-participant', about: outsider })
  const excluded = excludedBy(law.methodConflicts, a.methods, b.methods, at)
  if (excluded !== undefined) failed.push({ failed: 'methods', about: excluded })
  const business = a.business ?? b.business
  const asked = [a, b].map((directive) => ({ agency: directive.agency, port, objectKind: kind, at, business: directive.business ?? business }))
  const off = asked.find((one) => !isRolledOut(law.rollOut, one))
  if (off !== undefined) failed.push({ failed: 'not-rolled-out', about: off.business ?? kind })
  const late = [...new Set(asked.flatMap((one) => notReady(law.readiness, one.agency, one) ?? []))]
  if (late.length > 0) failed.push({ failed: 'not-ready', about: late.join(', ') })
  return failed
}

/**
 * Judges two directives of one port (DC-02…DC-05, DC-14, JI-25, JI-26): the same in either order. The law is what was in force when the later of
 * the two was accepted (GV-12); `byRule` where a replay asks for another version of the rule (DC-13).
 */
export function meet(one: CollidingDirective, other: CollidingDirective, law: CollisionLaw, byRule?: CollisionRule): Judged {
  if (one.port !== other.port || one.id === other.id) return { relation: 'unrelated' }
  const [a, b] = one.id < other.id ? [one, other] : [other, one]
  const object = sharedObject(a, b)
  if (object === undefined) return { relation: 'unrelated' }

  const at = a.acceptedAt > b.acceptedAt ? a.acceptedAt : b.acceptedAt
  const rule = byRule ?? ruleInForce(law.collisionRules, a.port, object.kind, at)
  const distance = Math.abs(a.window.from - b.window.from)
  const overlap = overlaps(a.window, b.window)
  const sameAgency = a.agency === b.agency
  const apart = sameAgency ? [] : conditions(law, a, b, object.kind, at)
  const failed: Failed[] = []
  if (!needsPresence(a.methods) || !needsPresence(b.methods)) failed.push('presence')
  failed.push(...apart.map((condition) => condition.failed))
  if (a.mechanism === undefined || b.mechanism === undefined || a.mechanism !== b.mechanism) failed.push('kind-not-joint')
  else if (typeof rule === 'string') failed.push(rule)
  if (typeof rule !== 'string' && !overlap && distance > rule.window) failed.push('time')
  if (a.standing === 'started' || b.standing === 'started') failed.push('not-started')
  // What has just parted from one look of its agency is one look still; what has its look already keeps it.
  const parting = sameAgency && [a, b].every(({ standing, inspection }) => standing === 'apart' && inspection === undefined)
  if (!parting && (a.standing === 'apart' || b.standing === 'apart')) failed.push('not-declined')

  const found = { directives: [a.id, b.id], agencies: [a.agency, b.agency], object, distance, overlap } as const
  if (failed.length === 0 && typeof rule !== 'string') {
    const meeting = { ...found, rule: { id: rule.id, version: rule.version }, within: rule.window }
    return { relation: sameAgency ? 'same-need' : 'meet', meeting }
  }
  if (sameAgency) failed.push('different-agency')
  const about = apart[0]?.about
  const meeting = typeof rule === 'string' ? found : { ...found, rule: { id: rule.id, version: rule.version }, within: rule.window }
  return { relation: 'apart', failed, meeting, ...(about === undefined ? {} : { about }) }
}
