import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseStrictJson } from './strict-json.ts'

const read = (text: string | Buffer) => parseStrictJson(Buffer.from(text as string))
const codeOf = (text: string | Buffer) => {
  const result = read(text)
  return result.ok ? 'ok' : result.refusals[0]?.code
}

test('whatever JSON.stringify writes without repeated keys is read back as it was', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 6 }), (value) => {
      const text = JSON.stringify(value)
      const result = read(text)
      if (/__proto__|constructor|prototype|\\u0000|\\ud[89a-f]/i.test(text)) return
      expect(result).toEqual({ ok: true, value: JSON.parse(text) })
    }),
    { numRuns: 2000 },
  )
})

/** Writes members as they are given, repeated keys and all. */
type Written = { readonly members: readonly (readonly [string, Written])[] } | { readonly list: readonly Written[] } | string
const { written } = fc.letrec<{ written: Written }>((tie) => ({
  written: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    fc.constantFrom('1', 'true', '":"', '"a:b,{}"', '"\\\"a\\\":1"'),
    fc.record({ members: fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c', 'd:', '\\u0061'), tie('written')), { maxLength: 3 }) }),
    fc.record({ list: fc.array(tie('written'), { maxLength: 3 }) }),
  ),
}))
const textOf = (value: Written): string =>
  typeof value === 'string'
    ? value
    : 'list' in value
      ? `[${value.list.map(textOf).join(',')}]`
      : `{${value.members.map(([key, member]) => `"${key}" : ${textOf(member)}`).join(',')}}`
const repeats = (value: Written): boolean => {
  if (typeof value === 'string') return false
  if ('list' in value) return value.list.some(repeats)
  const keys = value.members.map(([key]) => JSON.parse(`"${key}"`) as string)
  return new Set(keys).size < keys.length || value.members.some(([, member]) => repeats(member))
}

test('a key written twice in one object is refused wherever it stands, and nothing else is', () => {
  fc.assert(
    fc.property(written, (value) => {
      expect(codeOf(textOf(value))).toBe(repeats(value) ? 'common/json-duplicate-key' : 'ok')
    }),
    { numRuns: 3000 },
  )
})

const cases: readonly [name: string, text: string, code: string][] = [
  ['a cut document', '{"a":1', 'common/json-malformed'],
  ['nothing at all', '', 'common/json-malformed'],
  ['a repeated key', '{"a":1,"a":2}', 'common/json-duplicate-key'],
  ['a key repeated in disguise', '{"a":1,"\\u0061":2}', 'common/json-duplicate-key'],
  ['a key repeated deep inside, behind a brace in a string', '[{"x":{"b":"}","b":1}}]', 'common/json-duplicate-key'],
  ['a prototype key', '{"__proto__":{"admin":true}}', 'common/json-forbidden-key'],
  ['an escaped NUL', '{"a":"\\u0000"}', 'common/json-nul'],
  ['a raw NUL', '{"a":"\0"}', 'common/json-nul'],
  ['half a character', '{"a":"\\ud800"}', 'common/json-nul'],
  ['one level too many', '['.repeat(33) + ']'.repeat(33), 'common/json-too-deep'],
  ['two hundred thousand levels', '['.repeat(200_000) + ']'.repeat(200_000), 'common/json-too-deep'],
  ['quotes and backslashes in strings', '{"a":"\\"","b":"a\\\\","c":[{"a":1},{"a":2}]}', 'ok'],
  ['the same key at different levels', '{"a":{"a":{"a":1}},"b":["a","a"]}', 'ok'],
]

test.each(cases)('%s', (_name, text, code) => {
  expect(codeOf(text)).toBe(code)
})

test('other encodings are refused before they are read', () => {
  expect(codeOf(Buffer.from('{"name":"海关"}', 'utf16le'))).not.toBe('ok')
  expect(codeOf(Buffer.from([0x22, 0xe9, 0x22]))).toBe('common/json-encoding')
})
