import type { Instant, Interval } from '../../kernel/instant.ts'
import type { Capacity } from './domain/slots.ts'

/** A place where inspections are held, as its register knows it. */
export interface Site {
  readonly code: string
  /** Inspections it takes at once; absent: nobody has said. */
  readonly capacity?: number
  /** When it is open within a span; absent: always. */
  readonly openWithin?: (span: Interval) => readonly Interval[]
  /** Supervised area it lies in. */
  readonly area?: string
  /** Whether it lies inside the port; inside when absent. */
  readonly inPort?: boolean
  /** Whether inspections are centralised here. */
  readonly centralised?: boolean
}

/** The sites of a port at a moment; given by whoever keeps the register. */
export type Sites = (port: string, at: Instant) => readonly Site[]

/** How many inspections each site of the port takes at once. */
export function capacityAt(sites: Sites, port: string, at: Instant): Capacity {
  const known = new Map(sites(port, at).map((site) => [site.code, site.capacity]))
  return (site) => known.get(site)
}

/**
 * Where an inspection goes that names no place: centralised sites inside the port, then any inside it, then any (JI-27). Of the places that come
 * first all are given; none where the register has none.
 */
export function defaultSites(known: readonly Site[]): readonly Site[] {
  const inside = known.filter((site) => site.inPort !== false)
  const central = inside.filter((site) => site.centralised === true)
  return central.length > 0 ? central : inside.length > 0 ? inside : known
}
