import type { DirectiveRow } from './directive-view.ts'

/**
 * Directives of one agency that one inspection answers are one thing to do: the first due stands for them, with the methods of all.
 * The order of what is left stays.
 */
export function fold(rows: readonly DirectiveRow[]): readonly DirectiveRow[] {
  const kept = new Map<string, DirectiveRow>()
  for (const row of rows) {
    const key = row.inspection === undefined ? row.id : `${row.inspection}|${row.agency}|${row.state}`
    const first = kept.get(key)
    kept.set(key, first === undefined ? row : { ...first, methods: [...new Set([...first.methods, ...row.methods])] })
  }
  return [...kept.values()]
}
