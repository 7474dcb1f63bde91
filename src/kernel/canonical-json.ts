/** What JSON can hold. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json | undefined }

/**
 * Canonical text of a JSON value (RFC 8785 for the values we use): keys sorted by UTF-16 code unit, no blanks,
 * undefined members left out. Two equal values give the same bytes, so that hashes can be compared.
 */
export function canonicalJson(value: Json): string {
  if (typeof value === 'string') return quotedJson(value)
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : 'null'
  if (typeof value === 'boolean') return value ? 'true' : 'false'
  if (value === null) return 'null'
  if (Array.isArray(value)) {
    let text = '['
    for (let i = 0; i < value.length; i++) text += (i > 0 ? ',' : '') + canonicalJson(value[i] as Json)
    return text + ']'
  }
  const record = value as { readonly [key: string]: Json | undefined }
  let text = '{'
  for (const key of sortedKeys(record)) {
    const member = record[key]
    if (member === undefined) continue
    text += (text.length > 1 ? ',' : '') + quotedJson(key) + ':' + canonicalJson(member)
  }
  return text + '}'
}

// One regular expression is cheaper than a call of JSON.stringify for each of the short strings that payloads are made of: every accepted
// declaration passes here on its way into the ledger.
const plain = /^[ !#-[\]-\ud7ff\ue000-\uffff]*$/

/** A string as canonical JSON writes it. */
export function quotedJson(text: string): string {
  return plain.test(text) ? `"${text}"` : JSON.stringify(text)
}

function sortedKeys(record: object): readonly string[] {
  const keys = Object.keys(record)
  for (let i = 1; i < keys.length; i++) {
    if ((keys[i - 1] as string) > (keys[i] as string)) return keys.sort()
  }
  return keys
}
