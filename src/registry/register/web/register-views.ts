import type { Bilingual } from '../../../kernel/refusal.ts'

/** A register as the list of registers gives it. */
export interface RegisterInfo {
  readonly name: string
  readonly title: Bilingual
  readonly owner: string
}
