import type { FactValue } from '../../kernel/decision-table/table.ts'
import type { Instant } from '../../kernel/instant.ts'
import type { TariffEntry } from '../../kernel/pack.ts'

/** One line of goods, with the field names of the contract. */
export interface ItemFacts {
  readonly line: number
  /** Commodity code: 6, 8 or 10 digits. */
  readonly hs: string
  /** The three further digits of the inspection code, or all thirteen. */
  readonly ciq?: string | undefined
  /** ISO 3166-1 alpha-2. */
  readonly origin?: string | undefined
  readonly quantity?: { readonly value: number; readonly unit: string } | undefined
  readonly netWeightKg?: number | undefined
  readonly value?: { readonly amount: number; readonly currency: string } | undefined
  readonly attributes?: readonly string[] | undefined
  /** Who made the goods, by name or code, and their batch: where risk records and hold rules name one (RR-14). */
  readonly producer?: string | undefined
  readonly lot?: string | undefined
  readonly containers?: readonly string[] | undefined
  readonly licences?: readonly { readonly type: string; readonly number?: string | undefined; readonly validTo?: string | undefined }[] | undefined
}

/**
 * What assessment knows of a declaration. A `Declaration` of the window satisfies it once `at` is added; nothing in it says who asks
 * nor carries a reference, so that two declarations of the same facts get the same answer (GV-15).
 */
export interface DeclarationFacts {
  /** The time of the case: rules in force then are applied (GV-12). Acceptance time for a submission. */
  readonly at: Instant
  readonly port: string
  readonly direction: 'import' | 'export' | 'transit'
  readonly mode: 'sea' | 'rail' | 'road' | 'air' | 'post' | 'express' | 'ecommerce'
  readonly declarant: string
  /** Names or codes of enterprises. Where the one who owns the goods is graded, the worse of its grade and the declarant's counts. */
  readonly consignee?: string | undefined
  readonly consignor?: string | undefined
  readonly destination?: string | undefined
  /** Number of the paper of the person who declares or drives (RR-14). */
  readonly agent?: string | undefined
  readonly conveyance?: { readonly ref: string } | undefined
  /** `load: 'lcl'`: consignments of others share the box. */
  readonly containers?: readonly { readonly number: string; readonly load?: 'fcl' | 'lcl' | undefined }[] | undefined
  readonly items: readonly ItemFacts[]
  /** `lines` names the goods a document is about, all of them when absent. */
  readonly documents?: readonly { readonly type: string; readonly lines?: readonly number[] | undefined; readonly validTo?: string | undefined }[] | undefined
}

const none: readonly string[] = []

/** What a line's goods are, and what was found of them so far, for the tables that ask about that. */
export interface LineFacts {
  readonly [name: string]: FactValue | undefined
  /** Category of supervised goods (RR-09). */
  category: string | undefined
  releaseMode: string | undefined
  risk: string | undefined
  credit: string | undefined
}

/** One line as the decision tables and the documentary rules see it. `tariff` undefined: the code is unknown, so are its categories. */
export function factsOfItem(declaration: DeclarationFacts, item: ItemFacts, tariff: TariffEntry | undefined): LineFacts {
  const valued = item.value !== undefined && item.netWeightKg !== undefined && item.netWeightKg > 0
  return {
    direction: declaration.direction,
    mode: declaration.mode,
    port: declaration.port,
    destination: declaration.destination,
    hs: item.hs,
    ciq: item.ciq?.length === 3 ? item.hs + item.ciq : item.ciq,
    origin: item.origin,
    attributes: item.attributes ?? none,
    categories: tariff === undefined ? none : declaration.direction === 'export' ? tariff.exportCategories : tariff.importCategories,
    conditions: tariff?.conditions ?? none,
    licences: item.licences?.map((licence) => licence.type) ?? none,
    netWeightKg: item.netWeightKg,
    valuePerKg: valued ? (item.value as { amount: number }).amount / (item.netWeightKg as number) : undefined,
    currency: item.value?.currency,
    // Members from the beginning: objects that grow are slow.
    category: undefined,
    releaseMode: undefined,
    risk: undefined,
    credit: undefined,
  }
}
