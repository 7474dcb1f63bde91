import type { Instant } from '../../kernel/instant.ts'
import type { Tx } from '../../platform/database/database.ts'
import { registerVisits, type VisitSpan } from './register-visits.ts'
import { insertContainerLinks, type ContainerLink } from './store.ts'

/** A consignment to be put into the object graph; `at` is its arrival, or its acceptance where no arrival is known. */
export interface NewConsignment {
  readonly port: string
  readonly declarationId: string
  readonly at: Instant
  readonly containers: readonly string[]
}

/**
 * Puts consignments and their containers into the object graph, in the transaction that writes their declarations (DC-04).
 * A container declared twice in one visit is one object, whoever declared it (consolidation). At most three statements for any number.
 */
export async function registerConsignments(tx: Tx, span: VisitSpan, consignments: readonly NewConsignment[]): Promise<void> {
  const boxes = consignments.flatMap(({ port, declarationId, at, containers }) =>
    [...new Set(containers)].map((number) => ({ port, declarationId, at, number })),
  )
  if (boxes.length === 0) return
  const visits = await registerVisits(
    tx,
    span,
    boxes.map(({ port, at, number }) => ({ port, kind: 'container', ref: number, at })),
  )
  const links: ContainerLink[] = boxes.map(({ port, declarationId, number }, i) => ({ port, declarationId, number, visit: visits[i] ?? 0 }))
  await insertContainerLinks(tx, links)
}
