import type { Actor } from '../../../kernel/actor.ts'
import type { Instant } from '../../../kernel/instant.ts'
import { tradeFields, type TradeField } from '../../../kernel/trade-fields.ts'

/** The fields of a declaration that are read; undefined: all. */
export type Fields = ReadonlySet<string> | undefined

/** What an actor reads of declarations for a purpose, by entitlement (SW-08). */
export type FieldsFor = (actor: Actor, purpose: string, at: Instant) => Fields

/** Where each field lies in a declaration as it is read. */
const places: Readonly<Record<TradeField, readonly string[]>> = {
  'value': ['/content/items/*/value'],
  'weight': ['/content/items/*/netWeightKg'],
  'goods': ['/content/items/*/description'],
  'codes': ['/content/items/*/hs', '/content/items/*/ciq'],
  'origin': ['/content/items/*/origin'],
  'quantity': ['/content/items/*/quantity'],
  'consignee': ['/content/consignee'],
  'consignor': ['/content/consignor'],
  'containers': ['/content/containers', '/content/items/*/containers'],
  'conveyance': ['/content/conveyance', '/conveyances'],
  'transport-document': ['/content/transportDocument'],
  'papers': ['/content/documents', '/content/items/*/licences', '/content/items/*/attributes'],
}

/** Whether a field is read. */
export const reads = (fields: Fields, field: TradeField): boolean => fields === undefined || fields.has(field)

/** The fields that are read and those that are not, by name. */
export function splitFields(fields: Fields): { readonly allowed: readonly TradeField[]; readonly denied: readonly TradeField[] } {
  return { allowed: tradeFields.filter((field) => reads(fields, field)), denied: tradeFields.filter((field) => !reads(fields, field)) }
}

/** Pointers of what is withheld. */
export function withheldPlaces(fields: Fields): string[] {
  return splitFields(fields).denied.flatMap((field) => [...places[field]])
}
