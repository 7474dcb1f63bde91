import { isOver, type Inspection } from './inspection.ts'

/** What is given back of all that is booked for an inspection: everything, or what is booked for some agencies. */
export interface GivenBack {
  readonly inspection: string
  readonly agencies?: readonly string[]
  readonly because: string
}

/**
 * What of an inspection's bookings is everybody's again after a change (SW-10): all of them once nobody will look any more or it has lost its time, those of
 * a party that has left. Undefined where everything is still needed, or was given back before. `before`: absent where it was not over yet and nothing else matters.
 */
export function givenBack(before: Inspection | undefined, after: Inspection): GivenBack | undefined {
  const inspection = after.id
  if (isOver(after)) return before !== undefined && isOver(before) ? undefined : { inspection, because: `the inspection is ${after.state}` }
  if (before === undefined) return undefined
  if (before.slot !== undefined && after.slot === undefined) return { inspection, because: 'the inspection has lost its time' }
  const agencies = before.tasks.map(({ agency }) => agency).filter((agency) => !after.tasks.some((task) => task.agency === agency))
  return agencies.length === 0 ? undefined : { inspection, agencies, because: 'the agency has left the inspection' }
}
