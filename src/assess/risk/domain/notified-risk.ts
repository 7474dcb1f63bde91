import { instant, type Instant } from '../../../kernel/instant.ts'
import type { FoodNotification, HazardFamily } from './food-notification.ts'
import type { Evidence, RiskScope } from './risk-entry.ts'

/** What recurs: notifications of one kind of goods, origin and hazard. Days are `2023-12-29`. */
export interface Pattern {
  readonly hs: string
  readonly origin: string
  readonly family: HazardFamily
  readonly count: number
  readonly first: string
  readonly last: string
  /** What the goods and the substance are called most often. */
  readonly product: string
  readonly substance: string
  /** The newest, at most twenty. */
  readonly references: readonly string[]
}

/** What alerts are made by. `levels`: of the pack's scale, the mildest first; `home`: the country whose own goods are exports. */
export interface AlertBy {
  /** From how many notifications on a pattern is a risk record. */
  readonly record: number
  readonly levels: readonly string[]
  readonly home: string
}

/** An alert as notifications make it. */
export interface NotifiedAlert {
  readonly reference: string
  readonly title: string
  readonly hazard: string
  readonly level: string
  readonly scope: RiskScope
  readonly evidence: readonly Evidence[]
  readonly issuedAt: Instant
  /** A risk record at once, without waiting for an officer. */
  readonly record: boolean
}

const scopeOf = (hs: string, origin: string, home: string): RiskScope => ({ direction: origin === home ? 'export' : 'import', hs, origin })
const evidenceOf = (ref: string): Evidence => ({ kind: 'notification', ref })
const startOf = (day: string): Instant => instant(`${day}T00:00:00Z`)
const milder = (levels: readonly string[]): string => levels.at(-2) ?? levels.at(-1) ?? ''

/**
 * The alert a pattern becomes, one a year for each. From `record` notifications on it is of the worst level and a risk record at once; of goods that only their
 * chapter is known of never by itself: that would raise what has nothing to do with them, so an officer decides.
 */
export function gatheredAlert({ hs, origin, family, count, first, last, product, substance, references }: Pattern, { record, levels, home }: AlertBy): NotifiedAlert {
  const strong = count >= record
  return {
    reference: `${last.slice(0, 4)} ${hs} ${origin} ${family}`, title: product, hazard: `${substance.slice(0, 120)} (${family}) · ${count} × ${first} – ${last}`, level: strong ? (levels.at(-1) ?? '') : milder(levels),
    scope: scopeOf(hs, origin, home), evidence: references.map(evidenceOf), issuedAt: startOf(last), record: strong && hs.length >= 4,
  }
}

/** The alerts a fresh notification becomes, one for each origin: an officer decides. */
export function singleAlerts({ reference, issuedOn, notifier, product, hs, origins, hazards }: FoodNotification, { levels, home }: AlertBy): NotifiedAlert[] {
  const hazard = [...new Set(hazards.map(({ substance, family }) => `${substance} (${family})`))].join(', ').slice(0, 160)
  return origins.map((origin) => ({ reference: `${reference} ${origin}`, title: product, hazard: `${hazard} · ${notifier}`, level: milder(levels), scope: scopeOf(hs, origin, home), evidence: [evidenceOf(reference)], issuedAt: startOf(issuedOn), record: false }))
}
