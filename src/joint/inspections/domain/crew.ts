import type { Interval } from '../../../kernel/instant.ts'
import type { MethodRule } from '../../../kernel/pack.ts'
import type { Refusal } from '../../../kernel/refusal.ts'

/** An officer as crews are made of: specialities, free times, and how much is on the plate already. */
export interface Staff {
  readonly id: string
  readonly agency: string
  /** Specialities, and enforcement qualifications as `qualifiedFor` writes them. */
  readonly skills: readonly string[]
  readonly free: readonly Interval[]
  /** Inspections the officer is booked for already; of equals the one with less to do is taken. */
  readonly load: number
}

/** A crew of one agency; `missing` are specialities nobody there has or is free with. */
export interface Crew {
  readonly members: readonly string[]
  readonly missing: readonly string[]
}

/** Up to so many specialities the smallest crew is found; trying all doubles with each, so that beyond it a good one has to do. */
const exactNeeds = 12

/** Whoever adds most, until everything is covered. */
function greedy(staff: readonly Staff[], needs: readonly string[]): string[] {
  const open = new Set(needs)
  const members: string[] = []
  const adds = (one: Staff): number => one.skills.filter((skill) => open.has(skill)).length
  while (open.size > 0) {
    const best = staff.reduce<Staff | undefined>((most, one) => (adds(one) > (most === undefined ? 0 : adds(most)) ? one : most), undefined)
    if (best === undefined) break
    members.push(best.id)
    best.skills.forEach((skill) => open.delete(skill))
  }
  return members.sort()
}

const isFree = (staff: Staff, slot: Interval): boolean => staff.free.some((piece) => piece.from <= slot.from && slot.to <= piece.to)

/**
 * The smallest crew of one agency that has every speciality a task needs and is free for the whole slot (专业对口、集约高效, JI-21). Of crews of the
 * same size the one with less on its plate, then by number, so that the same question has one answer. One officer where nothing special is needed.
 */
export function leanCrew(staff: readonly Staff[], needs: readonly string[], slot: Interval): Crew {
  const free = staff.filter((one) => isFree(one, slot)).sort((a, b) => a.load - b.load || (a.id < b.id ? -1 : 1))
  const wanted = [...new Set(needs)].sort()
  const coverable = wanted.filter((need) => free.some((one) => one.skills.includes(need)))
  const missing = wanted.filter((need) => !coverable.includes(need))
  const [first] = free
  if (first === undefined) return { members: [], missing: wanted }
  if (coverable.length === 0) return { members: [first.id], missing }

  const maskOf = (one: Staff): number => coverable.reduce((mask, need, bit) => (one.skills.includes(need) ? mask | (1 << bit) : mask), 0)
  // Of officers with the same specialities the first is as good as any.
  const useful = free.map((one) => ({ one, mask: maskOf(one) })).filter(({ mask }, i, all) => mask > 0 && all.findIndex((other) => other.mask === mask) === i)
  if (coverable.length > exactNeeds) return { members: greedy(useful.map(({ one }) => one), coverable), missing }
  const all = (1 << coverable.length) - 1
  let reached = new Map<number, readonly Staff[]>([[0, []]])
  while (!reached.has(all)) {
    const next = new Map(reached)
    for (const [mask, members] of reached) {
      for (const { one, mask: more } of useful) if (!next.has(mask | more)) next.set(mask | more, [...members, one])
    }
    reached = next
  }
  return { members: (reached.get(all) ?? []).map((one) => one.id).sort(), missing }
}

/** Everybody, where all are free for the whole slot; nobody otherwise: what lots have named is not thinned out (DR-02). */
export function wholeCrew(staff: readonly Staff[], slot: Interval): Crew {
  return { members: staff.every((one) => isFree(one, slot)) ? staff.map((one) => one.id).sort() : [], missing: [] }
}

/** What lots named for a directive: the officers, and how many of them there must be. */
interface DrawnSide {
  readonly label: string
  readonly officers: readonly string[]
  readonly crew: number
}

/** Why a crew may not go: lots named another one, or fewer than their rules send, and then nobody goes (DR-02, DR-05). */
export function refuseHandPicked(crew: readonly string[], drawn: readonly DrawnSide[]): Refusal[] {
  const same = (officers: readonly string[]): boolean => officers.length === crew.length && officers.every((officer) => crew.includes(officer))
  return drawn.flatMap(({ label, officers, crew: wanted }): Refusal[] => {
    if (officers.length < wanted) return [{ code: 'inspections/crew-short', pointer: '/crew', facts: { draw: label, officers: officers.length, crew: wanted }, clause: 'DR-02' }]
    return same(officers) ? [] : [{ code: 'inspections/crew-drawn', pointer: '/crew', facts: { draw: label, officers: officers.join(', ') }, clause: 'DR-02' }]
  })
}

/** A qualification among what officers bring: no speciality is called so. */
export const qualifiedFor = (kind: string): string => `qualification:${kind}`

/**
 * What a task needs of an agency's officers: specialists of what only specialists do and the qualifications its methods ask for, whether anybody has them
 * or not (JI-21, JI-22), and of its other duties those that somebody in the agency is a specialist of. `rules` are those in force.
 */
export function needsOf(duties: readonly { readonly code: string }[], staff: readonly Staff[], rules: readonly Pick<MethodRule, 'method' | 'speciality' | 'qualification'>[]): string[] {
  const known = new Set(staff.flatMap((one) => one.skills))
  const codes = new Set(duties.map((duty) => duty.code))
  const asked = rules.filter(({ method }) => codes.has(method))
  const specialists = new Set<string>(asked.flatMap(({ method, speciality }) => (speciality === true ? [method] : [])))
  const qualifications = asked.flatMap(({ qualification }) => (qualification === undefined ? [] : [qualifiedFor(qualification)]))
  return [...new Set([...[...codes].filter((code) => known.has(code) || specialists.has(code)), ...qualifications])].sort()
}
