import fc from 'fast-check'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { canonicalJson, type Json } from '../../kernel/canonical-json.ts'
import { canonicalReader } from './canonical-reader.ts'

const Line = z.strictObject({ 'n"o': z.int().min(1).max(3), name: z.string().regex(/^[a-c]+$/).min(1).max(4).optional(), at: z.uuid().optional() })
const Sample = z
  .strictObject({
    kind: z.enum(['sea', 'rail']),
    text: z.string().max(5),
    mass: z.number().gt(0).max(10),
    share: z.number().min(0).lt(1).optional(),
    lines: z.array(Line).min(1).max(2),
    either: z.union([z.string(), z.boolean()]).optional(),
    marked: z.string().refine((value) => value.startsWith('x')).optional(),
    id: z.string().optional(),
  })
  .refine((sample) => sample.kind === 'sea' || sample.mass < 5)
const read = canonicalReader(Sample, ['id'])

/** Mostly the first, which fits. */
const often = (fitting: unknown, ...others: readonly unknown[]) =>
  fc.oneof({ weight: 6, arbitrary: fc.constant<unknown>(fitting) }, { weight: 1, arbitrary: fc.constantFrom<unknown[]>(fitting, ...others) })
const absent = Symbol('absent')
const line = fc.record({ 'n"o': often(1, 2, 3, 4, 1.5, '1'), name: often('a', 'abc', '', 'abcab', 'd'), at: often('0190a0b0-0000-7000-8000-000000000000', 'no') }, { requiredKeys: ['n"o'] })
const sample = fc.record(
  {
    kind: often('sea', 'rail', 'toString', 1),
    text: often('', '"\\', '海关', 'sixsix', null, '\ud800'),
    mass: often(1, 4.5, 7, 10, 0, -1, 1e300, Number.NaN, Infinity, '1'),
    share: often(0, 0.5, 1, undefined),
    lines: fc.oneof({ weight: 8, arbitrary: fc.array(line, { maxLength: 3 }) }, { weight: 1, arbitrary: often({}, 'ab', null) }),
    either: often('a', true, 1, undefined),
    marked: often('x', 'y'),
    id: often('mine', 1),
    unknown: fc.oneof({ weight: 8, arbitrary: fc.constant(absent) }, { weight: 1, arbitrary: fc.constant(1) }),
  },
  { requiredKeys: ['kind', 'text', 'mass', 'lines', 'unknown'], noNullPrototype: true },
).map((value) => Object.fromEntries(Object.entries(value).filter(([, member]) => member !== absent)))

test('what the reader takes the schema takes, and the text is canonical without the members left out', () => {
  let taken = 0
  fc.assert(
    fc.property(sample, (value) => {
      const text = read(value)
      const parsed = Sample.safeParse(value)
      if (text === undefined) return
      taken++
      expect(parsed.success).toBe(true)
      const { id: _id, ...rest } = parsed.data as z.infer<typeof Sample>
      expect(text).toBe(canonicalJson(rest as unknown as Json))
    }),
    { numRuns: 20_000 },
  )
  expect(taken).toBeGreaterThan(1000)
})

test('what the schema takes the reader takes, unless a member is there and undefined', () => {
  fc.assert(
    fc.property(sample, (value) => {
      if (Sample.safeParse(value).success && !Object.values(value).includes(undefined)) expect(read(value)).toBeDefined()
    }),
    { numRuns: 20_000 },
  )
})

test.each([
  ['no object', 'text'],
  ['null', null],
  ['a list', []],
])('%s is not taken', (_name, value) => {
  expect(read(value)).toBeUndefined()
})

test('a schema that changes what it reads is asked, and what it changed is not taken', () => {
  const Trimmed = canonicalReader(z.strictObject({ a: z.string().trim(), b: z.string().default('x').optional() }))
  expect(Trimmed({ a: 'plain' })).toBe('{"a":"plain"}')
  expect(Trimmed({ a: ' blank ' })).toBeUndefined()
})
