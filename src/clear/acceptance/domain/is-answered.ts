/** A look at papers, as far as reports can answer it. */
interface DeskLook {
  readonly object: { readonly kind: string; readonly ref: string }
  readonly tasks: readonly { readonly agency: string; readonly duties: readonly { readonly code: string; readonly kind: string }[] }[]
}

/**
 * Whether accepted reports answer a look at papers: it is the agency's alone, nothing but papers is looked at, and every line it is about is
 * covered. An item is named by the declaration's number and its line.
 */
export function isAnswered(look: DeskLook, agency: string, number: string, lines: readonly number[], covered: ReadonlySet<number>): boolean {
  if (!look.tasks.every((task) => task.agency === agency && task.duties.every((duty) => duty.kind !== 'method' || duty.code === 'documents'))) return false
  if (look.object.kind === 'consignment') return lines.every((line) => covered.has(line))
  return look.object.kind === 'item' && lines.some((line) => look.object.ref === `${number}/${line}` && covered.has(line))
}
