import type { CompiledTable } from '../kernel/decision-table/compile.ts'
import type { TableVersion } from '../kernel/decision-table/table.ts'
import type { Pack } from '../kernel/pack.ts'
import { systemContext, type Machine } from '../platform/context.ts'
import type { RiskLookup } from './risk/domain/risk-entry.ts'
import { buildSnapshot, type GradeLookup, type RuleSnapshot } from './domain/rule-snapshot.ts'
import { seedPackVersions } from './seed-pack-versions.ts'
import { listCanaries } from './lab/trial-store.ts'
import { listActiveVersions, listTightenings, loadVersions, readRevision, rulesChanged } from './store.ts'

/** What a process knows is looked up again at this age, and not used any more past the other: a change counts everywhere within a second. */
const refreshAfter = 500
const longestAge = 1_000

/** What rules depend on that other modules own. */
export interface RuleFeeds {
  /** The pack with what officers changed at run time; the same object as long as nothing has changed. */
  readonly pack?: () => Pack
  readonly grades?: GradeLookup
  /** Risk records and hold rules, brought up to date whenever the rules are (RR-14). */
  readonly risks?: { readonly lookup: RiskLookup; refresh(): Promise<void> }
}

/** The rules of this process, kept at most a second behind the database. */
export interface Rules {
  current(): Promise<RuleSnapshot>
}

const noGrades: GradeLookup = () => undefined

/**
 * Opens the rules: the pack's table versions are recorded on first use, then a snapshot is kept and made anew when the revision of the rules
 * or the live pack has changed. Callers that come while it is being made wait for the same one.
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
  db.onAnnounced(rulesChanged, () => changes++)
  const livePack = feeds.pack ?? (() => pack)
  let changesSeen = 0

  async function load(revision: string): Promise<RuleSnapshot> {
    const active = await listActiveVersions(db)
    const trials = await listCanaries(db)
    const unknown = [...active, ...trials.map(({ table, version, startsAt, endsAt }) => ({ table, version, validFrom: startsAt, validTo: endsAt }))].filter(({ table, version }) => !versions.has(`${table} ${version}`))
    for (const version of await loadVersions(db, unknown)) versions.set(`${version.table} ${version.version}`, version)
    // Rows never change, but a version may have been ended since it was loaded, or judge all cases that judged some.
    for (const { table, version, validFrom, validTo } of active) {
      const known = versions.get(`${table} ${version}`)
      if (known === undefined || (known.validFrom === validFrom && (known.validTo ?? null) === validTo)) continue
      versions.set(`${table} ${version}`, { table, version, validFrom, ...(validTo === null ? {} : { validTo }), rows: known.rows })
    }
    const tightenings = await listTightenings(db)
    const canaries = trials.flatMap((canary) => {
      const rows = versions.get(`${canary.table} ${canary.version}`)?.rows
      return rows === undefined ? [] : [{ canary, rows }]
    })
    return buildSnapshot(
      {
        revision,
        pack: livePack(),
        versions: active.map(({ table, version }) => versions.get(`${table} ${version}`)).filter((version) => version !== undefined),
        tightenings,
        grades: feeds.grades ?? noGrades,
        risks: feeds.risks?.lookup,
        canaries,
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
    await feeds.risks?.refresh()
    const revision = String(await readRevision(db))
    if (snapshot?.revision !== revision || snapshot.pack !== livePack()) snapshot = await load(revision)
    checkedAt = askedAt
    changesSeen = changesAsked
    return snapshot
  }

  /** The refresh that answers for the changes of now: the one under way where it began after them. */
  function begin(): Promise<RuleSnapshot> {
    if (running?.changes === changes) return running.snapshot
    const before = running?.snapshot.catch(() => undefined)
    const mine = { changes, snapshot: Promise.resolve(before).then(refresh) }
    running = mine
    const done = (): void => {
      if (running === mine) running = undefined
    }
    mine.snapshot.then(done, done)
    return mine.snapshot
  }

  return {
    async current() {
      if (snapshot === undefined || snapshot.pack !== livePack() || changesSeen !== changes) return begin()
      // The age of a cache is the machine's business, not the case's: it is not told by the clock that cases are judged by.
      const age = performance.now() - checkedAt
      if (age < refreshAfter) return snapshot
      const fresh = begin()
      if (age > longestAge) return fresh
      // Nobody waits for a look that will most likely find nothing new; should it fail, the next caller hears of it.
      fresh.catch(() => undefined)
      return snapshot
    },
  }
}

/** One snapshot for work that should not see rules change under it (import, replay). */
export function loadRuleSnapshot(machine: Machine, pack: Pack, feeds: RuleFeeds = {}): Promise<RuleSnapshot> {
  return openRules(machine, pack, feeds).current()
}
