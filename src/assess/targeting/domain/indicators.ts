import { must } from '../../../kernel/invariant.ts'

/** What a case shows to the indicators: named codes. A trait that is absent says nothing. */
export type Traits = Readonly<Record<string, string | undefined>>

/**
 * A learned indicator (学习指征): the hit rate among cases that agree in these traits, compared with what coarser indicators expect of them.
 * `ridge` is how many checks' worth of doubt holds it to that expectation: the larger, the more it takes to move it.
 */
export interface Indicator {
  readonly name: string
  readonly traits: readonly string[]
  readonly ridge: number
}

/** The key of a case under an indicator; undefined where it lacks a trait, so that the indicator is silent about it. */
export function keyOf(indicator: Indicator, traits: Traits): string | undefined {
  const [first] = indicator.traits
  if (indicator.traits.length === 1) return traits[must(first, 'an indicator has traits')]
  let key = ''
  for (const name of indicator.traits) {
    const value = traits[name]
    if (value === undefined) return undefined
    key = key === '' ? value : `${key}|${value}`
  }
  return key
}

const goodsDoubt = 0.5
const partyDoubt = 4
const placeDoubt = 20

/**
 * The indicators of declarations, from the coarse to the fine: each is compared with what those before it expect. Places and ways first, then goods,
 * goods with their origin and price, the parties, and parties with their goods last, so that a party is blamed only for what its goods do not explain.
 */
export const declarationIndicators: readonly Indicator[] = [
  { name: 'port', traits: ['port'], ridge: placeDoubt },
  { name: 'mode', traits: ['direction', 'mode'], ridge: placeDoubt },
  { name: 'origin', traits: ['origin'], ridge: placeDoubt },
  { name: 'price', traits: ['price'], ridge: placeDoubt },
  { name: 'hs2', traits: ['hs2'], ridge: goodsDoubt },
  { name: 'hs4', traits: ['hs4'], ridge: goodsDoubt },
  { name: 'hs6', traits: ['hs6'], ridge: goodsDoubt },
  { name: 'hs', traits: ['hs'], ridge: goodsDoubt },
  { name: 'hs4-origin', traits: ['hs4', 'origin'], ridge: goodsDoubt },
  { name: 'hs6-origin', traits: ['hs6', 'origin'], ridge: goodsDoubt },
  { name: 'hs6-price', traits: ['hs6', 'price'], ridge: goodsDoubt },
  { name: 'hs6-origin-price', traits: ['hs6', 'origin', 'price'], ridge: goodsDoubt },
  { name: 'declarant', traits: ['declarant'], ridge: partyDoubt },
  { name: 'consignee', traits: ['consignee'], ridge: partyDoubt },
  { name: 'consignor', traits: ['consignor'], ridge: partyDoubt },
  { name: 'consignee-hs4', traits: ['consignee', 'hs4'], ridge: partyDoubt },
  { name: 'consignor-hs4', traits: ['consignor', 'hs4'], ridge: partyDoubt },
  { name: 'consignor-hs6-origin', traits: ['consignor', 'hs6', 'origin'], ridge: partyDoubt },
]

/** The band of a price per kilogram: powers of four, so that the same goods at a like price share a band and one odd figure names nobody. */
export function priceBand(amount: number, kilograms: number): string | undefined {
  if (!(amount > 0) || !(kilograms > 0)) return undefined
  return `4^${Math.floor(Math.log(amount / kilograms) / Math.log(4))}`
}
