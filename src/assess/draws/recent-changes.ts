import { everyPort } from '../../kernel/actor.ts'
import { plus, type Instant } from '../../kernel/instant.ts'
import { parameterValue } from '../../kernel/parameter.ts'
import type { Queryable } from '../../platform/database/database.ts'
import { timeline, type TimelineEntry } from '../../platform/ledger/public.ts'
import type { DrawParts } from './deps.ts'
import type { DrawCause } from './draw.ts'

const rosterRegisters = ['officers', 'duty-times', 'interests']
/** Where the rules of draws can be changed. */
const ruleRegisters = ['parameters']

/** The smallest id of a moment: ids of entries begin with their time. */
function idFrom(moment: Instant): string {
  const time = moment.toString(16).padStart(12, '0')
  return `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-000000000000`
}

/** The part of a register's fact that says what it is about; an import or an ending says less and counts for everybody. */
function concerns({ payload }: TimelineEntry, port: string, agency: string): boolean {
  const data = (payload as { readonly data?: { readonly port?: string; readonly agency?: string } } | undefined)?.data
  return (data?.port ?? port) === port && (data?.agency ?? agency) === agency
}

function isDrawRule({ payload }: TimelineEntry): boolean {
  const key = (payload as { readonly key?: string } | undefined)?.key
  return key === undefined || key.startsWith('draws.')
}

/**
 * What was changed by people shortly before a draw that bears on its result: who is on duty, qualified, excluded; by which numbers is drawn. Such a draw
 * needs a reason and a second person (DR-05). Read from the ledger, where no change can be missing.
 */
export async function recentChanges(db: Queryable, { law }: DrawParts, port: string, agency: string, now: Instant): Promise<Extract<DrawCause, 'roster' | 'rules'>[]> {
  const since = idFrom(plus(now, -parameterValue(law(), 'draws.watch', now, { port })))
  const changed = async (registers: readonly string[], counts: (entry: TimelineEntry) => boolean): Promise<boolean> => {
    for (const register of registers) {
      for (let after: string | undefined = since; after !== undefined; ) {
        const page: Awaited<ReturnType<typeof timeline>> = await timeline(db, everyPort, 'register', register, after, 200)
        if (page.items.some((entry) => entry.actor.kind !== 'system' && counts(entry))) return true
        after = page.next
      }
    }
    return false
  }
  const roster = await changed(rosterRegisters, (entry) => concerns(entry, port, agency))
  const rules = await changed(ruleRegisters, isDrawRule)
  return [...(roster ? (['roster'] as const) : []), ...(rules ? (['rules'] as const) : [])]
}
