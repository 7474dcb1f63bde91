import type { Instant } from '../../kernel/instant.ts'
import { parameterValue } from '../../kernel/parameter.ts'
import type { Pack } from '../../kernel/pack.ts'
import { inForce } from '../../kernel/instant.ts'
import type { Queryable } from '../../platform/database/database.ts'
import type { CrewCalendars } from '../../registry/identity/public.ts'
import type { RegisterCache } from '../../registry/register/public.ts'
import { million, type DrawRules } from './domain/draw-list.ts'
import type { Engaged } from './domain/workload.ts'
import type { OfferedBody } from './domain/offer-bodies.ts'

/** What draws are made from besides the database. */
export interface DrawParts {
  readonly law: () => Pack
  readonly cache: RegisterCache
  readonly calendars: CrewCalendars
  /** Inspections of a port that officers are down for, whoever asked for them (DR-02). */
  readonly engaged: (db: Queryable, port: string) => Promise<readonly (Engaged & { readonly officer: string })[]>
  /** The catalogue of third parties as it stands at a moment (DR-06). */
  readonly bodies: (db: Queryable, at: Instant) => Promise<readonly OfferedBody[]>
}

/** The rules of a draw at a port at a moment: a share of each risk level, the crew, the most open inspections of an officer. */
export function rulesAt(law: Pack, port: string, at: Instant): DrawRules {
  const value = (name: string): number => parameterValue(law, name, at, { port })
  const levels = law.riskLevels.filter((level) => inForce(level, at))
  return {
    rates: Object.fromEntries(levels.map(({ code }) => [code, Math.round(value(`draws.rate.${code}`) * million)])),
    crew: value('draws.crew'),
    capacity: value('draws.capacity'),
  }
}

/** Agencies that owe a share of the seed, by their codes: those with a power to inspect in force. */
export function partiesAt(law: Pack, at: Instant): string[] {
  const able = new Set(law.powers.filter((power) => inForce(power, at)).map((power) => power.agency))
  return law.agencies.filter((agency) => inForce(agency, at) && able.has(agency.code)).map(({ code }) => code).sort()
}
