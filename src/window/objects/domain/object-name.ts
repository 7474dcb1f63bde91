import { containerCheckDigit, isContainerNumber, isShapedLikeContainer } from '../../../kernel/container-number.ts'
import type { ObjectKind } from '../../../kernel/pack.ts'
import { imoCheckDigit, isImoNumber } from './imo-number.ts'

/** How a person or an agency names an object: `{kind: 'container', ref: 'TGHU1234567'}`, `{kind: 'item', ref: '310420260000000017/2'}`. */
export interface ObjectRef {
  readonly kind: ObjectKind
  readonly ref: string
}

/** A kind whose objects outlive or precede a declaration and are told apart by visit. */
export type VisitingKind = Exclude<ObjectKind, 'consignment' | 'item'>

/** What a reference says once it is read: how the declaration is named, or the clean name of a visiting object. */
export type ReadRef =
  | { readonly by: 'id' | 'number' | 'transport-document'; readonly value: string; readonly line?: number }
  | { readonly by: 'name'; readonly kind: VisitingKind; readonly name: string; readonly voyage?: string }

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

function readDeclaration(text: string, line?: number): ReadRef {
  const withLine = line === undefined ? {} : { line }
  const lower = text.toLowerCase()
  if (uuid.test(lower)) return { by: 'id', value: lower, ...withLine }
  if (/^\d{18}$/.test(text)) return { by: 'number', value: text, ...withLine }
  return { by: 'transport-document', value: text, ...withLine }
}

function readVessel(text: string): ReadRef {
  const [name = '', voyage] = text.replace(/^IMO\s?/, '').split('/')
  return { by: 'name', kind: 'vessel', name: name.trim(), ...(voyage === undefined || voyage.trim() === '' ? {} : { voyage: voyage.trim() }) }
}

/** What is wrong with a number that bears a check digit; `digit` is the one that would be right, where the rest can be read. */
export interface NumberFault {
  readonly number: 'container' | 'imo'
  readonly digit?: number
}

/** Verifies the check digit of a container number (ISO 6346) or an IMO number (DC-04): a box that is not the one meant must never be opened. */
export function faultOfNumber(object: ObjectRef): NumberFault | undefined {
  const read = readRef(object)
  if (read?.by !== 'name') return undefined
  const { kind, name } = read
  if (kind === 'container' && !isContainerNumber(name)) return { number: 'container', ...(isShapedLikeContainer(name) ? { digit: containerCheckDigit(name.slice(0, 10)) } : {}) }
  if (kind === 'vessel' && !isImoNumber(name)) return { number: 'imo', ...(/^\d{7}$/.test(name) ? { digit: imoCheckDigit(name) } : {}) }
  return undefined
}

/**
 * The one spelling of a name (DC-04): full-width characters as plain ones, capitals, no spaces. A box (`TGHU 123456-7`) and a plate (`浙B·A6012`) are written
 * with marks or without, and mean the same.
 */
export function cleanName(kind: VisitingKind, text: string): string {
  const name = text.normalize('NFKC').toUpperCase().replaceAll(/\s/g, '')
  return kind === 'container' || kind === 'vehicle' ? name.replaceAll(/[-‐-―·‧•・.]/g, '') : name
}

/** The ways a name that somebody looks for may be written down (DC-04): as given, in the one spelling, and in that of what is written with marks or without. */
export function spellingsOf(text: string | undefined): string[] | undefined {
  return text === undefined ? undefined : [...new Set([text, cleanName('parcel', text), cleanName('container', text)])]
}

/**
 * Reads how an object is named. A consignment is named by its declaration's id or number or by its transport document, an item by such a name,
 * a slash and its line, a vessel by its IMO number (which may bear the prefix `IMO`), and its voyage behind a slash where two calls must be told apart. Undefined when the text cannot name an object of the kind.
 */
export function readRef(object: ObjectRef): ReadRef | undefined {
  const text = object.ref.normalize('NFKC').trim()
  if (text === '' || text.length > 100) return undefined
  switch (object.kind) {
    case 'consignment':
      return readDeclaration(text)
    case 'item': {
      const parts = /^(.+)\/(\d{1,4})$/.exec(text)
      return parts?.[1] === undefined ? undefined : readDeclaration(parts[1], Number(parts[2]))
    }
    case 'vessel':
      return readVessel(text.toUpperCase())
    default: {
      const name = cleanName(object.kind, text)
      return name === '' || text.length > 64 ? undefined : { by: 'name', kind: object.kind, name }
    }
  }
}

/** The key of a consignment; `declarationId` is the id of its declaration. */
export const consignmentKey = (declarationId: string): string => `consignment:${declarationId}`
/** The key of one line of goods. */
export const itemKey = (declarationId: string, line: number): string => `item:${declarationId}/${line}`
/** The key of a container, conveyance, lot, parcel or bag in one visit. */
export const visitKey = (kind: VisitingKind, name: string, visit: number): string => `${kind}:${name}#${visit}`

/** What goods lie in: containers, the parcel they are declared under, the lorry that brings them by road. */
export interface Inside {
  readonly kind: 'container' | 'parcel' | 'vehicle'
  readonly number: string
}

/** What of a declaration says what its goods lie in. */
interface Declared {
  readonly mode: string
  readonly transportDocument?: string | undefined
  readonly containers?: readonly { readonly number: string }[] | undefined
  readonly conveyance?: { readonly kind: string; readonly ref: string } | undefined
}

/** Channels with a regime of their own; whatever else comes by sea, rail, road or air is told apart by its direction. */
const channels: readonly string[] = ['post', 'express', 'ecommerce']

/** The kind of business of a declaration: its channel where that has a regime of its own, else its direction. */
export const businessOf = ({ direction, mode }: { readonly direction: string; readonly mode: string }): string => (channels.includes(mode) ? mode : direction)

/**
 * What the goods of a declaration lie in (DC-04), named in the way `readRef` reads names: its containers; in mail, express and electronic commerce also the
 * parcel, which bears the number of the transport document; by road the lorry, with which they come and go. Trains, vessels and aircraft go on without them.
 */
export function insideOf(declared: Pick<Declared, 'mode' | 'transportDocument' | 'containers' | 'conveyance'>): Inside[] {
  const boxes = [...new Set(declared.containers?.map(({ number }) => number))]
  const parcel = channels.includes(declared.mode) && declared.transportDocument !== undefined ? cleanName('parcel', declared.transportDocument) : undefined
  return [...boxes.map((number): Inside => ({ kind: 'container', number })), ...(parcel === undefined || boxes.includes(parcel) ? [] : [{ kind: 'parcel', number: parcel } as const]), ...lorryOf(declared)]
}

function lorryOf({ mode, conveyance }: Pick<Declared, 'mode' | 'conveyance'>): Inside[] {
  const read = mode === 'road' && conveyance?.kind === 'vehicle' ? readRef({ kind: 'vehicle', ref: conveyance.ref }) : undefined
  return read?.by === 'name' ? [{ kind: 'vehicle', number: read.name }] : []
}

/**
 * Keys of a consignment: itself, its items, their containers or parcel. Two directives are on the same object when their keys meet (DC-04):
 * the declaration and its container do; a vessel and a container aboard, a lorry and its load do not.
 */
export function keysOfConsignment(
  declarationId: string,
  lines: readonly number[],
  inside: readonly (Inside & { readonly visit: number })[],
): string[] {
  return [
    consignmentKey(declarationId),
    ...lines.map((line) => itemKey(declarationId, line)),
    ...inside.flatMap(({ kind, number, visit }) => (kind === 'vehicle' ? [] : [visitKey(kind, number, visit)])),
  ]
}
