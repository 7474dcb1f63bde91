/** One line of a typed manifest: which line it was, and what it names as the server takes it. */
export interface ManifestLine {
  readonly line: number
  readonly entry: { readonly number?: string; readonly transportDocument?: string; readonly grossWeightKg?: number | string }
}

/**
 * A manifest as it is typed or pasted from a sheet, one entry a line: container, transport document, gross weight in kg, with tabs, commas or semicolons
 * between them; a place may stay empty (loose goods have no container). Empty lines are left out. What is no number goes to the server as it is, which says so.
 */
export function manifestOf(text: string): readonly ManifestLine[] {
  return text.split(/\r?\n/).flatMap((line, at) => {
    if (line.trim() === '') return []
    const [number = '', transportDocument = '', weight = ''] = line.split(/[\t,;，；]/).map((part) => part.trim())
    const kilograms = Number(weight)
    const entry = {
      ...(number === '' ? {} : { number: number.toUpperCase().replaceAll(' ', '') }),
      ...(transportDocument === '' ? {} : { transportDocument }),
      ...(weight === '' ? {} : { grossWeightKg: Number.isFinite(kilograms) ? kilograms : weight }),
    }
    return [{ line: at + 1, entry }]
  })
}
