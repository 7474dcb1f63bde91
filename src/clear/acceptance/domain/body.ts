import type { Instant } from '../../../kernel/instant.ts'

/** What a body may report on: goods by the beginning of their code, tests and standards; an empty list means any. */
export interface BodyScope {
  readonly hs: readonly string[]
  readonly tests: readonly string[]
  readonly standards: readonly string[]
  /** Ports the scope holds at; every port when empty. A scope goes to another zone by adding its port (TP-07). */
  readonly ports: readonly string[]
}

/** A third party as the register has it at some moment (第三方机构, TP-01). */
export interface Body {
  readonly code: string
  /** Agency that admits and oversees it. */
  readonly owner: string
  /** ISO 3166-1 alpha-2 of where it is established. */
  readonly country: string
  /** Code of the zone it is established in, where it is in one (TP-08). */
  readonly zone?: string | undefined
  readonly licence?: { readonly type: string; readonly number: string; readonly validTo?: string | undefined } | undefined
  /** Agency that recognised a body abroad (TP-09). */
  readonly recognisedBy?: string | undefined
  readonly fields: readonly string[]
  readonly scopes: readonly BodyScope[]
}

export type Standing = 'none' | 'applied' | 'admitted' | 'suspended' | 'removed' | 'declined'

/** From when a body stood how; in the order of time. */
export interface StandingStep {
  readonly standing: Standing
  readonly at: Instant
}

/** How a body stood at a moment, and since when; `none` before it ever applied. */
export function standingAt(history: readonly StandingStep[], at: Instant): { readonly standing: Standing; readonly since?: Instant } {
  const found = history.findLast((step) => step.at <= at)
  return found === undefined ? { standing: 'none' } : { standing: found.standing, since: found.at }
}

/** Whether a body holds the licence of a type at a moment (TP-08). */
export function hasLicence(body: Pick<Body, 'licence'>, type: string, at: Instant): boolean {
  const { licence } = body
  return licence !== undefined && licence.type === type && (licence.validTo === undefined || at < Date.parse(`${licence.validTo}T24:00:00Z`))
}
