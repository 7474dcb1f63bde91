import { Environment, type ASTNode } from '@marcbachmann/cel-js'
import { ok, refuse, type Result } from '../../result.ts'
import { knownValue } from '../cell.ts'
import type { Column, Facts, FactValue } from '../table.ts'
import { maximumCost, maximumDepth, maximumLength, maximumList, maximumNodes, maximumSet, maximumText } from './limits.ts'
import { build, Fault } from './build.ts'

/** A condition over several columns of one row, ready to be asked. */
export interface Formula {
  readonly text: string
  /** Columns it reads, in the order of the table. */
  readonly reads: readonly string[]
  /** Steps at worst. */
  readonly cost: number
  /** Whether it holds. A formula of which a value is not known does not, nor does one whose numbers make no sense (0/0). */
  holds(facts: Facts): boolean
}

// Only its parser is used: what is parsed is built into closures by `build`, never evaluated by the library.
const language = new Environment({ limits: { maxAstNodes: maximumNodes, maxDepth: maximumDepth, maxListElements: maximumList, maxMapEntries: 0, maxCallArguments: 2 } })

function parsed(text: string): Result<ASTNode> {
  try {
    return ok(language.parse(text).ast)
  } catch (error) {
    const { summary, code, range } = error as { readonly summary?: string; readonly code?: string; readonly range?: { readonly start: number } }
    const isLimit = code?.includes('limit') === true || /exceed|limit/i.test(summary ?? '')
    return refuse(isLimit ? { code: 'tables/formula-too-costly', facts: { maximum: maximumNodes } } : { code: 'tables/formula-malformed', facts: { at: (range?.start ?? 0) + 1, reason: summary ?? String(error) } })
  }
}

function isKnown(value: FactValue | undefined, column: Column): boolean {
  const known = knownValue(value, column.type)
  if (known === undefined) return false
  if (typeof known === 'string') return known.length <= maximumText
  return typeof known !== 'object' || (known.length <= maximumSet && known.every((member) => member.length <= maximumText))
}

function readAnew(columns: readonly Column[], text: string): Result<Formula> {
  if (text.length > maximumLength) return refuse({ code: 'tables/formula-too-long', facts: { maximum: maximumLength } })
  const tree = parsed(text)
  if (!tree.ok) return tree
  try {
    const built = build(columns, tree.value)
    if (built.type !== 'boolean') return refuse({ code: 'tables/formula-not-a-question', facts: { type: built.type } })
    if (built.cost > maximumCost) return refuse({ code: 'tables/formula-too-costly', facts: { maximum: maximumCost } })
    const asked = columns.filter((column) => built.reads.has(column.name))
    const ask = built.value
    return ok({
      text,
      reads: asked.map((column) => column.name),
      cost: built.cost,
      holds(facts) {
        for (const column of asked) if (!isKnown(facts[column.name], column)) return false
        return ask(facts) === true
      },
    })
  } catch (error) {
    if (error instanceof Fault) return refuse(error.refusal)
    throw error
  }
}

const known = new WeakMap<readonly Column[], Map<string, Result<Formula>>>()
const kept = 10_000

/**
 * Reads a formula in the syntax of CEL over the columns of a table: arithmetic, comparison, `&&`, `||`, `!`, `? :`, `in`, `size`, `startsWith`,
 * `endsWith`, `contains`, `matches` (patterns of RE2, linear in time) and `timestamp("…")`. Anything else is refused, so is what could take long:
 * an admitted formula has no loop and builds no text. Every number is a double. Refusals: `tables/formula-*`.
 */
export function readFormula(columns: readonly Column[], text: string): Result<Formula> {
  let ofTable = known.get(columns)
  if (ofTable === undefined || ofTable.size > kept) known.set(columns, (ofTable = new Map()))
  let formula = ofTable.get(text)
  if (formula === undefined) ofTable.set(text, (formula = readAnew(columns, text)))
  return formula
}

