/** The part of JSON Schema 2020-12 that our schemas are made of. */
export interface JsonSchema {
  readonly type?: string | readonly string[]
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly anyOf?: readonly JsonSchema[]
  readonly oneOf?: readonly JsonSchema[]
  readonly allOf?: readonly JsonSchema[]
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly items?: JsonSchema
  readonly prefixItems?: readonly JsonSchema[]
  readonly format?: string
  readonly pattern?: string
  readonly minLength?: number
  readonly minimum?: number
  readonly exclusiveMinimum?: number
  readonly minItems?: number
  readonly default?: unknown
  readonly $ref?: string
}

const formats: Readonly<Record<string, string>> = {
  uuid: '019a2c5e-7c00-7000-8000-0000000000a1',
  'date-time': '2026-03-02T01:00:00.000Z',
  date: '2026-03-02',
  email: 'officer@example.org',
  uri: 'https://example.org/',
}

/** Texts that fit patterns our schemas use, tried in turn; a pattern that none fits keeps a readable stand-in. */
const texts = ['380101', 'ABC', 'E-AA', '0'.repeat(64), '310420261000000001', 'TGHU1234567', '6109100000', 'T1', 'KGM', '2026-03-02', '08:00', 'declaration:019a2c5e-7c00-7000-8000-0000000000a1']

function textFor(schema: JsonSchema): string {
  const { pattern, minLength = 0 } = schema
  const known = schema.format === undefined ? undefined : formats[schema.format]
  if (known !== undefined) return known
  if (pattern === undefined) return 'text'.padEnd(minLength, 't')
  return texts.find((text) => new RegExp(pattern, 'u').test(text)) ?? 'text'
}

/**
 * A value that a schema describes, for readers of the API document: every field once, lists with one member.
 * `depth` ends schemas that contain themselves.
 */
export function exampleOf(schema: JsonSchema, depth = 0): unknown {
  if (schema.const !== undefined) return schema.const
  if (schema.enum !== undefined) return schema.enum[0]
  if (schema.default !== undefined) return schema.default
  const choice = schema.anyOf?.[0] ?? schema.oneOf?.[0]
  if (choice !== undefined) return exampleOf(choice, depth)
  if (schema.allOf !== undefined) return Object.assign({}, ...schema.allOf.map((part) => exampleOf(part, depth))) as unknown
  const type = Array.isArray(schema.type) ? (schema.type as readonly string[])[0] : schema.type
  switch (type) {
    case 'object':
      return Object.fromEntries(depth > 12 ? [] : Object.entries(schema.properties ?? {}).map(([name, property]) => [name, exampleOf(property, depth + 1)]))
    case 'array':
      if (schema.prefixItems !== undefined) return schema.prefixItems.map((item) => exampleOf(item, depth + 1))
      return depth > 12 || schema.items === undefined ? [] : Array.from({ length: Math.max(1, schema.minItems ?? 1) }, () => exampleOf(schema.items ?? {}, depth + 1))
    case 'string':
      return textFor(schema)
    case 'integer':
    case 'number':
      return Math.max(1, schema.minimum ?? 1, (schema.exclusiveMinimum ?? 0) + 1)
    case 'boolean':
      return true
    case 'null':
      return null
    default:
      return {}
  }
}
