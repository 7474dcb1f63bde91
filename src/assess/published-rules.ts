import { z } from 'zod'
import type { TableDefinition, TableVersion } from '../kernel/decision-table/table.ts'
import { inForce, toIso, type Instant } from '../kernel/instant.ts'
import type { Entry, Pack } from '../kernel/pack.ts'
import { modeTables } from './modes/domain/category.ts'
import { modesAt } from './domain/release-scale.ts'
import { findVersionInForce, isPublished, type RuleSnapshot } from './domain/rule-snapshot.ts'
import { Bilingual, TableRow, TableView, tableView } from './table-schema.ts'

const Step = z.strictObject({ step: z.string(), clause: z.string(), tables: z.array(z.string()) })
const Named = z.strictObject({ code: z.string(), name: Bilingual, clause: z.string() })
const TableInForce = z.strictObject({
  table: TableView,
  version: z.number(),
  validFrom: z.string(),
  validTo: z.string().nullable(),
  rows: z.array(TableRow),
  /** Some rows serve targeting and are not published. */
  withheld: z.boolean(),
})

/** Rules in force, for everybody (GV-08, RR-18). */
export const PublishedRulesView = z.strictObject({
  at: z.string(),
  /** The way of a consignment in order, each step with its basis and the tables it asks. */
  flow: z.array(Step),
  /** What agencies may do, and by which power (权力清单, GV-07). */
  powers: z.array(Named.extend({ agency: z.string(), methods: z.array(z.string()) })),
  releaseModes: z.array(z.strictObject({ code: z.string(), name: Bilingual, strictness: z.number(), releasedAt: z.string(), clause: z.string() })),
  measures: z.array(Named.extend({ family: z.string(), agency: z.string() })),
  policies: z.array(Named.extend({ precedence: z.number(), validFrom: z.string(), validTo: z.string().nullable() })),
  tables: z.array(TableInForce),
})
export type PublishedRulesView = z.infer<typeof PublishedRulesView>

/** One table for everybody: the version of a day, and which versions there were. */
export const PublishedTableView = z.strictObject({
  at: z.string(),
  table: TableView,
  /** Absent before the first version. */
  version: TableInForce.omit({ table: true }).optional(),
  versions: z.array(z.strictObject({ version: z.number(), validFrom: z.string(), validTo: z.string().nullable() })),
})
export type PublishedTableView = z.infer<typeof PublishedTableView>

const ended = (validTo: Instant | undefined): string | null => (validTo === undefined ? null : toIso(validTo))

/** A table with its columns for everybody. */
const shownTable = (definition: TableDefinition) => tableView({ ...definition, columns: definition.columns.filter((column) => column.audience === 'public') })

function shownVersion(definition: TableDefinition, { version, validFrom, validTo, rows }: TableVersion): Omit<z.infer<typeof TableInForce>, 'table'> {
  const shown = rows.filter((row) => isPublished(definition, row))
  return { version, validFrom: toIso(validFrom), validTo: ended(validTo), rows: shown, withheld: shown.length < rows.length }
}

/** The steps of a consignment in their order, with the rows of the requirements they rest on; tables the pack lacks are left out. */
function flowOf(pack: Pack): z.infer<typeof Step>[] {
  const has = new Set(pack.tables.map(({ definition }) => definition.name))
  const steps: readonly (readonly [step: string, clause: string, ...tables: readonly string[]])[] = [
    ['declare', 'SW-01'],
    ['credit', 'RR-11'],
    ['goods-risk', 'RR-15', 'goods-risk'],
    ['combined-risk', 'RR-01', 'combined-risk'],
    ['category', 'RR-09', 'goods-category'],
    ['release-mode', 'RR-02', ...modeTables(pack)],
    ['policy', 'PZ-17'],
    ['credit-measure', 'RR-12'],
    ['tightening', 'RR-05'],
    ['safety-floor', 'RR-22', 'safety-floor'],
    ['checks', 'RR-16', 'checks'],
    ['measures', 'RR-08', 'conformity-measures'],
    ['collision', 'DC-02'],
    ['inspection', 'DC-10'],
    ['disposition', 'LB-01'],
    ['release', 'RR-04'],
  ]
  return steps.map(([step, clause, ...tables]) => ({ step, clause, tables: tables.filter((table) => has.has(table)) }))
}

/** The rules in force at a moment that everybody may know: the way of a consignment, powers, rows with their legal basis, without targeting rows nor what only officers see. */
export function publishedRulesView(rules: RuleSnapshot, at: Instant): PublishedRulesView {
  const { pack } = rules
  const current = <E extends Entry>(entries: readonly E[]): E[] => entries.filter((entry) => inForce(entry, at))
  const named = <E extends Entry & { readonly code: string; readonly name: z.infer<typeof Bilingual> }>({ code, name, clause }: E) => ({ code, name, clause })
  return {
    at: toIso(at),
    flow: flowOf(pack),
    powers: current(pack.powers).map((power) => ({ ...named(power), agency: power.agency, methods: [...power.methods] })),
    releaseModes: modesAt(pack, at).map(({ code, name, strictness, releasedAt, clause }) => ({ code, name, strictness, releasedAt, clause })),
    measures: current(pack.measures).map((measure) => ({ ...named(measure), family: measure.family, agency: measure.agency })),
    policies: current(pack.policies).map((policy) => ({ ...named(policy), precedence: policy.precedence, validFrom: toIso(policy.validFrom), validTo: ended(policy.validTo) })),
    tables: pack.tables.flatMap(({ definition }) => {
      const version = findVersionInForce(rules, definition.name, at)?.version
      return version === undefined ? [] : [{ table: shownTable(definition), ...shownVersion(definition, version) }]
    }),
  }
}

/** One table as of a moment, and every version that was or is to be in force; undefined where the pack has no such table. */
export function publishedTableView(rules: RuleSnapshot, table: string, at: Instant): PublishedTableView | undefined {
  const definition = rules.pack.tables.find((seed) => seed.definition.name === table)?.definition
  if (definition === undefined) return undefined
  const version = findVersionInForce(rules, table, at)?.version
  const versions = (rules.tables.get(table) ?? []).map(({ version: one }) => ({ version: one.version, validFrom: toIso(one.validFrom), validTo: ended(one.validTo) }))
  return { at: toIso(at), table: shownTable(definition), ...(version === undefined ? {} : { version: shownVersion(definition, version) }), versions }
}
