import type { Pack } from '../../kernel/pack.ts'
import { parameterValue } from '../../kernel/parameter.ts'
import type { Tx } from '../../platform/database/database.ts'
import { enqueue } from '../../platform/jobs/public.ts'
import { append, type LedgerFact, type LedgerStamp } from '../../platform/ledger/append.ts'
import type { NewNotice } from '../../platform/notices/public.ts'
import { collide, collidingOf, extendCollision, findCollisions, insertNearMisses, newCollision, partiesOf, saveCollisions, supersede, type Collision, type KeptNearMiss } from '../collisions/public.ts'
import { findLiveDirectives, participantsFor, placeDirectives, type Directive } from '../directives/public.ts'
import { answersDueJob } from './answers-due.ts'
import { giveBack } from './give-back.ts'
import { regroup, type Ground, type PlacedDirective, type Regrouped } from './domain/regroup.ts'
import { requiredTask, type Inspection } from './domain/inspection.ts'
import { arrangedFacts } from './inspection-facts.ts'
import { arrangedNotices } from './inspection-notices.ts'
import { takeInspections } from './store.ts'
import { addDeclarationsToInspections, saveInspections } from './write-store.ts'

/** Where and when directives are arranged, by which law. */
export interface Arranging extends LedgerStamp {
  readonly port: string
  readonly pack: Pack
}

/** What arranging found and will write. */
export interface Arrangement {
  readonly regrouped: readonly Regrouped[]
  readonly collisions: readonly Collision[]
  readonly nearMisses: readonly KeptNearMiss[]
  /** Which inspection answers each directive from now on. */
  readonly inspectionOf: ReadonlyMap<string, Inspection>
  readonly collisionOf: ReadonlyMap<string, Collision>
  /** Directives whose agency has declined to join: they stay apart wherever they go. */
  readonly apart: ReadonlySet<string>
  readonly facts: readonly LedgerFact[]
  readonly notices: readonly NewNotice[]
  /** Under whose moment it was planned: jobs it owes bear it. */
  readonly stamp: LedgerStamp
}

/** A directive as arrangement sees it. */
function placedOf(directive: Directive): PlacedDirective {
  const { checks, site, declarations, parties } = directive
  return { ...collidingOf(directive), checks, declarations, parties, ...(site === undefined ? {} : { site }) }
}

/** Every key that directives on any of these objects share with them. */
const keysOf = (directives: readonly Directive[]): string[] => [...new Set(directives.flatMap((directive) => directive.keys.map(({ key }) => key)))]

/**
 * Finds what `fresh` directives, not in any inspection yet, meet at their port: with each other and with whatever is live there. Reads only.
 * The caller holds the port's lock, so that nothing arranged meanwhile can be missed. `nameOf` gives a key the name people use. `live`: what
 * `findLiveDirectives` gives for the keys of `fresh`, where the caller has asked already.
 */
export async function planArrangement(tx: Tx, arranging: Arranging, fresh: readonly Directive[], nameOf: (key: string) => string, live?: readonly Directive[]): Promise<Arrangement> {
  const { port, pack, now } = arranging
  const freshIds = new Set(fresh.map((directive) => directive.id))
  const there = live ?? (fresh.length === 0 ? [] : await findLiveDirectives(tx, port, keysOf(fresh)))
  const all = [...fresh, ...there.filter((directive) => !freshIds.has(directive.id))]
  const before = await takeInspections(tx, port, [...new Set(all.flatMap((directive) => directive.inspection ?? []))])
  const known = await findCollisions(tx, port, before.flatMap((inspection) => inspection.collision ?? []))

  const placed = all.map(placedOf)
  const collided = collide(placed, pack)
  const ids = collided.needs.map(() => arranging.newId())
  const ground: Ground = {
    port,
    now,
    slotLength: parameterValue(pack, 'joint.slot', now, { port }),
    parties: (kind, business) => partiesOf(pack, { port, objectKind: kind, business, at: now }),
    required: (kind, agency) => requiredTask(participantsFor(pack.participants, port, kind, now), agency),
    nameOf,
    idOf: (position) => ids[position] ?? arranging.newId(),
  }
  const refs = new Map(all.map((directive) => [directive.id, directive.object.ref]))
  const matched = matchAll(regroup(collided.needs, placed, before, ground), known, arranging, (id) => refs.get(id) ?? '')
  const nearMisses = collided.nearMisses
    .filter(({ directives }) => directives.some((id) => freshIds.has(id)))
    .map((miss): KeptNearMiss => ({ ...miss, port, id: arranging.newId(), refs: [...new Set([...miss.directives.map((id) => refs.get(id) ?? ''), nameOf(miss.object.key)])], foundAt: now }))
  return {
    ...matched,
    nearMisses,
    inspectionOf: new Map(matched.regrouped.flatMap(({ need, inspection }) => need.directives.map((id) => [id, inspection]))),
    collisionOf: new Map(matched.collisions.flatMap((collision) => collision.members.filter((member) => member.leftAt === undefined).map((member) => [member.directive, collision]))),
    apart: new Set(placed.flatMap(({ id, standing }) => (standing === 'apart' ? [id] : []))),
    facts: matched.regrouped.flatMap((each) => arrangedFacts(each, matched.collisions)),
    notices: matched.regrouped.flatMap((each) => arrangedNotices(each)),
    stamp: arranging,
  }
}

/** Gives every joint need its match: a new one, the one its inspection has, and an end to those that went over into it. */
function matchAll(regrouped: readonly Regrouped[], known: readonly Collision[], arranging: Arranging, refOf: (directive: string) => string): { regrouped: Regrouped[]; collisions: Collision[] } {
  const { port, now } = arranging
  const byId = new Map(known.map((collision) => [collision.id, collision]))
  const collisions: Collision[] = []
  const linked = regrouped.map((each): Regrouped => {
    if (each.inspection.kind !== 'joint') return each
    const { need, inspection } = each
    const own = inspection.collision === undefined ? undefined : byId.get(inspection.collision)
    const collision = own === undefined ? newCollision(need, inspection, inspection.object, { port, id: arranging.newId(), now, refOf }) : extendCollision(own, need, inspection, inspection.object, now, refOf)
    const ended = each.superseded.flatMap((other) => (other.collision === undefined ? [] : (byId.get(other.collision) ?? []))).map((other) => supersede(other, collision.id, now))
    collisions.push(collision, ...ended)
    return { ...each, inspection: { ...inspection, collision: collision.id } }
  })
  return { regrouped: linked, collisions }
}

/** Writes what was planned. Fresh directives must be there already; those that were placed before are moved. */
export async function writeArrangement(tx: Tx, port: string, plan: Arrangement, fresh: ReadonlySet<string>): Promise<void> {
  const superseded = plan.regrouped.flatMap((each) => each.superseded).map((other) => ({ ...other, version: other.version + 1 }))
  await saveInspections(tx, [...plan.regrouped.map(({ inspection, change }) => (change === 'joined' ? { ...inspection, version: inspection.version + 1 } : inspection)), ...superseded])
  await saveCollisions(tx, plan.collisions)
  const moved = plan.regrouped.flatMap(({ inspection, added }) => added.filter((id) => !fresh.has(id)).map((id) => ({ id, inspection: inspection.id, state: plan.apart.has(id) ? ('apart' as const) : ('open' as const) })))
  await placeDirectives(tx, port, moved)
  await insertNearMisses(tx, plan.nearMisses)
  const freed = await giveBack(tx, port, superseded.map((each) => [undefined, each]), plan.stamp.now)
  if (freed.length > 0) await append(tx, plan.stamp, freed)
  await enqueue(tx, plan.stamp, ...plan.regrouped.filter(({ inspection }) => inspection.kind !== 'single' && !inspection.desk).map(({ inspection }) => answersDueJob(port, inspection.id)))
}

/** Inspections that were there before declarations of their goods get to know of them, and of the enterprises to be told. The caller holds the port's lock. */
export async function linkDeclarations(tx: Tx, port: string, links: Parameters<typeof addDeclarationsToInspections>[2]): Promise<void> {
  await addDeclarationsToInspections(tx, port, links)
}
