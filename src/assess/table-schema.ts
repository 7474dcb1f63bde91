import { z } from 'zod'
import type { Row, TableDefinition } from '../kernel/decision-table/table.ts'

const scalar = z.union([z.string().max(200), z.number(), z.boolean()])
const code = z.string().min(1).max(200)

const bound = z.union([z.number(), z.string().max(40)])

const PositiveCell = z.discriminatedUnion('op', [
  z.strictObject({ op: z.literal('equals'), value: scalar }),
  z.strictObject({ op: z.literal('one-of'), values: z.array(z.union([code, z.number()])).max(2000).readonly() }),
  z.strictObject({ op: z.literal('prefix'), values: z.array(code).max(2000).readonly() }),
  z.strictObject({ op: z.literal('range'), from: bound.optional(), below: bound.optional() }),
])

/** One condition; see `src/kernel/decision-table/table.ts` for what each means. */
export const Cell = z.union([
  PositiveCell,
  z.strictObject({ op: z.literal('any') }),
  z.strictObject({ op: z.literal('absent') }),
  z.strictObject({ op: z.literal('not'), cell: PositiveCell }),
])

export const Bilingual = z.strictObject({ zh: z.string().min(1).max(500), en: z.string().min(1).max(500) })

const columnName = z.string().regex(/^[A-Za-z][A-Za-z0-9]{0,39}$/)

/** A row as it is sent and shown. */
export const TableRow = z.strictObject({
  id: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/),
  when: z.record(columnName, Cell),
  /** A further condition over several columns, in the syntax of CEL; see `docs/rule-editor.md`. */
  formula: z.string().min(1).max(500).optional(),
  then: z.record(columnName, z.union([scalar, z.array(code).max(50).readonly()])),
  clause: z.string().min(1).max(200),
  note: Bilingual.optional(),
  targeting: z.literal(true).optional(),
})

/** A row as the engine takes it; members that were sent as absent are left out. */
export function toRow({ note, targeting, formula, ...row }: z.infer<typeof TableRow>): Row {
  return { ...row, ...(formula === undefined ? {} : { formula }), ...(note === undefined ? {} : { note }), ...(targeting === undefined ? {} : { targeting }) }
}

const Question = z.strictObject({ name: z.string(), type: z.string(), title: Bilingual, values: z.array(z.string()).optional() })

/** The shape of a table as it is shown. */
export const TableView = z.strictObject({
  name: z.string(),
  title: Bilingual,
  clause: z.string(),
  columns: z.array(Question.extend({ audience: z.enum(['public', 'officer']) })),
  outputs: z.array(Question),
  hit: z.strictObject({ policy: z.enum(['first', 'unique', 'collect', 'strictest']), output: z.string().optional(), order: z.array(z.string()).optional() }),
  complete: z.boolean(),
})

/** A table as the API gives it: its columns, outputs, how several hits are settled, and whether every case must have one. */
export function tableView(definition: TableDefinition): z.infer<typeof TableView> {
  const { name, title, clause, columns, outputs, hit } = definition
  return {
    name,
    title: { ...title },
    clause,
    columns: columns.map((column) => ({
      name: column.name, type: column.type, title: { ...column.title }, audience: column.audience,
      ...(column.values === undefined ? {} : { values: [...column.values] }),
    })),
    outputs: outputs.map((output) => ({
      name: output.name, type: output.type, title: { ...output.title }, ...(output.values === undefined ? {} : { values: [...output.values] }),
    })),
    hit: hit.policy === 'strictest' ? { policy: hit.policy, output: hit.output, order: [...hit.order] } : { policy: hit.policy },
    complete: definition.complete === true,
  }
}
