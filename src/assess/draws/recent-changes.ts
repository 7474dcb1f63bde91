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

/** What was changed by people before a draw, and who of them touched its roster. */
export interface RecentChanges {
  readonly causes: readonly Extract<DrawCause, 'roster' | 'rules'>[]
  /** Ids of persons who changed who is on duty, qualified or excluded since the last list was frozen, at least within the watch: none of them orders or approves the draw (GV-15). */
  readonly keepers: ReadonlySet<string>
}

/**
 * What was changed by people shortly before a draw that bears on its result: who is on duty, qualified, excluded; by which numbers is drawn. Such a draw
 * needs a reason and a second person (DR-05). Read from the ledger, where no change can be missing. `frozenAt`: when the agency's last list was frozen.
 */
export async function recentChanges(db: Queryable, { law }: DrawParts, port: string, agency: string, now: Instant, frozenAt: Instant | null): Promise<RecentChanges> {
  const watch = plus(now, -parameterValue(law(), 'draws.watch', now, { port }))
  const changed = async (registers: readonly string[], since: Instant, counts: (entry: TimelineEntry) => boolean): Promise<TimelineEntry[]> => {
    const found: TimelineEntry[] = []
    for (const register of registers) {
      for (let after: string | undefined = idFrom(since); after !== undefined; ) {
        const page: Awaited<ReturnType<typeof timeline>> = await timeline(db, everyPort, 'register', register, after, 200)
        found.push(...page.items.filter((entry) => entry.actor.kind !== 'system' && counts(entry)))
        after = page.next
      }
    }
    return found
  }
  const roster = await changed(rosterRegisters, frozenAt === null || frozenAt > watch ? watch : frozenAt, (entry) => concerns(entry, port, agency))
  const rules = await changed(ruleRegisters, watch, isDrawRule)
  return {
    causes: [...(roster.some(({ id }) => id > idFrom(watch)) ? (['roster'] as const) : []), ...(rules.length > 0 ? (['rules'] as const) : [])],
    keepers: new Set(roster.map(({ actor }) => actor.id)),
  }
}
