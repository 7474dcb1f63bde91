import type { Code, Pack, Port } from '../../../kernel/pack.ts'

/** The code lists a declaration is checked against, by what they list. */
export type CodeList = 'unit' | 'currency' | 'country' | 'document-type' | 'licence-type' | 'attribute'

/** A pack prepared for checking declarations: lists as maps. Made once per pack. */
export interface DeclarationRules {
  readonly pack: Pack
  readonly ports: ReadonlyMap<string, readonly Port[]>
  readonly codes: Readonly<Record<CodeList, ReadonlyMap<string, readonly Code[]>>>
  /** Whether the tariff is whole, so that a code it does not have does not exist. A port may start with the few codes it has rules for. */
  readonly tariffIsWhole: boolean
}

const chapters = 96

/** A tariff is whole when it has full codes of every chapter of the Harmonized System (01 to 97, of which 77 is reserved). */
function isWhole(pack: Pick<Pack, 'tariff'>): boolean {
  return (
    new Set(
      pack.tariff
        .filter((entry) => entry.hs.length === 10)
        .map((entry) => entry.hs.slice(0, 2))
        .filter((chapter) => chapter <= '97'),
    ).size >= chapters
  )
}

/** Units may also be given by their national codes. */
function withAliases(codes: readonly Code[]): readonly Code[] {
  return codes.flatMap((code) => [code, ...(code.aliases ?? []).map((alias) => ({ ...code, code: alias }))])
}

// A code may have several entries, one after the other: what held before a change of the list and what holds since.
function byCode<E extends { readonly code: string }>(entries: readonly E[]): ReadonlyMap<string, readonly E[]> {
  const map = new Map<string, E[]>()
  for (const entry of entries) map.set(entry.code, [...(map.get(entry.code) ?? []), entry])
  return map
}

/** Prepares a pack for `checkDeclaration`. */
export function declarationRulesOf(pack: Pack): DeclarationRules {
  return {
    pack,
    ports: byCode(pack.ports),
    codes: {
      unit: byCode(withAliases(pack.units)),
      currency: byCode(pack.currencies),
      country: byCode(pack.countries),
      'document-type': byCode(pack.documentTypes),
      'licence-type': byCode(pack.licenceTypes),
      attribute: byCode(pack.attributes),
    },
    tariffIsWhole: isWhole(pack),
  }
}
