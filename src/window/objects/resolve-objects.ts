import type { Instant } from '../../kernel/instant.ts'
import { must } from '../../kernel/invariant.ts'
import type { Tx } from '../../platform/database/database.ts'
import { businessOf, itemKey, keysOfConsignment, readRef, visitKey, type ObjectRef, type ReadRef, type VisitingKind } from './domain/object-name.ts'
import { knownVisits, registerVisits, type VisitSpan } from './register-visits.ts'
import { findCarriers, findConsignments, findContents, findVoyages, type ConsignmentRow, type Content } from './store.ts'

/** A declaration an object belongs to: for time-lines and for telling its declarant. */
export interface RelatedDeclaration {
  readonly id: string
  readonly number: string
  readonly declarant: string
}

/** What a reference turned out to mean. */
export interface ResolvedObject {
  /** The object's own key: the same text for every name of the same object. */
  readonly key: string
  /** The keys under which directives on it meet others (DC-04); `key` is the first. */
  readonly keys: readonly string[]
  /** Keys of the containers, or the parcel, an item lies in: not the object, but where it is reached. */
  readonly places: readonly string[]
  /** Key of the lorry that goods by road are on: not the object, but what is held with it. */
  readonly lorry?: string
  /** Kind of business of its declaration: the channel where it is one of its own, else the direction. Absent where nothing is declared or several differ. */
  readonly business?: string
  readonly declarations: readonly RelatedDeclaration[]
  /** Enterprises concerned: declarants of the goods, the reporter of a conveyance. */
  readonly parties: readonly string[]
}

/** Why a reference means nothing here: it cannot be read, no such declaration is known at the port, or a transport document covers several. */
export interface UnresolvedObject {
  readonly reason: 'unreadable' | 'unknown' | 'ambiguous'
  /** Numbers of the declarations an ambiguous reference could mean. */
  readonly candidates: readonly string[]
}

/** What became of one name: the object it means, or why it means none. Never a guess where it could mean two (DC-04). */
export type Resolution = { readonly ok: true; readonly object: ResolvedObject } | { readonly ok: false; readonly unresolved: UnresolvedObject }

/** A name to be resolved; `at` is the moment meant (when a conveyance is expected, say), the present when absent; with `until`, any moment from then to there. */
export interface AskedObject extends ObjectRef {
  readonly at?: Instant | undefined
  readonly until?: Instant | undefined
}

type ByName = Extract<ReadRef, { by: 'name' }>
type ByDeclaration = Exclude<ReadRef, ByName>
const unresolved = (reason: UnresolvedObject['reason'], candidates: readonly string[] = []): Resolution => ({ ok: false, unresolved: { reason, candidates } })
const distinct = (texts: readonly string[]): string[] => [...new Set(texts)]

/** A document bears its number in capitals, whoever writes it in small letters; one that was declared in small letters is found by them. */
const spellings = (document: string): string[] => distinct([document, document.toUpperCase()])

function resolveDeclaration(ref: ByDeclaration, rows: readonly ConsignmentRow[]): Resolution {
  const [row, another] = rows
  if (row === undefined) return unresolved('unknown')
  if (another !== undefined)
    return unresolved(
      'ambiguous',
      rows.map((candidate) => candidate.number),
    )
  const whole = keysOfConsignment(row.id, row.lines.map(({ line }) => line), row.inside)
  const line = row.lines.find((known) => known.line === ref.line)
  if (ref.line !== undefined && line === undefined) return unresolved('unknown')
  const keys = ref.line === undefined ? whole : [itemKey(row.id, ref.line)]
  const declarations = [{ id: row.id, number: row.number, declarant: row.declarant }]
  const inside = line === undefined ? [] : row.inside.filter(({ kind, number }) => kind === 'parcel' || (kind === 'container' && (line.containers === null || line.containers.includes(number))))
  const places = inside.map(({ kind, number, visit }) => visitKey(kind, number, visit))
  const on = row.inside.find(({ kind }) => kind === 'vehicle')
  const lorry = on === undefined ? {} : { lorry: visitKey('vehicle', on.number, on.visit) }
  return { ok: true, object: { key: must(keys[0], 'a consignment has a key'), keys, places, ...lorry, declarations, parties: [row.declarant], business: businessOf(row) } }
}

type KnownVisits = Awaited<ReturnType<typeof knownVisits>>

/** Gives each name the visit it means now and whom it concerns. Containers, parcels and lorries bring their consignments, conveyances whoever reported them. */
async function resolveNames(tx: Tx, span: VisitSpan, port: string, known: KnownVisits, names: readonly (ByName & { at: Instant; until: Instant | undefined })[]): Promise<ResolvedObject[]> {
  const visits = await registerVisits(tx, span, names.map(({ kind, name, at, until }) => ({ port, kind, ref: name, at, until })), known)
  const seen = names.map(({ kind, name }, i) => ({ kind, ref: name, number: name, visit: visits[i] ?? 0 }))
  const boxes = seen.flatMap(({ kind, number, visit }) => (kind === 'container' || kind === 'parcel' || kind === 'vehicle' ? [{ kind, number, visit }] : []))
  const conveyanceKinds: readonly VisitingKind[] = ['vessel', 'train', 'vehicle', 'aircraft']
  const conveyances = seen.filter((object) => conveyanceKinds.includes(object.kind))
  const [contents, carriers] = await Promise.all([
    boxes.length === 0 ? [] : findContents(tx, port, boxes),
    conveyances.length === 0 ? [] : findCarriers(tx, port, conveyances),
  ])
  const contentsOf = new Map<string, Content[]>()
  for (const content of contents) {
    const key = visitKey(content.kind, content.number, content.visit)
    const there = contentsOf.get(key)
    if (there === undefined) contentsOf.set(key, [content])
    else there.push(content)
  }
  return seen.map(({ kind, ref, visit }) => {
    const key = visitKey(kind, ref, visit)
    const inside = contentsOf.get(key) ?? []
    const carrier = carriers.filter((row) => row.kind === kind && row.ref === ref && row.visit === visit).map((row) => row.carrier)
    const declarations = inside.map(({ id, declarationNumber, declarant }) => ({ id, number: declarationNumber, declarant }))
    // A lorry is looked at as a conveyance, whatever it carries.
    const [business, another] = kind === 'vehicle' ? [] : distinct(inside.map(businessOf))
    return { key, keys: [key], places: [], ...(business === undefined || another !== undefined ? {} : { business }), declarations, parties: distinct([...declarations.map(({ declarant }) => declarant), ...carrier]) }
  })
}

/**
 * What each reference means at the port now, in the order given. A container or conveyance nobody has heard of yet is written down
 * (a directive may come before the declaration, and must meet it later); a consignment or item must exist.
 * The number of statements does not depend on the number of references. `wanted` may say, while they are looked up, which of them are needed
 * after all (one for each): of the others nothing is written down, and their resolution means nothing.
 */
export async function resolveObjects(tx: Tx, span: VisitSpan, port: string, refs: readonly AskedObject[], now: Instant, wanted?: Promise<readonly boolean[]>): Promise<Resolution[]> {
  const read = refs.map(readRef)
  const declared = read.filter((ref): ref is ByDeclaration => ref !== undefined && ref.by !== 'name')
  const valuesBy = (by: ByDeclaration['by']): string[] => distinct(declared.filter((ref) => ref.by === by).map((ref) => ref.value))
  const voyages = read.flatMap((ref) => (ref?.by === 'name' && ref.voyage !== undefined ? [{ kind: ref.kind, ref: ref.name, voyage: ref.voyage }] : []))
  const [rows, moves, visits, isWanted] = await Promise.all([
    declared.length === 0 ? [] : findConsignments(tx, port, valuesBy('id'), valuesBy('number'), distinct(valuesBy('transport-document').flatMap(spellings))),
    voyages.length === 0 ? [] : findVoyages(tx, port, voyages),
    knownVisits(tx, read.flatMap((ref) => (ref?.by === 'name' ? [{ port, kind: ref.kind, ref: ref.name }] : []))),
    wanted,
  ])
  const rowsOf = new Map<string, ConsignmentRow[]>()
  for (const row of rows) rowsOf.set(row.asked, [...(rowsOf.get(row.asked) ?? []), row])
  const movesAt = (ref: ByName): Instant | undefined => moves.find((known) => known.kind === ref.kind && known.ref === ref.name && known.voyage === ref.voyage)?.at
  const isKnown = (ref: ByName, i: number): boolean => (isWanted === undefined || isWanted[i] === true) && (ref.voyage === undefined || movesAt(ref) !== undefined)
  // A voyage names one call, whenever it is wanted.
  const momentOf = (ref: ByName, i: number): { at: Instant; until: Instant | undefined } => {
    const moves = movesAt(ref)
    return moves === undefined ? { at: refs[i]?.at ?? now, until: refs[i]?.until } : { at: moves, until: undefined }
  }
  const names = read.flatMap((ref, i) => (ref?.by === 'name' && isKnown(ref, i) ? [{ ...ref, ...momentOf(ref, i) }] : []))
  const named = names.length === 0 ? [] : await resolveNames(tx, span, port, visits, names)
  let next = 0
  return read.map((ref, i) => {
    if (ref === undefined) return unresolved('unreadable')
    if (ref.by !== 'name') return resolveDeclaration(ref, spellings(ref.value).flatMap((value) => rowsOf.get(value) ?? []))
    if (!isKnown(ref, i)) return unresolved('unknown')
    return { ok: true, object: must(named[next++], 'every name was resolved') }
  })
}
