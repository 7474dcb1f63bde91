import { idsOf } from './fact-fields.ts'
import type { OpenReason } from './measure.ts'
import type { FollowedFact, Simulation } from './simulation.ts'

/** The box of a declaration that came later is looked at already: what keeps one of them keeps the other. */
export function linked(simulation: Simulation, { related }: FollowedFact): void {
  for (const id of idsOf(related, 'joint-inspection')) {
    const inspection = simulation.inspections[id]
    if (inspection === undefined) continue
    const fresh = idsOf(related, 'declaration').filter((declaration) => !inspection.declarations.includes(declaration))
    inspection.declarations = [...inspection.declarations, ...fresh]
    for (const declaration of fresh) {
      const open = simulation.cases[declaration]
      if (open !== undefined) open.pending++
    }
  }
}

/** The first thing a case waits for. */
export function whyOpen(simulation: Simulation, id: string): OpenReason {
  const waiting = Object.values(simulation.inspections).find(({ declarations }) => declarations.includes(id))
  if (waiting === undefined) return 'kept'
  if (waiting.desk) return 'papers'
  const { trace } = simulation.cases[id] ?? {}
  if (trace?.startedAt !== undefined) return 'not-closed'
  return trace?.agreedAt === undefined ? 'unanswered' : 'not-begun'
}
