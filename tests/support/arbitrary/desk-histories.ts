import fc from 'fast-check'
import type { CollidingDirective } from '../../../src/joint/collisions/domain/meet.ts'
import { directiveOf, groupsOf, history, idOf, objects, type Content, type Life } from './histories.ts'

/** What is sent to the desk, in the order it arrives: versions before their time, twice, and after what they are about has begun. */
export type Step =
  | { readonly kind: 'send'; readonly life: number; readonly version: number; readonly content: Content | undefined; readonly taken: boolean }
  /** The inspection of this life begins: `agencies` are those who ask for it, `ids` all it answers. */
  | { readonly kind: 'start' | 'decline'; readonly life: number; readonly agencies: readonly string[]; readonly ids: readonly string[] }

/** A history as the desk gets it, with what must come of every step, and who is together in the end. */
export interface DeskHistory {
  readonly lives: readonly Life[]
  readonly mode: 'sea' | 'express' | 'post'
  readonly steps: readonly Step[]
  readonly groups: readonly (readonly string[])[]
}

interface Event {
  readonly kind: 'start' | 'decline'
  readonly life: number
  readonly at: number
}

const businessOf = { sea: 'import', express: 'express', post: 'post' } as const

/** A life as a real desk knows it: its object never changes and is one of `near`, only undeclared parcels say their business, boarded vessels take their place. */
function lived(life: Life, mode: DeskHistory['mode'], boarded: boolean, near: readonly (readonly string[])[]): Life {
  const wished = near[life.first.from % near.length] ?? life.first.keys
  const parcel = wished[0]?.startsWith('parcel') === true
  const keys = parcel && boarded ? ['vessel:V'] : wished
  const onObject = (content: Content): Content => ({ ...content, keys, from: content.from % 36 })
  return { ...life, business: parcel ? life.business : businessOf[mode], first: onObject(life.first), amendments: life.amendments.map(onObject) }
}

type Standing = { readonly directive: CollidingDirective; readonly set: 'open' | 'apart' | 'started' }

/** Who is together: by the rule among the open ones, each agency's own looks that it does alone, as they were when they began. */
function together(standing: ReadonlyMap<number, Standing>, alone: readonly (readonly CollidingDirective[])[], begun: readonly (readonly string[])[]): string[][] {
  const open = groupsOf([...standing.values()].filter(({ set }) => set === 'open').map(({ directive }) => directive))
  return [...open, ...alone.map((look) => look.map(({ id }) => id).sort()), ...begun.map((group) => [...group])].sort((a, b) => ((a[0] ?? '') < (b[0] ?? '') ? -1 : 1))
}

/** What is left of looks that are done alone once some of what they were for has gone: one for each need. */
function withoutThose(alone: readonly (readonly CollidingDirective[])[], gone: (directive: CollidingDirective) => boolean): (readonly CollidingDirective[])[] {
  return alone.flatMap((look) => asNeeds(look.filter((one) => !gone(one))))
}

const asNeeds = (look: readonly CollidingDirective[]): (readonly CollidingDirective[])[] => groupsOf(look).map((ids) => look.filter(({ id }) => ids.includes(id)))

/** Plays deliveries and events by the rule alone, every time from the beginning: what is taken, what is refused, and the end. */
function play(lives: readonly Life[], order: readonly { readonly life: number; readonly version: number; readonly content: Content | undefined }[], events: readonly Event[]): Pick<DeskHistory, 'steps' | 'groups'> {
  const standing = new Map<number, Standing>()
  const versions = new Map<number, number>()
  const begun: string[][] = []
  let alone: (readonly CollidingDirective[])[] = []
  const steps: Step[] = []
  // Who takes no part in parcels is refused with its first version, and with all others.
  const outside = (n: number): boolean => lives[n]?.agency === 'C' && lives[n]?.first.keys[0]?.startsWith('parcel') === true
  const deliver = (delivery: (typeof order)[number]): boolean => {
    const { life: n, version, content } = delivery
    const [last, life, now] = [versions.get(n) ?? 0, lives[n], standing.get(n)]
    if (life === undefined) return false
    // The first version again gets the first answer, whatever has become of it since.
    const repeated = version === 1 && last > 0
    const taken = repeated || (!outside(n) && version === last + 1 && now?.set !== 'started' && (version === 1 || now !== undefined))
    steps.push({ kind: 'send', ...delivery, taken })
    if (!taken || repeated) return taken
    versions.set(n, version)
    alone = withoutThose(alone, ({ id }) => id === idOf(n))
    if (content === undefined) standing.delete(n)
    else standing.set(n, { directive: directiveOf(n, life, content), set: 'open' })
    return true
  }
  /** Of the lives from the one named on, the first it can happen to. */
  const happen = ({ kind, life: named }: Event): void => void lives.some((_, i) => happened(kind, (named + i) % lives.length))
  const happened = (kind: Event['kind'], n: number): boolean => {
    const one = standing.get(n)
    if (one === undefined || one.set === 'started' || (one.set === 'apart' && kind === 'decline')) return false
    const ids = together(standing, alone, begun).find((group) => group.includes(idOf(n))) ?? []
    const members = [...standing].filter(([, { directive }]) => ids.includes(directive.id))
    const agencies = [...new Set(members.map(([, { directive }]) => directive.agency))].sort()
    const papers = members.some(([, { directive }]) => directive.methods.includes('documents'))
    const own = members.filter(([, { directive }]) => directive.agency === one.directive.agency)
    if (kind === 'start' ? papers : agencies.length < 2) return false
    steps.push({ kind, life: n, agencies, ids })
    if (kind === 'start') {
      begun.push([...ids])
      alone = withoutThose(alone, ({ id }) => ids.includes(id))
      for (const [m, member] of members) standing.set(m, { ...member, set: 'started' })
    } else {
      for (const [m, member] of own) standing.set(m, { ...member, set: 'apart' })
      alone = [...alone, ...asNeeds(own.map(([, { directive }]) => directive))]
    }
    return true
  }
  const waiting = new Map<number, (typeof order)[number][]>()
  order.forEach((delivery, i) => {
    for (const event of events) if (event.at === i) happen(event)
    const { life: n } = delivery
    if (!deliver(delivery)) waiting.set(n, [...(waiting.get(n) ?? []), delivery])
    // What came too early is sent again once what it changes is there.
    for (let again = true; again; ) {
      const next = waiting.get(n)?.find(({ version }) => version === (versions.get(n) ?? 0) + 1)
      again = next !== undefined && deliver(next)
      if (next !== undefined) waiting.set(n, (waiting.get(n) ?? []).filter((one) => one !== next))
    }
  })
  for (const event of events) if (event.at >= order.length) happen(event)
  return { steps, groups: together(standing, alone, begun) }
}

/** Histories of `history` in any order at all, on objects that are declared and boarded, with sessions that begin and agencies that decline in between. */
export const deskHistory: fc.Arbitrary<DeskHistory> = fc
  .record({
    played: history,
    mode: fc.constantFrom('sea', 'sea', 'sea', 'express', 'post'),
    boarded: fc.boolean(),
    // Few objects, so that most of it is about the same ones.
    near: fc.uniqueArray(fc.constantFrom(...objects), { minLength: 1, maxLength: 3 }),
    ranks: fc.array(fc.nat(30), { minLength: 40, maxLength: 40 }),
    events: fc.array(fc.record({ kind: fc.constantFrom('start', 'decline', 'decline'), life: fc.nat(5), at: fc.integer({ min: 2, max: 12 }) }), { maxLength: 4 }),
  })
  .map(({ played, mode, boarded, near, ranks, events }) => {
    const lives = played.lives.map((life) => lived(life, mode, boarded, near))
    const inOrder = played.arrived.map(({ life: n, version, content }, i) => {
      const life = lives[n]
      const last = (life?.amendments.length ?? 0) + 2
      return { life: n, version: version === 99 ? last : version, content: content === undefined || life === undefined ? undefined : { ...content, keys: life.first.keys, from: content.from % 36 }, place: i * 10 + (ranks[i] ?? 0) }
    })
    const order = inOrder.toSorted((a, b) => a.place - b.place).map(({ place: _place, ...delivery }) => delivery)
    return { lives, mode, ...play(lives, order, events) }
  })
