import type { JsonSchema } from '../../src/platform/http/schema-example.ts'
import { seededNumbers } from '../../src/kernel/seeded-numbers.ts'

/** Draws numbers and members; the same seed draws the same. */
export interface Draw {
  below(n: number): number
  one<T>(values: readonly T[]): T
}

/** What a test found comes again with the seed it printed. */
export function drawFrom(seed: string): Draw {
  let state = 2166136261
  for (const char of seed) state = Math.imul(state ^ char.charCodeAt(0), 16777619)
  const next = seededNumbers(state)
  const below = (n: number): number => Math.floor(next() * n)
  return { below, one: (values) => values[below(values.length)] as (typeof values)[number] }
}

const unknownId = '019a2c5e-7c00-7000-8000-00000000dead'
const moments = ['0000-00-00', '0000-01-01', '0000-01-01T00:00:00Z', '0001-01-01T00:00:00+23:00', '9999-12-31', '9999-12-31T23:59:59.999-23:59', '10000-01-01', '0000-00-00T00:00:00Z', '2026-02-30', '2026-02-30T00:00:00Z', '+275760-09-13T00:00:00.000Z', '+275760-09-13T00:00:00.001Z', '-271821-04-20T00:00:00Z', '9999-12-31T23:59:59.999Z', '0001-01-01T00:00:00Z', '2026-03-02T25:00:00Z', '2026-03-02T01:00:00+99:99', 'infinity', '-infinity', 'epoch', 'now', '2026-13-01', '2026-03-02 01:00', '1e308']
const texts = ['', ' ', '\u3000', '\t', '\u0001', 'a\u0000b', '\ud800', 'x\udfffy', '\u202etxt.exe', '\ufeff', 'é'.normalize('NFD'), '🛃'.repeat(60), "'; drop table ledger.entry; --", '%', '_%_', '\\', '\\x00', '*', '$1', '{}', '[]', 'null', 'true', 'NaN', 'Infinity', '-0', '١٢٣', '../../etc/passwd', '/etc/passwd', '=1+1', '<script>alert(1)</script>', '__proto__', 'constructor', 'toString', 'hasOwnProperty', '\r\nset-cookie: a=b', `${'('.repeat(40)}a+)+$`, 'a'.repeat(200), 'a'.repeat(10_000), unknownId, unknownId.toUpperCase(), `{${unknownId}}`, '380101', 'CUS', '*:*', 'declaration:', ':x', 'declaration:' + unknownId, 'e30', 'W10']
const numbers = [0, -1, 1, 0.5, 1e-320, -0.000001, 2 ** 31, 2 ** 31 - 1, -(2 ** 31), 2 ** 32, 2 ** 53, 2 ** 53 - 1, -(2 ** 53), 1e15, 1e22, 1e308, -1e308, 0.1 + 0.2, 86_400_000, 32_768]
const others: readonly unknown[] = [null, true, false, [], {}, [[]], [null], [{}], { id: unknownId }, { zh: '', en: '' }, Array.from({ length: 2000 }, (_, n) => n), Array.from({ length: 300 }, () => ({})), Object.fromEntries(Array.from({ length: 500 }, (_, n) => [`k${n}`, n])), { toString: 1, valueOf: 1, length: -1, then: 1 }]

/** A value nobody sends in good faith: of the wrong kind, at the edge of its kind, or dressed as another. */
export function hostileValue(draw: Draw, schema: JsonSchema = {}): unknown {
  const takes = [schema, ...(schema.anyOf ?? [])]
  if (draw.below(3) > 0 && takes.some(({ format }) => format?.startsWith('date') === true)) return draw.one(moments)
  if (draw.below(3) > 0 && takes.some(({ type }) => type === 'number' || type === 'integer')) return draw.one(numbers)
  const kind = draw.below(10)
  if (kind < 4) return draw.one(texts)
  if (kind < 6) return draw.one(moments)
  if (kind < 8) return draw.one(numbers)
  return draw.one(others)
}

/** The same as text, for paths, queries and headers. */
export function hostileText(draw: Draw, schema: JsonSchema = {}): string {
  if (draw.below(3) > 0 && schema.format?.startsWith('date') === true) return draw.one(moments)
  if (draw.below(3) > 0 && (schema.type === 'integer' || schema.type === 'number')) return String(draw.one(numbers))
  if (draw.below(10) === 0) return 'a\u0000b'
  return draw.below(4) === 0 ? draw.one([...moments, ...numbers.map(String), '1e400', '0x10', '999999999999999999999999', '-1']) : draw.one(texts)
}

/** A cursor, broken or with parts of any kind: its shape is ours, its content is not. */
export function hostileCursor(draw: Draw): string {
  const part = (): unknown => draw.one<unknown>([unknownId, 'x', '', '\u0000', '\ud800', 0, -1, 1.5, 1e308, 2 ** 53, null, [], {}, '380101', '2026-03-02T01:00:00.000Z', ...moments])
  if (draw.below(5) === 0) return draw.one(['x', 'bnVsbA', 'e30', 'W10', '!!!!', 'a'.repeat(399), 'eyJfX3Byb3RvX18iOjF9'])
  return Buffer.from(JSON.stringify(Array.from({ length: 1 + draw.below(4) }, part))).toString('base64url')
}

/** Percent-encoded as it stands: half characters as the bytes a careless program sends for them. */
export function escaped(text: string): string {
  return [...text].map((char) => (char.isWellFormed() ? encodeURIComponent(char) : '%ED%A0%80')).join('')
}

type Path = readonly (string | number)[]

/** A place in a document, and what its schema says of it. */
export interface Place {
  readonly at: Path
  readonly schema: JsonSchema
}

/** Every place of a document: those its example has and those its schema allows beside them. */
export function placesOf(schema: JsonSchema, value: unknown, at: Path = []): Place[] {
  const own: Place[] = at.length === 0 ? [] : [{ at, schema }]
  if (at.length > 5) return own
  if (Array.isArray(value)) return [...own, ...value.slice(0, 2).flatMap((each: unknown, n) => placesOf(schema.items ?? schema.prefixItems?.[n] ?? {}, each, [...at, n]))]
  const branches = [schema, ...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...(schema.allOf ?? [])]
  const known: Readonly<Record<string, JsonSchema>> = Object.assign({}, ...branches.map(({ properties }) => properties ?? {}))
  const present = typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {}
  const names = [...new Set([...Object.keys(present), ...Object.keys(known)])]
  const inArray = value === undefined && schema.items !== undefined ? placesOf(schema.items, undefined, [...at, 0]) : []
  return [...own, ...inArray, ...names.flatMap((name) => placesOf(known[name] ?? {}, present[name], [...at, name]))]
}

function withValue(document: unknown, [step, ...rest]: Path, value: unknown): unknown {
  if (step === undefined) return value
  const base: Record<string | number, unknown> = typeof document === 'object' && document !== null ? (document as Record<string, unknown>) : {}
  if (typeof step === 'number') return Object.assign(Array.isArray(document) ? [...(document as unknown[])] : [], { [step]: withValue(base[step], rest, value) })
  const copy = Object.fromEntries(Object.entries(base).filter(([name]) => name !== step || value !== undefined || rest.length > 0))
  return rest.length === 0 && value === undefined ? copy : { ...copy, [step]: withValue(base[step], rest, value) }
}

/** A document changed at one place, or broken as a text. */
export function hostileDocument(draw: Draw, example: unknown, places: readonly Place[]): string {
  const text = JSON.stringify(example)
  const kind = draw.below(20)
  if (kind === 0) return draw.one(['', 'null', '[]', '""', '0', 'true', '{', '{}', '\u0000', '[{}]', `${'['.repeat(5000)}${']'.repeat(5000)}`, text.slice(0, -1), `${text}${text}`, '{"__proto__":{"roles":["administrator"]}}', '{"constructor":{"prototype":{"x":1}}}'])
  if (kind === 1) return text.replace(/"(\w+)":/, '"$1":null,"$1":')
  if (kind === 2) return text.replace('{', '{"isAdmin":true,"roles":["administrator"],"port":"*",')
  if (kind === 3) return text.replace('{', '{"actor":{"id":"system"},"now":0,"status":"released","version":-1,')
  const changed = (document: unknown): unknown => {
    const { at, schema } = places.length === 0 ? { at: [], schema: {} } : draw.one(places)
    return withValue(document, at, at.length > 0 && draw.below(12) === 0 ? undefined : hostileValue(draw, schema))
  }
  return JSON.stringify(draw.below(4) === 0 ? changed(changed(example)) : changed(example))
}
