/** Fields an agency may read for one purpose (按需共享, SW-08). */
export interface Entitlement {
  readonly agency: string
  readonly purpose: string
  readonly fields: readonly string[]
}

/** What is given and what is not. */
export interface Entitled {
  readonly allowed: readonly string[]
  readonly denied: readonly string[]
}

/** Splits the wanted fields by what the agency may read for the purpose; a purpose nobody has entitled gives nothing. */
export function entitledTo(entitlements: readonly Entitlement[], agency: string, purpose: string, fields: readonly string[]): Entitled {
  const granted = new Set(entitlements.filter((one) => one.agency === agency && one.purpose === purpose).flatMap((one) => one.fields))
  const wanted = [...new Set(fields)]
  return { allowed: wanted.filter((field) => granted.has(field)), denied: wanted.filter((field) => !granted.has(field)) }
}
