import { clockOf } from '../../assess/modes/public.ts'
import type { Queryable } from '../../platform/database/database.ts'
import { findCases } from './case-store.ts'

/** The lengths that measures of policy set for the clocks of a case about these declarations (PZ-17), by parameter; of several declarations the shortest. */
export async function policyClocks(db: Queryable, port: string, declarations: readonly string[], clocks: readonly { readonly parameter: string }[]): Promise<Readonly<Record<string, number>>> {
  if (declarations.length === 0 || clocks.length === 0) return {}
  const steps = (await findCases(db, port, declarations)).flatMap(({ assessment }) => assessment.explanation.steps)
  return Object.fromEntries([...new Set(clocks.map(({ parameter }) => parameter))].flatMap((parameter) => {
    const length = clockOf(steps, parameter)
    return length === undefined ? [] : [[parameter, length]]
  }))
}
