import type { z } from 'zod'
import { canonicalJson, quotedJson, type Json } from '../../kernel/canonical-json.ts'

/** The canonical text of a value that fits, undefined for one that does not, or of which the reader is not sure. */
export type CanonicalReader = (value: unknown) => string | undefined

type Test<T> = (value: T) => boolean
type Definition = Readonly<Record<string, unknown>> & { readonly type: string; readonly checks?: readonly { readonly _zod: { readonly def: Definition } }[] }

const definitionOf = (schema: z.core.$ZodType): Definition => schema._zod.def as unknown as Definition

/** Whatever the reader has no quicker way for is asked of the schema itself; it must give the value back as it is. */
function asked(schema: z.core.$ZodType): CanonicalReader {
  const { safeParse } = schema as z.ZodType
  return (value) => {
    const parsed = safeParse(value)
    return parsed.success && parsed.data === value ? canonicalJson(value as Json) : undefined
  }
}

/** The tests of a schema's checks; undefined when one of them is not known here. */
function testsOf<T>(definition: Definition, known: (check: Definition) => Test<T> | undefined): readonly Test<T>[] | undefined {
  const tests: Test<T>[] = []
  for (const { _zod } of definition.checks ?? []) {
    const { def } = _zod
    const test = def['check'] === 'custom' && typeof def['fn'] === 'function' ? (def['fn'] as Test<T>) : known(def)
    if (test === undefined) return undefined
    tests.push(test)
  }
  return tests
}

function passes<T>(tests: readonly Test<T>[], value: T): boolean {
  for (let i = 0; i < tests.length; i++) if (!(tests[i] as Test<T>)(value)) return false
  return true
}

function lengthTest({ check, minimum, maximum }: Definition): Test<{ readonly length: number }> | undefined {
  if (check === 'min_length' && typeof minimum === 'number') return (value) => value.length >= minimum
  if (check === 'max_length' && typeof maximum === 'number') return (value) => value.length <= maximum
  return undefined
}

function textTest(check: Definition): Test<string> | undefined {
  const { format, pattern } = check
  if (check['check'] !== 'string_format') return lengthTest(check)
  // A pattern with a memory of where it stood would answer otherwise the second time.
  if (format !== 'regex' || !(pattern instanceof RegExp) || pattern.global || pattern.sticky) return undefined
  return (value) => pattern.test(value)
}

function numberTest({ check, value: bound, inclusive }: Definition): Test<number> | undefined {
  if (typeof bound !== 'number') return undefined
  if (check === 'greater_than') return inclusive === true ? (value) => value >= bound : (value) => value > bound
  if (check === 'less_than') return inclusive === true ? (value) => value <= bound : (value) => value < bound
  return undefined
}

function textReader(schema: z.core.$ZodType, definition: Definition): CanonicalReader {
  const tests = definition['format'] === undefined ? testsOf(definition, textTest) : undefined
  if (tests === undefined) return asked(schema)
  return (value) => (typeof value === 'string' && passes(tests, value) ? quotedJson(value) : undefined)
}

function numberReader(schema: z.core.$ZodType, definition: Definition): CanonicalReader {
  const { format } = definition
  const tests = format === undefined || format === 'safeint' ? testsOf(definition, numberTest) : undefined
  if (tests === undefined) return asked(schema)
  const isNumber: Test<unknown> = format === 'safeint' ? Number.isSafeInteger : Number.isFinite
  return (value) => (isNumber(value) && passes(tests, value as number) ? String(value) : undefined)
}

function choiceReader(definition: Definition): CanonicalReader {
  const texts = new Map<unknown, string>(Object.values(definition['entries'] as Record<string, Json>).map((entry) => [entry, canonicalJson(entry)]))
  return (value) => texts.get(value)
}

function listReader(schema: z.core.$ZodType, definition: Definition): CanonicalReader {
  const tests = testsOf<readonly unknown[]>(definition, lengthTest)
  if (tests === undefined) return asked(schema)
  const member = readerOf(definition['element'] as z.core.$ZodType)
  return (value) => {
    if (!Array.isArray(value) || !passes(tests, value)) return undefined
    let text = '['
    for (let i = 0; i < value.length; i++) {
      const one = member(value[i])
      if (one === undefined) return undefined
      text += i === 0 ? one : `,${one}`
    }
    return `${text}]`
  }
}

interface Member {
  readonly name: string
  readonly prefix: string
  readonly optional: boolean
  readonly read: CanonicalReader
}

function membersOf(shape: Readonly<Record<string, z.core.$ZodType>>, leftOut: ReadonlySet<string>): readonly Member[] {
  // In canonical order, so that nothing is left to sort.
  return Object.keys(shape)
    .sort()
    .map((name) => {
      const member = shape[name] as z.core.$ZodType
      const definition = definitionOf(member)
      const optional = definition.type === 'optional'
      const read = readerOf(optional ? (definition['innerType'] as z.core.$ZodType) : member)
      return { name, prefix: `${quotedJson(name)}:`, optional, read: leftOut.has(name) ? (value) => (read(value) === undefined ? undefined : '') : read }
    })
}

function objectReader(schema: z.core.$ZodType, definition: Definition, leftOut: ReadonlySet<string>): CanonicalReader {
  const tests = testsOf<object>(definition, () => undefined)
  const catchall = definition['catchall'] as z.core.$ZodType | undefined
  if (tests === undefined || catchall === undefined || definitionOf(catchall).type !== 'never') return asked(schema)
  const members = membersOf(definition['shape'] as Record<string, z.core.$ZodType>, leftOut)
  return (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
    let known = 0
    let text = ''
    for (let i = 0; i < members.length; i++) {
      const { name, prefix, optional, read } = members[i] as Member
      const member = (value as Record<string, unknown>)[name]
      if (member === undefined) {
        if (!optional) return undefined
        continue
      }
      const one = read(member)
      if (one === undefined) return undefined
      known++
      if (one !== '') text += text === '' ? prefix + one : `,${prefix}${one}`
    }
    let there = 0
    for (const _name in value) there++
    return there === known && passes(tests, value) ? `{${text}}` : undefined
  }
}

function readerOf(schema: z.core.$ZodType, leftOut: ReadonlySet<string> = new Set()): CanonicalReader {
  const definition = definitionOf(schema)
  switch (definition.type) {
    case 'object':
      return objectReader(schema, definition, leftOut)
    case 'array':
      return listReader(schema, definition)
    case 'string':
      return textReader(schema, definition)
    case 'number':
      return numberReader(schema, definition)
    case 'enum':
      return choiceReader(definition)
    default:
      return asked(schema)
  }
}

/**
 * Reads values by a schema that transforms nothing, in one pass: whether they fit, and their canonical text, without the members named in
 * `leftOut` (which are judged all the same). Made from the schema, so that it says nothing the schema does not say; several times as quick,
 * because it names no faults. Whoever gets undefined asks the schema, which may still find nothing wrong.
 */
export function canonicalReader(schema: z.ZodType, leftOut: readonly string[] = []): CanonicalReader {
  return readerOf(schema, new Set(leftOut))
}
