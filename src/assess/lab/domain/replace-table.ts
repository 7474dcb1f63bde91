import { compile } from '../../../kernel/decision-table/compile.ts'
import type { Row } from '../../../kernel/decision-table/table.ts'
import { always } from '../../../kernel/instant.ts'
import { must } from '../../../kernel/invariant.ts'
import type { RuleSnapshot } from '../../domain/rule-snapshot.ts'

/** The rules as they were at each time, but for one table, whose rows are these at all times. `version` is what explanations name. */
export function replaceTable(rules: RuleSnapshot, table: string, rows: readonly Row[], version = 0): RuleSnapshot {
  const { definition } = must(rules.pack.tables.find((seed) => seed.definition.name === table), `table ${table} of the pack`)
  return { ...rules, revision: `${rules.revision}+${table}`, tables: new Map([...rules.tables, [table, [compile(definition, { table, version, validFrom: always.from, rows })]]]) }
}
