import { compile } from '../../../kernel/decision-table/compile.ts'
import type { Cell, Column, TableDefinition } from '../../../kernel/decision-table/table.ts'
import { always } from '../../../kernel/instant.ts'
import type { RuleSnapshot } from '../../domain/rule-snapshot.ts'
import { holdRules, type RiskEntry } from '../../risk/domain/risk-entry.ts'
import { linesOf } from '../../risk/domain/risk-index.ts'

const column = (name: string): Column => ({ name, type: 'code', title: { zh: name, en: name }, audience: 'officer' })
const definition: TableDefinition = {
  name: holdRules, title: { zh: '布控规则', en: 'Hold rules' }, clause: 'AL-03', columns: ['port', 'direction', 'hs', 'origin'].map(column), outputs: [], hit: { policy: 'collect' },
}

/**
 * The rules with a hold rule that holds at all times (RR-16). What it asks of goods stands as a row among the tables, so that a judge of history tells lines apart by it, and the party
 * it names among the parties that are told apart.
 */
export function withHold(rules: RuleSnapshot, entry: RiskEntry): RuleSnapshot {
  const { port, direction, hs, origin, enterprise } = entry.scope
  const is = (value: string | undefined): Cell => (value === undefined ? { op: 'any' } : { op: 'equals', value })
  const row = { id: entry.id, when: { port: is(port), direction: is(direction), origin: is(origin), hs: hs === undefined ? is(hs) : ({ op: 'prefix', values: [hs] } satisfies Cell) }, then: {}, clause: 'AL-03' }
  const asked = compile(definition, { table: holdRules, version: 0, validFrom: always.from, rows: [row] })
  return {
    ...rules,
    revision: `${rules.revision}+hold`,
    tables: new Map([...rules.tables, [holdRules, [asked]]]),
    parties: new Set([...(rules.parties ?? []), ...(enterprise === undefined ? [] : [enterprise])]),
    risks(facts) {
      const lines = linesOf(entry.scope, facts)
      const others = rules.risks?.(facts) ?? []
      return lines.length === 0 ? others : [...others, { entry, lines }]
    },
  }
}
