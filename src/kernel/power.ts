import { inForce, type Instant } from './instant.ts'
import type { ObjectKind, Power } from './pack.ts'

/** What a power is asked to bear: whose it must be, on what kind of object and at which port. */
export interface Borne {
  readonly agency: string
  readonly port: string
  readonly kind: ObjectKind
}

/** Whether a power reaches a kind of object at a port, whoever holds it and whenever. */
export const reaches = (power: Power, { port, kind }: Omit<Borne, 'agency'>): boolean => power.objectKinds?.includes(kind) !== false && power.ports?.includes(port) !== false

/** Whether a power of the list is the agency's, reaches the object and is in force (GV-07). */
export const bears = (power: Power, borne: Borne, at: Instant): boolean => power.agency === borne.agency && reaches(power, borne) && inForce(power, at)
