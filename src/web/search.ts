/** Search parameters are plain texts, so that `port=380101` stays a code and never becomes a number. */
export type Search = Readonly<Record<string, string | undefined>>

/** Reads the query of an address. */
export function parseSearch(text: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(text.startsWith('?') ? text.slice(1) : text))
}

/** Writes the query of an address; what is empty is left out. */
export function stringifySearch(search: Readonly<Record<string, unknown>>): string {
  const parameters = new URLSearchParams()
  for (const [name, value] of Object.entries(search)) if (value !== undefined && value !== null && value !== '') parameters.set(name, String(value))
  const text = parameters.toString()
  return text === '' ? '' : `?${text}`
}

/** Keeps the named parameters of an address, as texts; others do not belong to the screen. */
export function only<const Names extends readonly string[]>(...names: Names) {
  return (search: Readonly<Record<string, unknown>>): { [Name in Names[number]]?: string } => {
    const kept: Record<string, string> = {}
    for (const name of names) {
      const value = search[name]
      if (value !== undefined && value !== null && value !== '') kept[name] = String(value)
    }
    return kept as { [Name in Names[number]]?: string }
  }
}
