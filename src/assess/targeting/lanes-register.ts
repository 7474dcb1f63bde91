import { z } from 'zod'
import { atPort, hasRole } from '../../kernel/actor.ts'
import { inForce, type Instant } from '../../kernel/instant.ts'
import { Code, defineRegister, type RegisterCache } from '../../registry/register/public.ts'
import { laneOf } from './domain/traits.ts'

/** What the yard of a port can inspect of what comes one way: from it follows how many are picked by score. A lane that is not here picks none. */
export const lanes = defineRegister({
  name: 'inspection-lanes',
  title: { zh: '查验通道与能力', en: 'Inspection lanes and their capacity' },
  clause: 'DR-01',
  owner: 'agency',
  schema: z.strictObject({
    port: Code,
    direction: z.enum(['import', 'export', 'transit']),
    mode: z.enum(['sea', 'rail', 'road', 'air', 'post', 'express', 'ecommerce']),
    /** Places where goods can be inspected at the same time. */
    places: z.int().min(0).max(500),
    hoursPerDay: z.number().min(0).max(24),
    minutesEach: z.number().min(1).max(1440),
  }),
  key: (lane) => `${lane.port}/${lane.direction}/${lane.mode}`,
  mayRecord: (actor, lane) => hasRole(actor, 'administrator', 'headquarters') || (hasRole(actor, 'coordinator') && actor.agency !== undefined && atPort(actor, lane.port)),
  sight: (actor) => (hasRole(actor, 'officer', 'coordinator', 'headquarters', 'auditor', 'administrator') ? 'all' : 'none'),
})

/** Inspections a lane can take in a day. */
export function capacityOf({ places, hoursPerDay, minutesEach }: { readonly places: number; readonly hoursPerDay: number; readonly minutesEach: number }): number {
  return (places * hoursPerDay * 60) / minutesEach
}

/** A lane with a capacity. */
export interface LaneInForce {
  /** Inspections in a day. */
  readonly capacity: number
  readonly from: Instant
}

/** Capacity of the lanes of a port in force at a moment, by lane. */
export function capacitiesAt(cache: RegisterCache, port: string, now: Instant): Map<string, LaneInForce> {
  const found = new Map<string, LaneInForce>()
  for (const versions of cache.versions(lanes).values()) {
    const version = versions.find((one) => inForce(one, now))
    if (version?.data.port === port) found.set(laneOf(version.data), { capacity: capacityOf(version.data), from: version.validFrom })
  }
  return found
}
