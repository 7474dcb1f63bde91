/** What JSON can hold. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json | undefined }

/**
 * Canonical text of a JSON value (RFC 8785 for the values we use): keys sorted by UTF-16 code unit, no blanks,
 * undefined members left out. Two equal values give the same bytes, so that hashes can be compared.
 */
export function canonicalJson(value: Json): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value)
  if (Array.isArray(value)) {
    let text = '['
    for (let i = 0; i < value.length; i++) text += (i > 0 ? ',' : '') + canonicalJson(value[i] as Json)
    return text + ']'
  }
  const record = value as { readonly [key: string]: Json | undefined }
  let text = '{'
  for (const key of Object.keys(record).sort()) {
    const member = record[key]
    if (member === undefined) continue
    text += (text.length > 1 ? ',' : '') + JSON.stringify(key) + ':' + canonicalJson(member)
  }
  return text + '}'
}
