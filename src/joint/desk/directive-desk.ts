import type { Pack } from '../../kernel/pack.ts'
import type { Database } from '../../platform/database/database.ts'
import { groupCommit, type GroupCommit } from '../../platform/database/group-commit.ts'
import { acceptDirectives, type DirectiveOutcome } from './accept-directives.ts'
import type { PreparedDirective } from './send-directive.ts'

/** Where directives go in, from whichever door they come: the API, the assessment of a declaration, an importer. */
export interface DirectiveDesk {
  /**
   * Resolves when the directive is durable and whatever it meets has been matched; directives of a port that arrive together share a transaction.
   * Throws DatabaseUnavailable when the database is away or too much waits: nothing is acknowledged then.
   */
  submit(prepared: PreparedDirective): Promise<DirectiveOutcome>
  /** Resolves when nothing is under way. */
  settled(): Promise<void>
}

/** Makes the desk of this process. One transaction at a time per port: others, of any process, would only wait for the port's lock. */
export function createDirectiveDesk(db: Database, law: () => Pack): DirectiveDesk {
  const ports = new Map<string, GroupCommit<PreparedDirective, DirectiveOutcome>>()
  return {
    submit(prepared) {
      const { port } = prepared
      const group = ports.get(port) ?? groupCommit<PreparedDirective, DirectiveOutcome>({ lanes: 1, commit: (batch) => acceptDirectives(db, law(), port, batch) })
      ports.set(port, group)
      return group.submit(prepared)
    },
    async settled() {
      await Promise.all([...ports.values()].map((group) => group.settled()))
    },
  }
}
