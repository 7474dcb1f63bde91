import type { CompiledTable } from '../../kernel/decision-table/compile.ts'
import { explain, type RowExplanation } from '../../kernel/decision-table/explain.ts'
import type { Facts } from '../../kernel/decision-table/table.ts'
import type { Pack } from '../../kernel/pack.ts'
import type { CheckedObject, WantedCheck } from './assessment.ts'
import type { DeclarationFacts, ItemFacts } from './facts.ts'

/** A row of the checks table that fired, with the lines it fired for. */
export interface FiredCheck {
  readonly explanation: RowExplanation
  readonly items: ItemFacts[]
}

interface Gathering {
  readonly check: Omit<WantedCheck, 'methods' | 'objects'>
  readonly methods: Set<string>
  readonly objects: Map<string, CheckedObject>
}

const consignment: CheckedObject = { kind: 'consignment', ref: '' }

/** What of a line of goods a check of a kind of object looks at; the whole consignment where a box is shared with others or none is known. */
export function objectsOfLine(kind: unknown, facts: DeclarationFacts, item: ItemFacts): readonly CheckedObject[] {
  if (kind === 'item') return [{ kind: 'item', ref: String(item.line) }]
  if (kind !== 'container') return [consignment]
  const numbers = item.containers !== undefined && item.containers.length > 0 ? item.containers : (facts.containers ?? []).map((container) => container.number)
  // Of a box that others share only this lot is meant: what is found in it must neither hold nor release theirs (TM-06).
  const shared = new Set((facts.containers ?? []).flatMap(({ number, load }) => (load === 'lcl' ? [number] : [])))
  return numbers.length === 0 ? [consignment] : numbers.map((ref) => (shared.has(ref) ? consignment : { kind: 'container', ref }))
}

/** Asks the checks table about every line; rows that fire for several lines are told once. */
export function fireChecks(table: CompiledTable, lines: readonly { readonly item: ItemFacts; readonly facts: Facts }[]): readonly FiredCheck[] {
  const fired = new Map<string, FiredCheck>()
  for (const { item, facts } of lines) {
    for (const explanation of explain(table, facts)) {
      const known = fired.get(explanation.rule.row)
      if (known === undefined) fired.set(explanation.rule.row, { explanation, items: [item] })
      else known.items.push(item)
    }
  }
  return [...fired.values()]
}

/** What is left of the methods of a look at a line. */
export type AllowedMethods = (line: number, agency: string, methods: readonly string[]) => readonly string[]

/** Gathers fired rows into one check per agency, power and kind of object, with methods in the pack's order; without what `allowed` leaves out. */
export function gatherChecks(pack: Pack, facts: DeclarationFacts, fired: readonly FiredCheck[], allowed?: AllowedMethods): readonly WantedCheck[] {
  const gathered = new Map<string, Gathering>()
  for (const { explanation, items } of fired) {
    const { then, rule } = explanation
    const who = `${String(then['agency'])}|${String(then['power'])}|`
    for (const item of items) {
      const asked = then['methods'] as readonly string[]
      const methods = allowed === undefined ? asked : allowed(item.line, String(then['agency']), asked)
      if (methods.length === 0) continue
      for (const object of objectsOfLine(then['object'], facts, item)) {
        const key = who + object.kind
        let gathering = gathered.get(key)
        if (gathering === undefined) {
          const check = { agency: String(then['agency']), power: String(then['power']), reason: rule }
          gathering = { check, methods: new Set(), objects: new Map() }
          gathered.set(key, gathering)
        }
        gathering.objects.set(object.ref, object)
        for (const method of methods) gathering.methods.add(method)
      }
    }
  }
  return [...gathered.values()].map(({ check, methods, objects }) => ({
    ...check,
    objects: [...objects.values()],
    methods: pack.methods.flatMap(({ method }) => (methods.has(method) ? [method] : [])),
  }))
}

/** The pack's fallback: something holds the goods, so somebody must look. */
export function fallbackCheck(pack: Pack, table: CompiledTable): WantedCheck {
  const { agency, methods, power, clause } = pack.fallbackCheck
  const reason = { table: table.version.table, version: table.version.version, row: 'fallback', clause }
  return { agency, power, methods, objects: [consignment], reason }
}
