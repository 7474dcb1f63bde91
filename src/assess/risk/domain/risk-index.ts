import type { DeclarationFacts, ItemFacts } from '../../domain/facts.ts'
import { inForce } from '../../../kernel/instant.ts'
import { nameKey, numberKey, personKey, type RiskEntry, type RiskHit, type RiskLookup, type RiskScope } from './risk-entry.ts'

/** What an entry can be filed under, the most particular first: it is filed under one, so that a change touches one place. */
type KeyKind = 'person' | 'lot' | 'container' | 'conveyance' | 'producer' | 'enterprise' | 'hsOrigin' | 'hs' | 'origin'

/** Entries by key. Changed one by one; never built anew. */
export interface RiskIndex {
  /** Files an entry; a former one of the same id makes room. */
  put(entry: RiskEntry): void
  remove(id: string): void
  readonly lookup: RiskLookup
  size(): number
}

type Bucket = RiskEntry | RiskEntry[]

function keyOf(scope: RiskScope): readonly [KeyKind, string] | undefined {
  const { person, lot, container, conveyance, producer, enterprise, hs, origin } = scope
  if (person !== undefined) return ['person', person]
  if (lot !== undefined) return ['lot', lot]
  if (container !== undefined) return ['container', container]
  if (conveyance !== undefined) return ['conveyance', conveyance]
  if (producer !== undefined) return ['producer', producer]
  if (enterprise !== undefined) return ['enterprise', enterprise]
  if (hs !== undefined) return origin === undefined ? ['hs', hs] : ['hsOrigin', `${hs} ${origin}`]
  return origin === undefined ? undefined : ['origin', origin]
}

const parties = ({ declarant, consignee, consignor }: DeclarationFacts): string[] => [declarant, consignee, consignor].flatMap((party) => (party === undefined ? [] : [nameKey(party)]))

function isWholeCase(scope: RiskScope, facts: DeclarationFacts): boolean {
  const { port, direction, person, conveyance, enterprise, container } = scope
  if (port !== undefined && port !== facts.port && port !== facts.destination) return false
  if (direction !== undefined && direction !== facts.direction) return false
  if (person !== undefined && (facts.agent === undefined || personKey(facts.agent) !== person)) return false
  if (conveyance !== undefined && (facts.conveyance === undefined || numberKey(facts.conveyance.ref) !== conveyance)) return false
  if (enterprise !== undefined && !parties(facts).includes(enterprise)) return false
  return container === undefined || (facts.containers ?? []).some(({ number }) => numberKey(number) === container)
}

function isLine(scope: RiskScope, item: ItemFacts): boolean {
  const { hs, origin, producer, lot, container } = scope
  if (hs !== undefined && !item.hs.startsWith(hs)) return false
  if (origin !== undefined && item.origin !== origin) return false
  if (producer !== undefined && (item.producer === undefined || nameKey(item.producer) !== producer)) return false
  if (lot !== undefined && (item.lot === undefined || numberKey(item.lot) !== lot)) return false
  // A line that does not say where it lies may lie in any of the boxes.
  return container === undefined || item.containers === undefined || item.containers.length === 0 || item.containers.some((number) => numberKey(number) === container)
}

/** The lines of goods a scope fits; none where it does not fit the case. */
export function linesOf(scope: RiskScope, facts: DeclarationFacts): readonly number[] {
  return isWholeCase(scope, facts) ? facts.items.flatMap((item) => (isLine(scope, item) ? [item.line] : [])) : []
}

const none: readonly RiskHit[] = []

/** Makes an empty index. A million entries cost memory, not time: a declaration is looked up by the names it bears (RR-14). */
export function riskIndex(): RiskIndex {
  const entries = new Map<string, RiskEntry>()
  const files: Readonly<Record<KeyKind, Map<string, Bucket>>> = { person: new Map(), lot: new Map(), container: new Map(), conveyance: new Map(), producer: new Map(), enterprise: new Map(), hsOrigin: new Map(), hs: new Map(), origin: new Map() }
  // How many entries name a beginning of each length: a code is looked up by those that occur only.
  const lengths = new Map<number, number>()

  function count({ hs }: RiskScope, by: number): void {
    if (hs === undefined) return
    const left = (lengths.get(hs.length) ?? 0) + by
    if (left === 0) lengths.delete(hs.length)
    else lengths.set(hs.length, left)
  }

  function remove(id: string): void {
    const entry = entries.get(id)
    const key = entry === undefined ? undefined : keyOf(entry.scope)
    if (entry === undefined || key === undefined) return
    entries.delete(id)
    count(entry.scope, -1)
    const file = files[key[0]]
    const bucket = file.get(key[1])
    const rest = Array.isArray(bucket) ? bucket.filter((one) => one.id !== id) : []
    if (rest.length === 0) file.delete(key[1])
    else file.set(key[1], rest)
  }

  function put(entry: RiskEntry): void {
    remove(entry.id)
    const key = keyOf(entry.scope)
    if (key === undefined) return
    entries.set(entry.id, entry)
    count(entry.scope, 1)
    const file = files[key[0]]
    const bucket = file.get(key[1])
    if (bucket === undefined) file.set(key[1], entry)
    else if (Array.isArray(bucket)) bucket.push(entry)
    else file.set(key[1], [bucket, entry])
  }

  function lookup(facts: DeclarationFacts): readonly RiskHit[] {
    if (entries.size === 0) return none
    const found = new Set<RiskEntry>()
    const probe = (kind: KeyKind, key: string): void => {
      const bucket = files[kind].get(key)
      if (bucket === undefined) return
      if (Array.isArray(bucket)) for (const entry of bucket) found.add(entry)
      else found.add(bucket)
    }
    if (files.person.size > 0 && facts.agent !== undefined) probe('person', personKey(facts.agent))
    if (files.container.size > 0) for (const { number } of facts.containers ?? []) probe('container', numberKey(number))
    if (files.conveyance.size > 0 && facts.conveyance !== undefined) probe('conveyance', numberKey(facts.conveyance.ref))
    if (files.enterprise.size > 0) for (const party of parties(facts)) probe('enterprise', party)
    for (const { hs, origin, producer, lot } of facts.items) {
      if (files.lot.size > 0 && lot !== undefined) probe('lot', numberKey(lot))
      if (files.producer.size > 0 && producer !== undefined) probe('producer', nameKey(producer))
      if (files.origin.size > 0 && origin !== undefined) probe('origin', origin)
      for (const length of lengths.keys()) {
        if (length > hs.length) continue
        const beginning = hs.slice(0, length)
        probe('hs', beginning)
        if (origin !== undefined && files.hsOrigin.size > 0) probe('hsOrigin', `${beginning} ${origin}`)
      }
    }
    if (found.size === 0) return none
    const hits: RiskHit[] = []
    for (const entry of found) {
      const lines = inForce(entry, facts.at) ? linesOf(entry.scope, facts) : []
      if (lines.length > 0) hits.push({ entry, lines })
    }
    // The same facts give the same explanation, in whatever order entries were filed.
    return hits.length < 2 ? hits : hits.sort((a, b) => (a.entry.id < b.entry.id ? -1 : 1))
  }

  return { put, remove, lookup, size: () => entries.size }
}
