import type { ASTNode } from '@marcbachmann/cel-js'
import { RE2JS } from 're2js'
import { parseInstant } from '../../instant.ts'
import type { Refusal } from '../../refusal.ts'
import type { Column, ColumnType, Facts } from '../table.ts'
import { maximumPattern, maximumProgram, maximumSet, maximumText } from './limits.ts'

/** What a part of a formula comes out as. */
export type Type = 'text' | 'texts' | 'number' | 'numbers' | 'moment' | 'boolean'
type Value = string | number | boolean | readonly string[] | ReadonlySet<string | number>
type Ask<V extends Value = Value> = (facts: Facts) => V

/** A part of a formula, ready to be asked. */
export interface Built {
  readonly type: Type
  readonly value: Ask
  /** Steps at worst. */
  readonly cost: number
  readonly reads: ReadonlySet<string>
}

/** A formula that is not admitted. */
export class Fault extends Error {
  readonly refusal: Refusal

  constructor(refusal: Refusal) {
    super(refusal.code)
    this.refusal = refusal
  }
}

const typeOf: Readonly<Record<ColumnType, Type>> = { code: 'text', codes: 'texts', number: 'number', instant: 'moment', boolean: 'boolean' }
const none: ReadonlySet<string> = new Set()

function fault(code: string, node: ASTNode, facts: Readonly<Record<string, string | number>> = {}): Fault {
  return new Fault({ code, facts: { at: node.pos + 1, ...facts } })
}

function need(part: Built, node: ASTNode, ...types: readonly Type[]): void {
  if (!types.includes(part.type)) throw fault('tables/formula-types', node, { type: part.type, wanted: types.join(', ') })
}

function made(type: Type, parts: readonly Built[], cost: number, value: Ask): Built {
  return { type, value, cost: parts.reduce((sum, part) => sum + part.cost, cost), reads: parts.length === 0 ? none : new Set(parts.flatMap((part) => [...part.reads])) }
}

const asNumber = (part: Built): Ask<number> => part.value as Ask<number>
const asText = (part: Built): Ask<string> => part.value as Ask<string>
const asBoolean = (part: Built): Ask<boolean> => part.value as Ask<boolean>

function literal(node: ASTNode): Built {
  const value: unknown = node.args
  if (typeof value === 'string') return made('text', [], 1, () => value)
  if (typeof value === 'boolean') return made('boolean', [], 1, () => value)
  if (typeof value === 'number' || typeof value === 'bigint') {
    const number = Number(value)
    return made('number', [], 1, () => number)
  }
  throw fault('tables/formula-not-allowed', node, { what: 'literal' })
}

function list(columns: readonly Column[], node: ASTNode & { readonly op: 'list' }): Built {
  const values = node.args.map((item) => {
    if (item.op !== 'value' && item.op !== '-_') throw fault('tables/formula-not-allowed', item, { what: item.op })
    const part = build(columns, item)
    need(part, item, 'text', 'number')
    return { type: part.type, value: part.value({}) as string | number }
  })
  const type = values[0]?.type ?? 'text'
  if (values.some((one) => one.type !== type)) throw fault('tables/formula-types', node, { type: 'number', wanted: 'text' })
  const members = new Set(values.map((one) => one.value))
  return made(type === 'text' ? 'texts' : 'numbers', [], members.size, () => members)
}

function column(columns: readonly Column[], node: ASTNode & { readonly op: 'id' }): Built {
  const name = node.args
  const found = columns.find((one) => one.name === name)
  if (found === undefined) throw fault('tables/formula-unknown-name', node, { name })
  // Only what `isKnown` has seen is read, so that the value is of the column's type.
  return { type: typeOf[found.type], value: (facts) => facts[name] as Value, cost: 1, reads: new Set([name]) }
}

const arithmetic: Readonly<Record<string, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b, '-': (a, b) => a - b, '*': (a, b) => a * b, '/': (a, b) => a / b, '%': (a, b) => a % b,
}
const comparison: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  '<': (a, b) => a < b, '<=': (a, b) => a <= b, '>': (a, b) => a > b, '>=': (a, b) => a >= b,
}

function binary(columns: readonly Column[], node: ASTNode, left: ASTNode, right: ASTNode): Built {
  const [a, b] = [build(columns, left), build(columns, right)]
  const counted = arithmetic[node.op]
  if (counted !== undefined) {
    need(a, left, 'number')
    need(b, right, 'number')
    const [x, y] = [asNumber(a), asNumber(b)]
    return made('number', [a, b], 1, (facts) => counted(x(facts), y(facts)))
  }
  const compared = comparison[node.op]
  if (compared !== undefined) {
    need(a, left, 'number', 'moment')
    need(b, right, a.type)
    const [x, y] = [asNumber(a), asNumber(b)]
    return made('boolean', [a, b], 1, (facts) => compared(x(facts), y(facts)))
  }
  if (node.op === '==' || node.op === '!=') {
    need(a, left, 'text', 'number', 'moment', 'boolean')
    need(b, right, a.type)
    const equal = node.op === '=='
    return made('boolean', [a, b], maximumText, (facts) => (a.value(facts) === b.value(facts)) === equal)
  }
  if (node.op === 'in') {
    need(b, right, 'texts', 'numbers')
    need(a, left, b.type === 'texts' ? 'text' : 'number')
    const members = b.value as Ask<ReadonlySet<string | number> | readonly string[]>
    return made('boolean', [a, b], maximumSet, (facts) => {
      const [one, all] = [a.value(facts) as string, members(facts)]
      return all instanceof Set ? all.has(one) : (all as readonly string[]).includes(one)
    })
  }
  throw fault('tables/formula-not-allowed', node, { what: node.op })
}

function pattern(node: ASTNode): { readonly program: RE2JS; readonly size: number } {
  if (node.op !== 'value' || typeof node.args !== 'string') throw fault('tables/formula-pattern', node, { reason: 'literal' })
  if (node.args.length > maximumPattern) throw fault('tables/formula-pattern', node, { reason: `> ${maximumPattern}` })
  try {
    const program = RE2JS.compile(node.args)
    const size = program.programSize()
    if (size <= maximumProgram) return { program, size }
  } catch (error) {
    throw fault('tables/formula-pattern', node, { reason: (error as Error).message })
  }
  throw fault('tables/formula-pattern', node, { reason: `> ${maximumProgram}` })
}

const textTests: Readonly<Record<string, (text: string, part: string) => boolean>> = {
  startsWith: (text, part) => text.startsWith(part),
  endsWith: (text, part) => text.endsWith(part),
  contains: (text, part) => text.includes(part),
}

function call(columns: readonly Column[], node: ASTNode, name: string, given: readonly ASTNode[]): Built {
  const [first, second] = given
  if (name === 'size' && first !== undefined && second === undefined) {
    const part = build(columns, first)
    need(part, first, 'text', 'texts')
    return made('number', [part], 1, (facts) => {
      const value = part.value(facts) as string | readonly string[] | ReadonlySet<string>
      return typeof value === 'object' && 'size' in value ? value.size : (value as string).length
    })
  }
  if (name === 'timestamp' && first !== undefined && second === undefined) {
    const moment = first.op === 'value' && typeof first.args === 'string' ? parseInstant(first.args) : undefined
    if (moment === undefined) throw fault('tables/formula-moment', first)
    return made('moment', [], 1, () => moment)
  }
  if (name === 'matches' && first !== undefined && second !== undefined) {
    const text = build(columns, first)
    need(text, first, 'text')
    const { program, size } = pattern(second)
    const ask = asText(text)
    return made('boolean', [text], size * maximumText, (facts) => program.matcher(ask(facts)).find())
  }
  const test = Object.hasOwn(textTests, name) ? textTests[name] : undefined
  if (test !== undefined && first !== undefined && second !== undefined) {
    const [text, part] = [build(columns, first), build(columns, second)]
    need(text, first, 'text')
    need(part, second, 'text')
    const [x, y] = [asText(text), asText(part)]
    return made('boolean', [text, part], name === 'contains' ? 8 * maximumText : maximumText, (facts) => test(x(facts), y(facts)))
  }
  throw fault('tables/formula-unknown-function', node, { name })
}

/** Makes a parsed part of a formula ready to be asked; throws `Fault` for what is not admitted. No part builds a text or a list, or loops. */
export function build(columns: readonly Column[], node: ASTNode): Built {
  switch (node.op) {
    case 'value':
      return literal(node)
    case 'id':
      return column(columns, node)
    case 'list':
      return list(columns, node)
    case 'call':
      return call(columns, node, node.args[0], node.args[1])
    case 'rcall':
      return call(columns, node, node.args[0], [node.args[1], ...node.args[2]])
    case '&&':
    case '||': {
      const [a, b] = [build(columns, node.args[0]), build(columns, node.args[1])]
      need(a, node.args[0], 'boolean')
      need(b, node.args[1], 'boolean')
      const [x, y] = [asBoolean(a), asBoolean(b)]
      return made('boolean', [a, b], 1, node.op === '&&' ? (facts) => x(facts) && y(facts) : (facts) => x(facts) || y(facts))
    }
    case '!_': {
      const a = build(columns, node.args)
      need(a, node.args, 'boolean')
      const x = asBoolean(a)
      return made('boolean', [a], 1, (facts) => !x(facts))
    }
    case '-_': {
      const a = build(columns, node.args)
      need(a, node.args, 'number')
      const x = asNumber(a)
      return made('number', [a], 1, (facts) => -x(facts))
    }
    case '?:': {
      const [test, then, otherwise] = node.args
      const [a, b, c] = [build(columns, test), build(columns, then), build(columns, otherwise)]
      need(a, test, 'boolean')
      need(b, then, 'text', 'number', 'moment', 'boolean')
      need(c, otherwise, b.type)
      const x = asBoolean(a)
      return made(b.type, [a, b, c], 1, (facts) => (x(facts) ? b.value(facts) : c.value(facts)))
    }
    case '==':
    case '!=':
    case '<':
    case '<=':
    case '>':
    case '>=':
    case '+':
    case '-':
    case '*':
    case '/':
    case '%':
    case 'in':
      return binary(columns, node, node.args[0], node.args[1])
    default:
      throw fault('tables/formula-not-allowed', node, { what: node.op })
  }
}
