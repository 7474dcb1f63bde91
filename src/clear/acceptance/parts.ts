import type { Instant } from '../../kernel/instant.ts'
import type { Pack } from '../../kernel/pack.ts'
import type { DecidedGoods } from '../../assess/credit/public.ts'
import type { Context } from '../../platform/context.ts'
import type { Queryable, Tx } from '../../platform/database/database.ts'
import type { InspectionParts } from '../../joint/inspections/public.ts'
import { listPassages } from '../../platform/procedures/public.ts'
import type { RegisterCache } from '../../registry/register/public.ts'
import { bodies, recognitions } from './bodies-register.ts'
import type { Body, Standing, StandingStep } from './domain/body.ts'
import type { Agreement } from './domain/recognition.ts'
import { admissionProcedure } from './domain/admission-procedure.ts'

/** What acceptance is put together from. */
export interface AcceptanceParts {
  readonly law: () => Pack
  readonly cache: RegisterCache
  /** What acts on inspections are judged by: accepting a report judges looks at papers. */
  readonly inspections: InspectionParts
  /** What follows a commissioned test that failed besides stricter modes: the credit record. */
  readonly onFailed?: (tx: Tx, context: Context, decided: DecidedGoods) => Promise<void>
}

/** Subject kind of cases and facts about a body. */
export const bodySubject = 'acceptance-body'

/** A body as the register had it at a moment. */
export function bodyAt(cache: RegisterCache, code: string, at: Instant): Body | undefined {
  return cache.find(bodies, code, at)
}

/** Every agreement there was, each version with its times. */
export function agreementsOf(cache: RegisterCache): Agreement[] {
  return [...cache.versions(recognitions).values()].flatMap((versions) =>
    versions.map(({ data, validFrom, validTo }) => ({ ...data, validFrom, ...(validTo === undefined ? {} : { validTo }) })),
  )
}

/** How bodies stood from when, read off their cases of admission (TP-05); bodies that never applied are not in it. */
export async function standingsOf(db: Queryable, codes: readonly string[]): Promise<Map<string, StandingStep[]>> {
  const found = new Map<string, StandingStep[]>()
  for (const { subject, state, at } of await listPassages(db, admissionProcedure.name, bodySubject, codes)) {
    found.set(subject, [...(found.get(subject) ?? []), { standing: state as Standing, at }])
  }
  return found
}
