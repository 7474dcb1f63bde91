import type { Instant } from '../../kernel/instant.ts'
import type { Queryable } from '../../platform/database/database.ts'
import type { Inside } from './domain/object-name.ts'
import { planVisits, type VisitSpan } from './register-visits.ts'
import type { ConsignmentRows } from './store.ts'

/** A consignment to be put into the object graph; `at` is its arrival, or its acceptance where no arrival is known. */
export interface NewConsignment {
  readonly port: string
  readonly declarationId: string
  readonly at: Instant
  readonly inside: readonly Inside[]
}

/**
 * What puts consignments and what they lie in into the object graph (DC-04), for the statement that writes their ledger facts (`consignmentClauses`).
 * A container declared twice in one visit is one object, whoever declared it (consolidation). One statement for any number.
 */
export async function planConsignments(db: Queryable, span: VisitSpan, consignments: readonly NewConsignment[]): Promise<ConsignmentRows> {
  const boxes = consignments.flatMap(({ port, declarationId, at, inside }) => inside.map(({ kind, number }) => ({ port, declarationId, at, kind, number })))
  const sightings = boxes.map(({ port, at, kind, number }) => ({ port, kind, ref: number, at }))
  const { visits, fresh } = await planVisits(db, span, sightings)
  return { visits: fresh, links: boxes.map(({ port, declarationId, kind, number }, i) => ({ port, declarationId, kind, number, visit: visits[i] ?? 0 })) }
}
