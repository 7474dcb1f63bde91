import { sha256Hex } from '../../../kernel/sha256.ts'
import { million, type DrawList, type ObjectEntry, type OfficerEntry } from './draw-list.ts'

/** An object that was drawn, and who inspects it; `short` with nobody where there are not enough officers for it. */
export interface Selected {
  readonly object: string
  readonly officers: readonly string[]
  readonly short: boolean
}

/** An officer who was drawn and cannot come: the same seed names the next. */
export interface Replacement {
  readonly object: string
  readonly out: string
}

/** A replacement with the officer whom the seed named instead; none where there was nobody. */
export interface Replaced extends Replacement {
  readonly next: string | undefined
}

/** A number of 48 bits from the seed and a label: the lines of the label are hashed behind the seed. */
function number48(seed: string, label: readonly (string | number)[]): number {
  return parseInt(sha256Hex(`${seed}\n${label.join('\n')}`).slice(0, 12), 16)
}

/**
 * A whole number from 0 to `below` − 1, each equally likely: numbers at the end of the range that would favour the small ones are thrown away
 * and the next is taken (rejection), so there is no bias of division.
 */
export function uniform(seed: string, label: readonly (string | number)[], below: number): number {
  const limit = Math.floor(2 ** 48 / below) * below
  for (let attempt = 0; ; attempt++) {
    const drawn = number48(seed, [...label, attempt])
    if (drawn < limit) return drawn % below
  }
}

/** The lot of an object: the lowest ones of a stratum are drawn. */
export function ticketOf(seed: string, object: string): string {
  return sha256Hex(`${seed}\nobject\n${object}`)
}

/**
 * What is inspected (DR-01): of each stratum its share, to the nearest whole object; the odd part of an object is drawn for as well, so that every
 * object's chance is exactly the rate of its stratum. Strata by name, within them the lowest tickets; the answer in the order of the tickets.
 */
export function drawObjects(list: DrawList, seed: string): ObjectEntry[] {
  const strata = [...new Set(list.objects.map((object) => object.stratum))].sort()
  const drawn = strata.flatMap((stratum) => {
    const members = list.objects.filter((object) => object.stratum === stratum)
    const wanted = members.length * (list.head.rules.rates[stratum] ?? 0)
    const whole = Math.floor(wanted / million)
    const odd = uniform(seed, ['round', stratum], million) < wanted % million ? 1 : 0
    if (whole + odd === 0) return []
    return members.map((object) => ({ object, ticket: ticketOf(seed, object.code) })).sort(byTicket).slice(0, whole + odd)
  })
  return drawn.sort(byTicket).map(({ object }) => object)
}

function byTicket(a: { readonly ticket: string }, b: { readonly ticket: string }): number {
  return a.ticket < b.ticket ? -1 : 1
}

/** How many inspections more each officer may take: `capacity` less what is open and what this draw gave. */
export type Room = Map<string, number>

/** Who can be drawn for an object, by code: there, qualified, with room left, without interest in it and not passed over. */
function eligible(officers: readonly OfficerEntry[], room: Room, object: ObjectEntry, passed: ReadonlySet<string>): OfficerEntry[] {
  return officers.filter(({ code, out }) => out === null && (room.get(code) ?? 0) > 0 && !object.conflicts.includes(code) && !passed.has(code))
}

/** One officer (DR-02), with chances in proportion to the room each has left; undefined when there is nobody. */
function drawOfficer(seed: string, object: string, place: number, among: readonly OfficerEntry[], room: Room): string | undefined {
  const total = among.reduce((sum, officer) => sum + (room.get(officer.code) ?? 0), 0)
  if (total === 0) return undefined
  let left = uniform(seed, ['officer', object, place], total)
  for (const { code } of among) {
    left -= room.get(code) ?? 0
    if (left < 0) return code
  }
  return undefined
}

/**
 * The whole draw: objects, then for each in the order of its ticket a crew. Each officer given an inspection has one place less for the next.
 * An object that a full crew cannot be found for gets nobody: fewer than the crew never go. Replacements are made afterwards, in their order: the next
 * officer is drawn from the same seed, and nobody who was once drawn for the object comes back.
 */
export function drawLots(list: DrawList, seed: string, replacements: readonly Replacement[] = []): Selected[] {
  const { crew, capacity } = list.head.rules
  const room: Room = new Map(list.officers.map((officer) => [officer.code, Math.max(0, capacity - officer.load)]))
  const passed = new Map<string, Set<string>>()
  const take = (object: ObjectEntry, place: number, seen: Set<string>): string | undefined => {
    const code = drawOfficer(seed, object.code, place, eligible(list.officers, room, object, seen), room)
    if (code === undefined) return undefined
    seen.add(code)
    room.set(code, (room.get(code) ?? 0) - 1)
    return code
  }
  const selected = drawObjects(list, seed).map((object): Selected => {
    const seen = new Set<string>()
    passed.set(object.code, seen)
    if (eligible(list.officers, room, object, seen).length < crew) return { object: object.code, officers: [], short: true }
    const officers = Array.from({ length: crew }, (_, place) => take(object, place, seen)).filter((code) => code !== undefined)
    return { object: object.code, officers, short: false }
  })
  const byCode = new Map(list.objects.map((object) => [object.code, object]))
  return replacements.reduce<Selected[]>((before, { object, out }) => {
    const entry = byCode.get(object)
    const seen = passed.get(object)
    return before.map((one) => {
      if (one.object !== object || entry === undefined || seen === undefined || !one.officers.includes(out)) return one
      return inPlace(one, { object, out, next: take(entry, seen.size, seen) }, crew)
    })
  }, selected)
}

function inPlace(one: Selected, { out, next }: Replaced, crew: number): Selected {
  const officers = one.officers.flatMap((code) => (code !== out ? [code] : next === undefined ? [] : [next]))
  return { ...one, officers, short: officers.length < crew }
}

/** The crews after replacements, from what was drawn and whom the seed named each time: what `drawLots` gives, without drawing again. */
export function crewsAfter(result: readonly Selected[], replaced: readonly Replaced[], crew: number): readonly Selected[] {
  return replaced.reduce<readonly Selected[]>((before, one) => before.map((selected) => (selected.object === one.object && selected.officers.includes(one.out) ? inPlace(selected, one, crew) : selected)), result)
}
