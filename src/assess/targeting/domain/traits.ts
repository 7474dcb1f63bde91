import type { DeclarationFacts, ItemFacts } from '../../domain/facts.ts'
import { priceBand, type Traits } from './indicators.ts'

/** What a line of goods shows to the indicators of declarations. Nothing that names one case only: no numbers, boxes, references or exact amounts. */
export function traitsOf(facts: Omit<DeclarationFacts, 'at'>, item: ItemFacts): Traits {
  const { hs } = item
  return {
    port: facts.port,
    direction: facts.direction,
    mode: facts.mode,
    origin: item.origin,
    price: item.value === undefined || item.netWeightKg === undefined ? undefined : priceOf(item.value, item.netWeightKg),
    hs2: hs.slice(0, 2),
    hs4: hs.slice(0, 4),
    hs6: hs.slice(0, 6),
    hs,
    declarant: facts.declarant,
    consignee: facts.consignee,
    consignor: facts.consignor,
  }
}

function priceOf({ amount, currency }: { readonly amount: number; readonly currency: string }, kilograms: number): string | undefined {
  const band = priceBand(amount, kilograms)
  return band === undefined ? undefined : `${currency} ${band}`
}

/** The lane of a case: what comes the same way in the same direction through the same port waits for the same yard. */
export const laneOf = (facts: Pick<DeclarationFacts, 'direction' | 'mode'>): string => `${facts.direction}/${facts.mode}`
