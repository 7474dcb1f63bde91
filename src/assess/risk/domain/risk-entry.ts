import type { DeclarationFacts } from '../../domain/facts.ts'
import { sha256Hex } from '../../../kernel/sha256.ts'
import type { Instant } from '../../../kernel/instant.ts'
import type { Method } from '../../../kernel/pack.ts'

/** The four subjects of risk (货物、集装箱、交通工具、人员, RR-14). */
export const riskSubjects = ['goods', 'containers', 'conveyances', 'persons'] as const
export type RiskSubject = (typeof riskSubjects)[number]

/** What a risk record or hold rule is about: every member that is there must fit. `hs` is the beginning of a commodity code, `person` a hash. */
export interface RiskScope {
  readonly port?: string | undefined
  readonly direction?: 'import' | 'export' | 'transit' | undefined
  readonly hs?: string | undefined
  readonly origin?: string | undefined
  readonly producer?: string | undefined
  readonly lot?: string | undefined
  readonly container?: string | undefined
  readonly conveyance?: string | undefined
  readonly enterprise?: string | undefined
  readonly person?: string | undefined
}

/** What explanations and back-tests name as the table of hold rules: they stand in none. */
export const holdRules = 'hold-rules'

/** Who may know of something: everybody, those who work with it, its own agency. */
export const classifications = ['public', 'restricted', 'confidential'] as const
export type Classification = (typeof classifications)[number]

/** Something an alert, record or rule rests on. */
export interface Evidence {
  readonly kind: string
  readonly ref: string
}

/** What a hold rule asks of whatever it fits: kept until an officer lets it go, inspected under supervision, sampled, or checked by an agency. */
export const measures = ['hold', 'supervised', 'sample', 'check'] as const
export type Measure = (typeof measures)[number]

/** A risk record (raises the level) or a hold rule (raises the mode), as assessment needs it. In force from `validFrom` to `validTo`, which is never left open. */
export interface RiskEntry {
  readonly id: string
  readonly kind: 'record' | 'hold'
  readonly scope: RiskScope
  readonly validFrom: Instant
  readonly validTo: Instant
  /** Of a record: a code of the pack's risk levels. */
  readonly level?: string | undefined
  /** Of a hold rule. */
  readonly measure?: Measure | undefined
  readonly agency?: string | undefined
  readonly methods?: readonly Method[] | undefined
  readonly power?: string | undefined
}

/** An entry that fits a declaration, and the lines of goods it fits. */
export interface RiskHit {
  readonly entry: RiskEntry
  readonly lines: readonly number[]
}

/** Entries that fit a declaration at its own time. Cost: a look-up for each name the declaration bears, whatever the number of entries. */
export type RiskLookup = (facts: DeclarationFacts) => readonly RiskHit[]

/** A name as it is compared: capitals, single spaces. */
export const nameKey = (name: string): string => name.trim().replace(/\s+/g, ' ').toUpperCase()

/** A number of a box or conveyance as it is compared; a vessel's with or without the prefix IMO. */
export const numberKey = (number: string): string => number.toUpperCase().replace(/\s+/g, '').replace(/^IMO(?=\d{7}$)/, '')

/** What stands for a person by the number of a paper: personal data stays out of rules, explanations and the ledger. */
export const personKey = (number: string): string => sha256Hex(`risk person\n${numberKey(number)}`).slice(0, 32)

/** The scope with every name as it is compared; empty members are left out. A person's number becomes its hash. */
export function cleanScope(scope: RiskScope): RiskScope {
  const { port, direction, hs, origin, producer, lot, container, conveyance, enterprise, person } = scope
  return {
    ...(port === undefined ? {} : { port }),
    ...(direction === undefined ? {} : { direction }),
    ...(hs === undefined ? {} : { hs }),
    ...(origin === undefined ? {} : { origin: origin.toUpperCase() }),
    ...(producer === undefined ? {} : { producer: nameKey(producer) }),
    ...(lot === undefined ? {} : { lot: numberKey(lot) }),
    ...(container === undefined ? {} : { container: numberKey(container) }),
    ...(conveyance === undefined ? {} : { conveyance: numberKey(conveyance) }),
    ...(enterprise === undefined ? {} : { enterprise: nameKey(enterprise) }),
    ...(person === undefined ? {} : { person: personKey(person) }),
  }
}

/** Which of the four subjects a scope is about: the most particular of what it names. */
export function subjectOf(scope: RiskScope): RiskSubject {
  if (scope.person !== undefined) return 'persons'
  if (scope.container !== undefined) return 'containers'
  return scope.conveyance === undefined ? 'goods' : 'conveyances'
}

/** Whether a scope names anything but place and direction: one that does not would fit everything. */
export function namesSomething({ port: _port, direction: _direction, ...rest }: RiskScope): boolean {
  return Object.values(rest).some((value) => value !== undefined)
}
