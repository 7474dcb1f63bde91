import { isUtf8 } from 'node:buffer'
import { ok, refuse, type Result } from '../../kernel/result.ts'

/** How deep a document may nest; the deepest real one has seven levels. */
export const maximumDepth = 32

const quote = 0x22
const backslash = 0x5c
const colon = 0x3a

/** Position of the quote that ends the string starting at `start` (the position of its opening quote). */
function endOfString(text: string, start: number): number {
  for (let i = start + 1; ; ) {
    const end = text.indexOf('"', i)
    let slashes = 0
    while (text.charCodeAt(end - 1 - slashes) === backslash) slashes++
    if (slashes % 2 === 0) return end
    i = end + 1
  }
}

type Fault = { code: 'common/json-too-deep' } | { code: 'common/json-duplicate-key' | 'common/json-forbidden-key'; key: string }

/** Colons outside strings of well-formed JSON without a backslash: one for each key that was written. */
function writtenKeys(bytes: Buffer): number {
  let colons = 0
  let outside = 1
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i]
    if (byte === quote) outside ^= 1
    else if (byte === colon) colons += outside
  }
  return colons
}

/** Keys of a parsed value at all depths; not a number when it is too deep or has a forbidden key. */
function parsedKeys(value: unknown, depth: number): number {
  if (typeof value !== 'object' || value === null) return 0
  if (depth === maximumDepth) return Number.NaN
  let keys = 0
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) keys += parsedKeys(value[i], depth + 1)
    return keys
  }
  for (const key in value) {
    if (isForbidden(key)) return Number.NaN
    keys += 1 + parsedKeys((value as Record<string, unknown>)[key], depth + 1)
  }
  return keys
}

const isForbidden = (key: string): boolean => key === '__proto__' || key === 'constructor' || key === 'prototype'

/** Looks through text that is known to be well-formed JSON for what `JSON.parse` lets pass. */
function findFault(text: string): Fault | undefined {
  const keys: (Set<string> | undefined)[] = []
  let expectsKey = false
  for (let i = 0; i < text.length; i++) {
    switch (text.charCodeAt(i)) {
      case 0x7b: // {
        keys.push(new Set())
        expectsKey = true
        if (keys.length > maximumDepth) return { code: 'common/json-too-deep' }
        break
      case 0x5b: // [
        keys.push(undefined)
        expectsKey = false
        if (keys.length > maximumDepth) return { code: 'common/json-too-deep' }
        break
      case 0x7d: // }
      case 0x5d: // ]
        keys.pop()
        expectsKey = false
        break
      case 0x2c: // ,
        expectsKey = keys.at(-1) !== undefined
        break
      case quote: {
        const end = endOfString(text, i)
        if (expectsKey) {
          let key = text.slice(i + 1, end)
          if (key.includes('\\')) key = JSON.parse(text.slice(i, end + 1)) as string
          if (isForbidden(key)) return { code: 'common/json-forbidden-key', key }
          const siblings = keys.at(-1)
          if (siblings?.has(key)) return { code: 'common/json-duplicate-key', key }
          siblings?.add(key)
          expectsKey = false
        }
        i = end
        break
      }
    }
  }
  return undefined
}

function hasUnstorableText(value: unknown): boolean {
  if (typeof value === 'string') return value.includes('\0') || !value.isWellFormed()
  if (Array.isArray(value)) return value.some(hasUnstorableText)
  if (value !== null && typeof value === 'object') return Object.entries(value).some(([key, member]) => hasUnstorableText(key) || hasUnstorableText(member))
  return false
}

/**
 * Reads one JSON document the way two programs could never read differently: UTF-8 only, no duplicate or prototype keys,
 * no NUL, no lone surrogates, at most `maximumDepth` levels. Refuses with one `common/json-…` code.
 */
export function parseStrictJson(bytes: Buffer): Result<unknown> {
  if (!isUtf8(bytes)) return refuse({ code: 'common/json-encoding', pointer: '' })
  let text = bytes.toString('utf8')
  if (text.charCodeAt(0) === 0xfeff) text = text.slice(1)
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return refuse({ code: text.includes('\0') ? 'common/json-nul' : 'common/json-malformed', pointer: '' })
  }
  // A repeated key is parsed once and written twice. Where that tells, the slower look that names the fault is not needed.
  const plain = !bytes.includes(backslash)
  if (plain && writtenKeys(bytes) === parsedKeys(value, 0)) return ok(value)
  const fault = findFault(text)
  if (fault !== undefined) return refuse('key' in fault ? { code: fault.code, pointer: '', facts: { key: fault.key.slice(0, 80) } } : { code: fault.code, pointer: '', facts: { maximum: maximumDepth } })
  // Only an escape can smuggle in NUL or half a character: without one the walk is not needed.
  if (text.includes('\\u') && hasUnstorableText(value)) return refuse({ code: 'common/json-nul', pointer: '' })
  return ok(value)
}
