import { z } from 'zod'
import { toIso, type Instant } from '../kernel/instant.ts'
import { modesAt } from './domain/release-scale.ts'
import { findVersionInForce, isPublished, type RuleSnapshot } from './domain/rule-snapshot.ts'
import { Bilingual, TableRow, TableView, tableView } from './table-schema.ts'

/** Rules in force, for everybody (GV-08, RR-18). */
export const PublishedRulesView = z.strictObject({
  at: z.string(),
  releaseModes: z.array(z.strictObject({ code: z.string(), name: Bilingual, strictness: z.number(), releasedAt: z.string(), clause: z.string() })),
  tables: z.array(
    z.strictObject({
      table: TableView,
      version: z.number(),
      validFrom: z.string(),
      validTo: z.string().nullable(),
      rows: z.array(TableRow),
      /** Some rows serve targeting and are not published. */
      withheld: z.boolean(),
    }),
  ),
})

/** The rules in force at a moment that everybody may know: rows with their legal basis, without targeting rows nor what only officers see. */
export function publishedRulesView(rules: RuleSnapshot, at: Instant): z.infer<typeof PublishedRulesView> {
  const tables = rules.pack.tables.flatMap(({ definition }) => {
    const version = findVersionInForce(rules, definition.name, at)?.version
    if (version === undefined) return []
    const rows = version.rows.filter((row) => isPublished(definition, row))
    const shown = { ...definition, columns: definition.columns.filter((column) => column.audience === 'public') }
    return [
      {
        table: tableView(shown),
        version: version.version,
        validFrom: toIso(version.validFrom),
        validTo: version.validTo === undefined ? null : toIso(version.validTo),
        rows,
        withheld: rows.length < version.rows.length,
      },
    ]
  })
  return {
    at: toIso(at),
    releaseModes: modesAt(rules.pack, at).map(({ code, name, strictness, releasedAt, clause }) => ({ code, name, strictness, releasedAt, clause })),
    tables,
  }
}
