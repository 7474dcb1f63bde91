import { compile, type CompiledTable } from '../../kernel/decision-table/compile.ts'
import { readFormula } from '../../kernel/decision-table/formula/read-formula.ts'
import type { Column, Row, TableDefinition, TableVersion } from '../../kernel/decision-table/table.ts'
import { inForce, type Instant } from '../../kernel/instant.ts'
import { Bug } from '../../kernel/invariant.ts'
import type { Pack, TariffEntry } from '../../kernel/pack.ts'
import { floorTable } from './safety-floor.ts'
import type { DeclarationFacts } from './facts.ts'
import { isOfCanary, type Canary, type CaseName } from '../lab/domain/canary.ts'
import type { RiskLookup } from '../risk/domain/risk-entry.ts'

/** Grade of an enterprise at a moment; undefined when nobody graded it. */
export type GradeLookup = (enterprise: string, at: Instant) => string | undefined

/** What the tariff says of a commodity code; undefined when the code is unknown. */
export type TariffLookup = (hs: string, at: Instant) => TariffEntry | undefined

/** A failed sample makes the mode of that enterprise and those goods stricter for a while (RR-05). */
export interface Tightening {
  readonly id: string
  readonly enterprise: string
  /** Commodity codes that begin with it. */
  readonly hs: string
  /** Cases of this direction only; of every one when absent. */
  readonly direction?: DeclarationFacts['direction'] | null | undefined
  /** By how many modes of the pack's scale. */
  readonly steps: number
  readonly validFrom: Instant
  readonly validTo: Instant
}

/**
 * Every rule assessment needs, in memory: the pack and all active table versions, compiled, with their times of validity.
 * One snapshot serves intake, what-if and replay; it never changes, a change of rules makes a new one with another `revision`.
 */
export interface RuleSnapshot {
  readonly revision: string
  readonly pack: Pack
  /** May be live: a register of enterprises answers for any time by itself. */
  readonly grades: GradeLookup
  readonly tariff: TariffLookup
  readonly tightenings: ReadonlyMap<string, readonly Tightening[]>
  /** Risk records and hold rules; live as grades are: each says itself when it holds (RR-14). Absent where there are none. */
  readonly risks?: RiskLookup | undefined
  /** Names (`nameKey`) of parties that `risks` asks for: a judge of history tells them apart. */
  readonly parties?: ReadonlySet<string> | undefined
  /** Newest first. */
  readonly tables: ReadonlyMap<string, readonly CompiledTable[]>
  /** Versions that judge some of the live cases: `rulesOfCase`. */
  readonly canaries?: readonly RunningCanary[] | undefined
}

/** A canary with its version, ready to judge. */
export interface RunningCanary {
  readonly canary: Canary
  readonly compiled: CompiledTable
}

/** What a snapshot is built from. */
export interface RuleSources {
  readonly revision: string
  readonly pack: Pack
  readonly versions: readonly TableVersion[]
  readonly tightenings?: readonly Tightening[]
  readonly grades: GradeLookup
  readonly risks?: RiskLookup | undefined
  readonly canaries?: readonly { readonly canary: Canary; readonly rows: readonly Row[] }[] | undefined
}

const tariffs = new WeakMap<readonly TariffEntry[], TariffLookup>()

/** The pack's tariff as a look-up: the entry in force with the longest matching code. Kept per tariff: it may have twelve thousand entries. */
export function packTariff(pack: Pack): TariffLookup {
  const known = tariffs.get(pack.tariff)
  if (known !== undefined) return known
  const byCode = groupBy(pack.tariff, (entry) => entry.hs)
  const lengths = [...new Set(pack.tariff.map((entry) => entry.hs.length))].sort((a, b) => b - a)
  const lookup: TariffLookup = (hs, at) => {
    for (const length of lengths) {
      if (length > hs.length) continue
      const entry = byCode.get(hs.slice(0, length))?.find((one) => inForce(one, at))
      if (entry !== undefined) return entry
    }
    return undefined
  }
  tariffs.set(pack.tariff, lookup)
  return lookup
}

function groupBy<T>(values: readonly T[], key: (value: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const value of values) {
    const group = groups.get(key(value))
    if (group === undefined) groups.set(key(value), [value])
    else group.push(value)
  }
  return groups
}

/** Compiles the rules. A version keeps its compiled form while the same object is given again, so that a change of one table compiles one. */
export function buildSnapshot(sources: RuleSources, compiled: WeakMap<TableVersion, CompiledTable> = new WeakMap()): RuleSnapshot {
  const definitions = new Map<string, TableDefinition>(sources.pack.tables.map((seed) => [seed.definition.name, seed.definition]))
  const tables = new Map<string, readonly CompiledTable[]>()
  for (const [name, versions] of groupBy(sources.versions, (version) => version.table)) {
    const definition = definitions.get(name)
    // A version of a table the pack no longer has is history.
    if (definition === undefined) continue
    const newestFirst = [...versions].sort((a, b) => b.validFrom - a.validFrom || b.version - a.version)
    tables.set(
      name,
      newestFirst.map((version) => {
        const table = compiled.get(version) ?? compile(definition, version)
        compiled.set(version, table)
        return table
      }),
    )
  }
  return {
    revision: sources.revision,
    pack: sources.pack,
    grades: sources.grades,
    risks: sources.risks,
    canaries: sources.canaries?.flatMap(({ canary, rows }) => {
      const definition = definitions.get(canary.table)
      return definition === undefined ? [] : [{ canary, compiled: compile(definition, { table: canary.table, version: canary.version, validFrom: canary.startsAt, validTo: canary.endsAt, rows }) }]
    }),
    tariff: packTariff(sources.pack),
    tightenings: groupBy(sources.tightenings ?? [], (tightening) => tightening.enterprise),
    tables,
  }
}

/**
 * The rules that judge a case: these, or with a canary's version in front where the case is of its arm. What was judged by it says so: explanations name
 * the version of each row. The safety floor is one for all: no canary ever judges it (RR-22).
 */
export function rulesOfCase(rules: RuleSnapshot, name: CaseName, at: Instant): RuleSnapshot {
  const judging = rules.canaries?.filter(({ canary }) => canary.table !== floorTable && isOfCanary(canary, name, at)) ?? []
  if (judging.length === 0) return rules
  const tables = new Map(rules.tables)
  for (const { canary, compiled } of judging) tables.set(canary.table, [compiled, ...(tables.get(canary.table) ?? [])])
  return { ...rules, tables }
}

/** The version in force at a moment: of those valid then the one that began last (GV-12). */
export function findVersionInForce(rules: RuleSnapshot, table: string, at: Instant): CompiledTable | undefined {
  for (const one of rules.tables.get(table) ?? []) if (inForce(one.version, at)) return one
  return undefined
}

/** As `findVersionInForce` where the caller knows that there is one. */
export function versionInForce(rules: RuleSnapshot, table: string, at: Instant): CompiledTable {
  const found = findVersionInForce(rules, table, at)
  if (found === undefined) throw new Bug(`no version of table ${table} in force at ${at}`)
  return found
}

/** Tables without which nothing can be assessed. A pack may have others, which say nothing before their first version. */
export const requiredTables = ['goods-risk', 'combined-risk', 'release-mode', 'safety-floor', 'checks'] as const

/** Whether every table that assessment needs has a version in force; a case before the first rules cannot be assessed. */
export function hasRulesAt(rules: RuleSnapshot, at: Instant): boolean {
  for (const table of requiredTables) if (findVersionInForce(rules, table, at) === undefined) return false
  return true
}

/** Whether a row may be published: it is no targeting row and asks nothing of a column that only officers see (RR-18, GV-08). */
export function isPublished(definition: TableDefinition, row: Row): boolean {
  const asks = (column: Column): boolean => (row.when[column.name]?.op ?? 'any') !== 'any'
  const formula = row.formula === undefined ? undefined : readFormula(definition.columns, row.formula)
  const reads = (column: Column): boolean => formula?.ok === true && formula.value.reads.includes(column.name)
  return row.targeting !== true && !definition.columns.some((column) => column.audience === 'officer' && (asks(column) || reads(column)))
}

const published = new WeakMap<RuleSnapshot, RuleSnapshot>()

/** The published part of the rules: what a trader may try questions on without learning what is targeted (RR-18). */
export function publishedRules(rules: RuleSnapshot): RuleSnapshot {
  const known = published.get(rules)
  if (known !== undefined) return known
  const tables = new Map<string, readonly CompiledTable[]>()
  for (const [name, versions] of rules.tables) {
    tables.set(
      name,
      versions.map((table) => {
        const rows = table.version.rows.filter((row) => isPublished(table.definition, row))
        return rows.length === table.version.rows.length ? table : compile(table.definition, { ...table.version, rows })
      }),
    )
  }
  const cut = { ...rules, tables, risks: undefined }
  published.set(rules, cut)
  return cut
}
