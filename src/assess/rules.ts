import type { CompiledTable } from '../kernel/decision-table/compile.ts'
import type { TableVersion } from '../kernel/decision-table/table.ts'
import type { Pack } from '../kernel/pack.ts'
import { systemContext, type Machine } from '../platform/context.ts'
import type { Database } from '../platform/database/database.ts'
import { buildSnapshot, type GradeLookup, type RuleSnapshot, type TariffLookup } from './domain/rule-snapshot.ts'
import { seedPackVersions } from './seed-pack-versions.ts'
import { listActiveVersions, listReleaseModes, listTightenings, loadVersions, readRevision, rulesChanged } from './store.ts'

/** How old what a process knows may become before it asks again: a change counts everywhere within a second. */
const refreshAfter = 500

/** Something rules depend on that another module owns: a look-up, and a text that changes whenever the look-up would answer otherwise. */
export interface RuleFeed<T> {
  /** Announced by changes of this process, so that they count at once. */
  readonly topic?: string
  revision(db: Database): Promise<string>
  load(db: Database): Promise<T>
}

export interface RuleFeeds {
  readonly grades?: RuleFeed<GradeLookup>
  readonly tariff?: RuleFeed<TariffLookup>
}

/** The rules of this process, kept at most a second behind the database. */
export interface Rules {
  current(): Promise<RuleSnapshot>
}

const noGrades: GradeLookup = () => undefined

async function revisionOf(db: Database, feeds: RuleFeeds): Promise<string> {
  const parts = await Promise.all([readRevision(db), feeds.grades?.revision(db), feeds.tariff?.revision(db)])
  return parts.map((part) => part ?? '').join('/')
}

/**
 * Opens the rules: the pack's table versions are recorded on first use, then a snapshot is kept and made anew when the revision of the rules
 * or of a feed has changed. Callers that come while it is being made wait for the same one.
 */
export function openRules(machine: Machine, pack: Pack, feeds: RuleFeeds = {}): Rules {
  const { db } = machine
  const versions = new Map<string, TableVersion>()
  const compiled = new WeakMap<TableVersion, CompiledTable>()
  let snapshot: RuleSnapshot | undefined
  let seeded = false
  let checkedAt = -Infinity
  // Counts the changes this process made itself: what was asked for before the last of them is not good enough after it.
  let changes = 0
  let running: { readonly changes: number; readonly snapshot: Promise<RuleSnapshot> } | undefined
  for (const topic of [rulesChanged, feeds.grades?.topic, feeds.tariff?.topic]) {
    if (topic !== undefined) db.onAnnounced(topic, () => changes++)
  }
  let changesSeen = 0

  async function load(revision: string): Promise<RuleSnapshot> {
    const active = await listActiveVersions(db)
    const unknown = active.filter(({ table, version }) => !versions.has(`${table} ${version}`))
    for (const version of await loadVersions(db, unknown)) versions.set(`${version.table} ${version.version}`, version)
    const [modes, tightenings, grades, tariff] = await Promise.all([listReleaseModes(db), listTightenings(db), feeds.grades?.load(db), feeds.tariff?.load(db)])
    return buildSnapshot(
      {
        revision,
        pack: modes.length === 0 ? pack : { ...pack, releaseModes: [...pack.releaseModes, ...modes] },
        versions: active.map(({ table, version }) => versions.get(`${table} ${version}`)).filter((version) => version !== undefined),
        tightenings,
        grades: grades ?? noGrades,
        ...(tariff === undefined ? {} : { tariff }),
      },
      compiled,
    )
  }

  async function refresh(): Promise<RuleSnapshot> {
    if (!seeded) {
      const { now, newId } = systemContext(machine)
      await db.transaction((tx) => seedPackVersions(tx, { now, newId }, pack))
      seeded = true
    }
    // Asked before loading: what changes meanwhile is noticed next time.
    const [askedAt, changesAsked] = [performance.now(), changes]
    const revision = await revisionOf(db, feeds)
    if (snapshot?.revision !== revision) snapshot = await load(revision)
    checkedAt = askedAt
    changesSeen = changesAsked
    return snapshot
  }

  return {
    async current() {
      // The age of a cache is the machine's business, not the case's: it is not told by the clock that cases are judged by.
      if (snapshot !== undefined && changesSeen === changes && performance.now() - checkedAt < refreshAfter) return snapshot
      if (running?.changes === changes) return running.snapshot
      const before = running?.snapshot.catch(() => undefined)
      const mine = { changes, snapshot: Promise.resolve(before).then(refresh) }
      running = mine
      try {
        return await mine.snapshot
      } finally {
        if (running === mine) running = undefined
      }
    },
  }
}

/** One snapshot for work that should not see rules change under it (import, replay). */
export function loadRuleSnapshot(machine: Machine, pack: Pack, feeds: RuleFeeds = {}): Promise<RuleSnapshot> {
  return openRules(machine, pack, feeds).current()
}
