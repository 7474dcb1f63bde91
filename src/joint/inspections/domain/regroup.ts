import { toIso, type Instant, type Interval, type Milliseconds } from '../../../kernel/instant.ts'
import { must } from '../../../kernel/invariant.ts'
import type { ObjectKind } from '../../../kernel/pack.ts'
import type { Need } from '../../collisions/domain/collide.ts'
import { needsPresence, type CollidingDirective } from '../../collisions/domain/meet.ts'
import { dutiesOf, isArranging, withRequired, type Inspection, type InspectionFact, type InspectionKind, type Task } from './inspection.ts'
import { proposeSlots } from './slots.ts'

/** A directive with what an inspection takes over from it. */
export interface PlacedDirective extends CollidingDirective {
  readonly checks: readonly string[]
  readonly site?: string
  readonly declarations: readonly string[]
  readonly parties: readonly string[]
}

/** What regrouping may use. `parties` are the agencies that must take part, a boarding's tasks, and those of them not ready yet (DC-14); `nameOf` gives a key the name people use. */
export interface Ground {
  readonly port: string
  readonly now: Instant
  readonly slotLength: Milliseconds
  readonly parties: (kind: ObjectKind, business?: string) => { readonly present: readonly string[]; readonly missing: readonly string[] }
  /** What a required agency does at every boarding (`requiredTask`). */
  readonly required: (kind: ObjectKind, agency: string) => Pick<Task, 'duties' | 'power'> | undefined
  readonly nameOf: (key: string) => string
  /** A new inspection's id, by the position of its need. */
  readonly idOf: (position: number) => string
}

/** What became of a need: the inspection that answers it from now on, and those it takes the place of. */
export interface Regrouped {
  readonly need: Need
  readonly inspection: Inspection
  readonly change: 'created' | 'joined'
  /** Directives that are new to this inspection, and agencies that are. */
  readonly added: readonly string[]
  readonly newAgencies: readonly string[]
  /** Agencies that are not of this inspection but ask something of a consignment of it, each with the first such declaration (SW-03). */
  readonly concerned: readonly { readonly agency: string; readonly declaration: string }[]
  readonly superseded: readonly Inspection[]
  readonly facts: readonly InspectionFact[]
}

function taskOf(agency: string, directives: readonly PlacedDirective[], before?: Task): Task {
  const known = new Set(before?.directives ?? [])
  const added = directives.filter((directive) => !known.has(directive.id))
  const duties = new Map((before?.duties ?? []).map((duty) => [duty.code, duty]))
  for (const duty of dutiesOf(added)) if (!duties.has(duty.code)) duties.set(duty.code, duty)
  return { crew: [], ...before, agency, directives: [...known, ...added.map((directive) => directive.id)].sort(), duties: [...duties.values()] }
}

/** The first time that suits every agency's own directives, starting not before now; undefined when their windows share less than a slot. */
function firstSlot(tasks: readonly Task[], byId: ReadonlyMap<string, PlacedDirective>, ground: Ground): Interval | undefined {
  const agencies = tasks
    .filter((task) => task.directives.length > 0)
    .map((task) => ({ free: task.directives.flatMap((id) => byId.get(id)?.window ?? []) }))
  const always: Interval = { from: Math.min(...agencies.flatMap(({ free }) => free.map((span) => span.from))) as Instant, to: Math.max(...agencies.flatMap(({ free }) => free.map((span) => span.to))) as Instant }
  const [slot] = proposeSlots({ agencies, sites: [{ site: '', free: [always] }], notBefore: ground.now }, ground.slotLength, 1)
  return slot === undefined ? undefined : { from: slot.from, to: slot.to }
}

const distinct = (texts: readonly string[]): string[] => [...new Set(texts)].sort()

/** Places that directives name. */
export const sitesOf = (members: readonly { readonly site?: string }[]): string[] => distinct(members.flatMap((member) => member.site ?? []))

function create(need: Need, kind: InspectionKind, aboard: boolean, members: readonly PlacedDirective[], byId: ReadonlyMap<string, PlacedDirective>, ground: Ground, position: number): Inspection {
  const agencies = distinct([...need.agencies, ...(kind === 'boarding' ? ground.parties(need.object.kind, need.business).present : [])])
  const tasks = agencies.map((agency): Task => {
    const own = members.filter((member) => member.agency === agency)
    return withRequired(taskOf(agency, own), aboard ? ground.required(need.object.kind, agency) : undefined)
  })
  const slot = firstSlot(tasks, byId, ground)
  const [site, another] = sitesOf(members)
  return {
    port: ground.port,
    id: ground.idOf(position),
    kind,
    state: 'proposed',
    object: { kind: need.object.kind, key: need.object.key, ref: ground.nameOf(need.object.key) },
    declarations: distinct(members.flatMap((member) => member.declarations)),
    parties: distinct(members.flatMap((member) => member.parties)),
    desk: members.every((member) => !needsPresence(member.methods)),
    window: need.window,
    ...(slot === undefined ? {} : { slot }),
    // Of several places nobody has chosen one: that is for the parties (JI-17).
    ...(site === undefined || another !== undefined ? {} : { site }),
    tasks,
    proposedAt: ground.now,
    version: 1,
  }
}

/** An inspection takes in directives that came later, of its own agencies or of a further one (DC-11); whoever is new has yet to agree. */
function join(inspection: Inspection, need: Need, members: readonly PlacedDirective[], ground: Ground): Inspection {
  const newAgencies = need.agencies.filter((agency) => !inspection.tasks.some((task) => task.agency === agency))
  const tasks = [
    ...inspection.tasks.map((task) => taskOf(task.agency, members.filter((member) => member.agency === task.agency), task)),
    ...newAgencies.map((agency) => taskOf(agency, members.filter((member) => member.agency === agency))),
  ].sort((a, b) => (a.agency < b.agency ? -1 : 1))
  const { site: standing, ...rest } = inspection
  const [named, another] = sitesOf(members)
  // What nobody has agreed to or put on the table is a directive's wish; of several wishes none goes before the others (JI-17).
  const site = inspection.state !== 'proposed' || named === undefined ? standing : another === undefined ? named : undefined
  return {
    ...rest,
    ...(site === undefined ? {} : { site }),
    state: newAgencies.length > 0 && inspection.state === 'agreed' ? 'coordinating' : inspection.state,
    object: { kind: need.object.kind, key: need.object.key, ref: ground.nameOf(need.object.key) },
    declarations: distinct([...inspection.declarations, ...members.flatMap((member) => member.declarations)]),
    parties: distinct([...inspection.parties, ...members.flatMap((member) => member.parties)]),
    desk: members.every((member) => !needsPresence(member.methods)),
    window: need.window,
    tasks,
  }
}

/** Who else asks something of the goods, by the agencies `asking` for each declaration. */
function concernedBy(inspection: Inspection, asking: ReadonlyMap<string, ReadonlySet<string>>): Regrouped['concerned'] {
  const others = new Map<string, string>()
  for (const declaration of inspection.declarations) {
    for (const agency of asking.get(declaration) ?? []) if (!others.has(agency) && !inspection.tasks.some((task) => task.agency === agency)) others.set(agency, declaration)
  }
  return [...others].map(([agency, declaration]) => ({ agency, declaration })).sort((a, b) => (a.agency < b.agency ? -1 : 1))
}

/**
 * Gives every need its one inspection (DC-10): two agencies or more make a joint one (JI-04: a boarding for kinds that are boarded), one alone
 * a single one. Inspections that turn out to be the same need become one, the oldest joint one; those that have started stay as they are.
 * Needs that changed nothing are left out.
 */
export function regroup(needs: readonly Need[], directives: readonly PlacedDirective[], inspections: readonly Inspection[], ground: Ground): Regrouped[] {
  const byId = new Map(directives.map((directive) => [directive.id, directive]))
  const asking = new Map<string, Set<string>>()
  for (const { agency, declarations } of directives) for (const id of declarations) asking.set(id, (asking.get(id) ?? new Set()).add(agency))
  const known = new Map(inspections.map((inspection) => [inspection.id, inspection]))
  return needs.flatMap((need, position): Regrouped[] => {
    const members = need.directives.map((id) => must(byId.get(id), 'a need is made of known directives'))
    const before = need.inspections.map((id) => must(known.get(id), 'a grouped directive has its inspection'))
    if (before.some((inspection) => !isArranging(inspection))) return []
    const added = members.filter((member) => member.inspection === undefined)
    if (added.length === 0 && before.length <= 1) return []

    const aboard = need.mechanism === 'boarding' && members.some((member) => needsPresence(member.methods))
    // Who has declined to board with the others calls nobody aboard with it, however its own looks part.
    const alone = members.every(({ standing }) => standing === 'apart')
    const kind: InspectionKind = aboard && !alone ? 'boarding' : need.agencies.length > 1 ? 'joint' : 'single'
    const keeper = before.find((inspection) => inspection.kind === kind)
    const arranged = keeper === undefined ? create(need, kind, aboard, members, byId, ground, position) : join(keeper, need, members, ground)
    const others = before.filter((other) => other.id !== arranged.id)
    // Those called into inspections that this one takes the place of are called into it too (JI-06).
    const invited = distinct([arranged, ...others].flatMap((each) => each.invited ?? []))
    const inspection: Inspection = invited.length === 0 ? arranged : { ...arranged, invited }
    const superseded = others.map((other): Inspection => ({ ...other, state: 'superseded', supersededBy: inspection.id }))
    const newAgencies = inspection.tasks.filter((task) => keeper?.tasks.some((there) => there.agency === task.agency) !== true).map((task) => task.agency)
    const { missing } = ground.parties(need.object.kind, need.business)
    const payload = { kind, object: { ...inspection.object }, agencies: inspection.tasks.map((task) => task.agency), directives: [...need.directives], takesPlaceOf: others.map((other) => other.id), at: toIso(ground.now), ...(inspection.site === undefined && sitesOf(members).length > 1 ? { platforms: sitesOf(members) } : {}), ...(missing.length === 0 ? {} : { missing: [...missing] }) }
    return [
      {
        need,
        inspection,
        change: keeper === undefined ? 'created' : 'joined',
        added: members.filter((member) => member.inspection !== inspection.id).map((member) => member.id),
        newAgencies,
        concerned: concernedBy(inspection, asking),
        superseded,
        facts: [{ type: keeper === undefined ? 'InspectionProposed' : 'DirectiveJoinedInspection', payload }],
      },
    ]
  })
}
