import type { Instant } from '../../../kernel/instant.ts'
import type { DeclarationFacts, ItemFacts } from '../../domain/facts.ts'

/** In which boxes a line of goods lies: none known, boxes of its own, boxes that others share, or both. */
export const boxings = ['none', 'own', 'shared', 'both'] as const
export type Boxing = (typeof boxings)[number]

/** What assessment asks of a line of goods. */
export interface HistoryLine {
  readonly hs: string
  readonly ciq: string | undefined
  readonly origin: string | undefined
  readonly netWeightKg: number | undefined
  readonly amount: number | undefined
  readonly currency: string | undefined
  /** A set as one text, members parted by spaces; undefined: not said. */
  readonly attributes: string | undefined
  readonly licences: string | undefined
  readonly boxes: Boxing
}

/** An accepted declaration as the history keeps it: what assessment asked, and what it was answered. */
export interface HistoryCase {
  readonly id: string
  readonly at: Instant
  /** Hour of the day, by the port's clock, in which it was to arrive, or was accepted where no arrival is known. */
  readonly hour: number
  readonly direction: string
  readonly mode: string
  readonly destination: string | undefined
  readonly declarant: string
  /** Who owns the goods, where it is named by a code and is not the declarant: only such a one has credit or failed samples of its own. */
  readonly owner: string | undefined
  readonly grade: string
  readonly releaseMode: string
  readonly riskLevel: string
  readonly lines: readonly HistoryLine[]
}

const setText = (members: readonly string[] | undefined): string | undefined => (members === undefined ? undefined : [...new Set(members)].sort().join(' '))

function boxingOf(facts: DeclarationFacts, item: ItemFacts): Boxing {
  const known = facts.containers ?? []
  const numbers = item.containers !== undefined && item.containers.length > 0 ? item.containers : known.map(({ number }) => number)
  const isShared = (number: string): boolean => known.some((one) => one.number === number && one.load === 'lcl')
  const shared = numbers.filter(isShared).length
  if (numbers.length === 0) return 'none'
  return shared === 0 ? 'own' : shared === numbers.length ? 'shared' : 'both'
}

const codeOfEnterprise = /^[^\s]{1,32}$/

/** What an accepted declaration comes to in the history. */
export function historyCaseOf(
  facts: DeclarationFacts,
  known: { readonly id: string; readonly hour: number; readonly grade: string; readonly releaseMode: string; readonly riskLevel: string },
): HistoryCase {
  const owner = facts.direction === 'export' ? facts.consignor : facts.consignee
  return {
    ...known,
    at: facts.at,
    direction: facts.direction,
    mode: facts.mode,
    destination: facts.destination,
    declarant: facts.declarant,
    owner: owner === undefined || owner === facts.declarant || !codeOfEnterprise.test(owner) ? undefined : owner,
    lines: facts.items.map((item) => ({
      hs: item.hs,
      ciq: item.ciq,
      origin: item.origin,
      netWeightKg: item.netWeightKg,
      amount: item.value?.amount,
      currency: item.value?.currency,
      attributes: setText(item.attributes),
      licences: setText(item.licences?.map(({ type }) => type)),
      boxes: boxingOf(facts, item),
    })),
  }
}
