import { everyPort } from '../../kernel/actor.ts'
import { overlaps, parseInstant, plus, type Instant, type Interval } from '../../kernel/instant.ts'
import { parameterValue } from '../../kernel/parameter.ts'
import type { Queryable } from '../../platform/database/database.ts'
import { timeline, type TimelineEntry } from '../../platform/ledger/public.ts'
import { dutyTimes, officers, requiredTraining } from '../../registry/identity/public.ts'
import { parameters, powers } from '../../registry/reference/public.ts'
import { anyRegister, type AnyRegister } from '../../registry/register/public.ts'
import type { DrawParts } from './deps.ts'
import type { DrawCause } from './draw.ts'
import { interests } from './interests-register.ts'

/** Registers that say who is there, qualified and excluded. */
const rosterRegisters: readonly AnyRegister[] = [anyRegister(officers), anyRegister(dutyTimes), anyRegister(interests), anyRegister(requiredTraining)]
/** Registers that say by which numbers is drawn and whose secrets make the seed. */
const ruleRegisters: readonly AnyRegister[] = [anyRegister(parameters), anyRegister(powers)]

/** The smallest id of a moment: ids of entries begin with their time. */
function idFrom(moment: Instant): string {
  const time = moment.toString(16).padStart(12, '0')
  return `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-000000000000`
}

/** Facts that change a register; a proposal changes nothing yet. */
const takenEffect: ReadonlySet<string> = new Set(['RegisterEntryRecorded', 'RegisterEntryEnded', 'RegisterLoaded'])

type Data = Readonly<Record<string, unknown>>

/** What a register's fact says: a loading says nothing of single entries and counts for all. */
function saidBy({ payload }: TimelineEntry): { readonly key?: string; readonly validFrom?: string; readonly data?: Data } {
  return (payload ?? {}) as { readonly key?: string; readonly validFrom?: string; readonly data?: Data }
}

/** Whether an entry is about a port and an agency, as it is now or in any version before: who is sent elsewhere leaves this roster. */
function concerns(versions: readonly Data[], port: string, agency: string): boolean {
  return versions.length === 0 || versions.some((data) => (data['port'] ?? port) === port && (data['agency'] ?? agency) === agency)
}

/** Whether what was written down long before begins to count within a span: a version that comes into force, an absence or a shift that it meets. */
function takesEffect(entry: TimelineEntry, span: Interval): boolean {
  const { validFrom, data } = saidBy(entry)
  const moment = (text: unknown): Instant | undefined => (typeof text === 'string' ? parseInstant(text) : undefined)
  const [begins, from, to] = [moment(validFrom), moment(data?.['from']), moment(data?.['to'])]
  if (from !== undefined && to !== undefined) return overlaps({ from, to }, span)
  return begins !== undefined && begins >= span.from && begins <= span.to
}

/** What was changed by people before a draw, and who of them touched its roster. */
export interface RecentChanges {
  readonly causes: readonly Extract<DrawCause, 'roster' | 'rules'>[]
  /** Ids of persons who changed who is on duty, qualified or excluded since the last list was frozen, at least within the watch: none of them orders or approves the draw (GV-15). */
  readonly keepers: ReadonlySet<string>
}

/**
 * What was changed by people shortly before a draw that bears on its result: who is on duty, qualified, excluded; by which numbers is drawn, and who owes a
 * secret. Such a draw needs a reason and a second person (DR-05). Looked at is what was written down, and what takes effect, within the watch; a change of the
 * watch itself counts until a list was frozen after it. Read from the ledger, where no change can be missing. `frozenAt`: when the agency's last list was frozen.
 */
export async function recentChanges(db: Queryable, { law, cache }: DrawParts, port: string, agency: string, now: Instant, frozenAt: Instant | null): Promise<RecentChanges> {
  const watch = plus(now, -parameterValue(law(), 'draws.watch', now, { port }))
  const span: Interval = { from: watch, to: plus(now, parameterValue(law(), 'draws.duty', now, { port })) }
  const since = frozenAt === null || frozenAt > watch ? watch : frozenAt
  await cache.refresh()
  const changed = async (registers: readonly AnyRegister[], counts: (entry: TimelineEntry, versions: readonly Data[]) => boolean): Promise<TimelineEntry[]> => {
    const found: TimelineEntry[] = []
    for (const register of registers) {
      const known = cache.versions(register)
      for (let after: string | undefined = idFrom(since); after !== undefined; ) {
        const page: Awaited<ReturnType<typeof timeline>> = await timeline(db, everyPort, 'register', register.name, after, 200)
        found.push(
          ...page.items.filter((entry) => {
            const { key, data } = saidBy(entry)
            const versions = [...(data === undefined ? [] : [data]), ...(key === undefined ? [] : (known.get(key) ?? []).map((version) => version.data as Data))]
            return entry.actor.kind !== 'system' && takenEffect.has(entry.type) && counts(entry, versions)
          }),
        )
        after = page.next
      }
    }
    return found
  }
  const lately = (entry: TimelineEntry): boolean => entry.id > idFrom(watch) || takesEffect(entry, span)
  const roster = await changed(rosterRegisters, (_entry, versions) => concerns(versions, port, agency))
  const rules = await changed(ruleRegisters, (entry) => entry.subject.id !== parameters.name || (saidBy(entry).key ?? 'draws.').startsWith('draws.'))
  const isWatch = (entry: TimelineEntry): boolean => saidBy(entry).key?.startsWith('draws.watch') === true
  return {
    causes: [...(roster.some(lately) ? (['roster'] as const) : []), ...(rules.some((entry) => lately(entry) || isWatch(entry)) ? (['rules'] as const) : [])],
    keepers: new Set(roster.map(({ actor }) => actor.id)),
  }
}
