import type { Instant, Interval } from '../../kernel/instant.ts'
import type { Capacity } from './domain/slots.ts'

/** A place where inspections are held, as its register knows it. */
export interface Site {
  readonly code: string
  /** Inspections it takes at once; absent: nobody has said. */
  readonly capacity?: number
  /** When it is open within a span; absent: always. */
  readonly openWithin?: (span: Interval) => readonly Interval[]
}

/** The sites of a port at a moment; given by whoever keeps the register. */
export type Sites = (port: string, at: Instant) => readonly Site[]

/** How many inspections each site of the port takes at once. */
export function capacityAt(sites: Sites, port: string, at: Instant): Capacity {
  const known = new Map(sites(port, at).map((site) => [site.code, site.capacity]))
  return (site) => known.get(site)
}
