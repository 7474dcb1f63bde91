import type { Bilingual } from '../../../kernel/refusal.ts'
import type { EntryView } from '../entry-view.ts'

export type { EntryView }

/** The part of a JSON Schema a form is made of. */
export interface Schema {
  readonly type?: string
  readonly enum?: readonly string[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly items?: Schema
}

/** A register as the list of registers gives it. */
export interface RegisterInfo {
  readonly name: string
  readonly title: Bilingual
  readonly clause: string
  readonly owner: string
  readonly revision: number
  /** Set where it holds rules, which nobody changes alone. */
  readonly rule?: 'agreed' | 'tried'
  readonly schema: Schema
}

/** An entry with all its versions, newest first. */
export interface WholeEntry {
  readonly key: string
  readonly version: number
  readonly mayRecord: boolean
  readonly current?: EntryView
  readonly versions: readonly EntryView[]
}

/** What a sheet would do, or did. */
export interface ImportReport {
  readonly added: number
  readonly changed: number
  readonly unchanged: number
  readonly dryRun: boolean
}

/** Whether it is a name in both languages. */
export function isBilingual(schema: Schema): boolean {
  return schema.properties !== undefined && Object.keys(schema.properties).sort().join() === 'en,zh'
}

/** A value of an entry in a cell. */
export function cellText(value: unknown, language: 'zh' | 'en'): string {
  if (value === undefined || value === null) return '—'
  if (Array.isArray(value)) return value.length === 0 ? '—' : value.map((each) => cellText(each, language)).join(', ')
  if (typeof value !== 'object') return String(value)
  const names = value as { readonly zh?: unknown; readonly en?: unknown }
  if (typeof names.zh === 'string') return String(names[language] ?? names.zh)
  return Object.values(value)
    .map((each) => cellText(each, language))
    .join(' ')
}
