import type { Json } from '../../../kernel/canonical-json.ts'

/** A list of texts in a fact; empty where it is none. */
export function texts(value: Json | undefined): string[] {
  return Array.isArray(value) ? value.map(String) : []
}

/** The ids of what a fact is related to, of one kind. */
export function idsOf(related: readonly string[], kind: string): string[] {
  return related.flatMap((subject) => (subject.startsWith(`${kind}:`) ? [subject.slice(kind.length + 1)] : []))
}
