import { inForce, type Instant } from '../../kernel/instant.ts'
import type { Pack } from '../../kernel/pack.ts'
import type { Queryable } from '../../platform/database/database.ts'
import type { RegisterCache } from '../../registry/register/public.ts'
import type { DeclarationFacts } from '../domain/facts.ts'
import type { Assessment } from '../domain/assessment.ts'

/** A declaration as targeting reads it back, from whoever keeps them. */
export interface DeclaredCase {
  readonly id: string
  readonly facts: DeclarationFacts
}

/** A declaration with what was decided about it. */
export interface AssessedCase {
  readonly id: string
  readonly acceptedAt: Instant
  readonly assessment: Assessment
}

/** What targeting is made from besides the database. */
export interface TargetingParts {
  readonly law: () => Pack
  readonly cache: RegisterCache
  readonly declared: (db: Queryable, port: string, ids: readonly string[]) => Promise<readonly DeclaredCase[]>
  readonly assessed: (db: Queryable, port: string, ids: readonly string[]) => Promise<readonly AssessedCase[]>
}

/** The permanent random share of a port; nought where the pack has none, for then nobody is drawn. */
export function randomShareAt(law: Pack, port: string, at: Instant): number {
  const parameter = law.parameters.find((one) => one.name === 'targeting.random-share' && inForce(one, at))
  return parameter === undefined ? 0 : (parameter.overrides?.[port] ?? parameter.value)
}

/** Time after which a result counts half in the indicators; for ever the same where the pack does not say. */
export function halfLifeAt(law: Pack, at: Instant): number | undefined {
  return law.parameters.find((one) => one.name === 'targeting.half-life' && inForce(one, at))?.value
}
