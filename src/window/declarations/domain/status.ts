/** Where a declaration stands. */
export type DeclarationStatus = 'accepted' | 'held' | 'released' | 'refused' | 'cancelled'

/** Which status may follow which. What was released or refused stays so: what comes after is another case (recall, appeal). */
export const nextStatuses = {
  accepted: ['held', 'released', 'refused', 'cancelled'],
  held: ['accepted', 'released', 'refused', 'cancelled'],
  released: [],
  refused: [],
  cancelled: [],
} as const satisfies Record<DeclarationStatus, readonly DeclarationStatus[]>

/** The statuses from which a declaration may come to `status`. */
export function statusesBefore(status: DeclarationStatus): DeclarationStatus[] {
  const all = Object.keys(nextStatuses) as DeclarationStatus[]
  return all.filter((before) => (nextStatuses[before] as readonly DeclarationStatus[]).includes(status))
}
