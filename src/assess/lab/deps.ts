import type { Instant } from '../../kernel/instant.ts'
import type { Pack } from '../../kernel/pack.ts'
import type { Queryable } from '../../platform/database/database.ts'
import type { Rules } from '../rules.ts'
import type { ProposedLaw } from './candidate.ts'
import type { FoundFeed } from './judge-history.ts'
import type { ReachLiaisons } from './review-due.ts'

/** What the lab is made from besides the database. */
export interface LabParts {
  readonly law: () => Pack
  readonly rules: Rules
  /** Proposed changes of registers of rules, which are tried as versions of tables are; none where it is left out. */
  readonly proposed?: ProposedLaw
  /** What inspections found; nothing where it is left out. */
  readonly found?: FoundFeed
  /** Inspections the lanes of a port can make in a day, now; none where it is left out. */
  readonly capacities?: (port: string, now: Instant) => ReadonlyMap<string, { readonly capacity: number }>
  /** What the permanent random share found at ports (all where null) in a span; nothing where it is left out. */
  readonly drawn?: (q: Queryable, ports: readonly string[] | null, from: Instant | null, to: Instant | null) => Promise<{ readonly checks: number; readonly finds: number }>
  /** Who is told outside the product when a review is overdue; nobody where it is left out. */
  readonly reachLiaisons?: ReachLiaisons
  /** Threads that judge at the same time; one per core when absent. */
  readonly threads?: number
}
