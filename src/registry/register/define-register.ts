import { z } from 'zod'
import type { Actor } from '../../kernel/actor.ts'
import type { Json } from '../../kernel/canonical-json.ts'
import { hasRole } from '../../kernel/actor.ts'
import type { Instant } from '../../kernel/instant.ts'
import type { Bilingual, Refusal } from '../../kernel/refusal.ts'
import type { Queryable } from '../../platform/database/database.ts'

/** Which entries an actor may see: all, none, or those whose field has one of the values. */
export type Sight = 'all' | 'none' | { readonly field: string; readonly values: readonly string[] }

/** A kind of reference record: its form, who looks after it, who may see it. */
export interface Register<Data extends object = object> {
  readonly name: string
  readonly title: Bilingual
  /** Row of the requirements or law it rests on. */
  readonly clause: string
  readonly schema: z.ZodType<Data>
  /** Names an entry within the register; made of its content, so that the two cannot differ. */
  readonly key: (data: Data) => string
  /** Whose register it is, in words of the policy pack or a role; shown beside it. */
  readonly owner: string
  readonly mayRecord: (actor: Actor, data: Data) => boolean
  /**
   * Marks a register of rules: what it holds decides cases, so that nobody changes it alone (GV-12, GV-15). `agreed`: by a second person. `tried`: it bears on how
   * declarations are judged, so that it must have been tried on the past before as well. Absent: who looks after an entry records it.
   */
  readonly rule?: 'agreed' | 'tried'
  /** Who may agree to what another proposed, in a register of rules. */
  readonly mayAgree: (actor: Actor, data: Data) => boolean
  /** What speaks, as things stand, against content that the schema allows: one answer for each change, `former` being what it would replace. Asked where people record, not where programs load. */
  readonly judge?: (db: Queryable, changes: readonly { readonly data: Data; readonly former: Data | undefined }[], at: Instant) => Promise<readonly (Refusal | undefined)[]>
  readonly sight: (actor: Actor) => Sight
  /** Work that follows when a version begins: a job of this kind with this payload, run once the version holds everywhere. */
  readonly follows?: (data: Data) => { readonly kind: string; readonly payload: Json }
  /** Work that follows when a version ends, in the same way. */
  readonly ends?: (data: Data) => { readonly kind: string; readonly payload: Json }
}

const administered = (actor: Actor): boolean => hasRole(actor, 'administrator')
const open = (): Sight => 'all'

/**
 * Declares a register. Unless told otherwise administrators record in it, whoever may record and headquarters agree to what another proposed, and everybody
 * signed in may read it.
 */
export function defineRegister<Data extends object>(
  definition: Omit<Register<Data>, 'mayRecord' | 'mayAgree' | 'sight'> & Partial<Pick<Register<Data>, 'mayRecord' | 'mayAgree' | 'sight'>>,
): Register<Data> {
  const mayRecord = definition.mayRecord ?? administered
  return { mayRecord, mayAgree: (actor, data) => hasRole(actor, 'headquarters') || mayRecord(actor, data), sight: open, ...definition }
}

/** A register in a list of registers of different content. Its functions are only ever given content that its own schema has read. */
export type AnyRegister = Register

/** Puts registers of different content into one list. */
export function anyRegister<Data extends object>(register: Register<Data>): AnyRegister {
  return register as unknown as AnyRegister
}

/** A name in both languages; where a source has one language only, the other is shown in its place. */
export const LooseName = z.strictObject({ zh: z.string().trim().min(1).max(500), en: z.string().trim().min(1).max(500).optional() })
/** A name in both languages. */
export const Name = z.strictObject({ zh: z.string().trim().min(1).max(500), en: z.string().trim().min(1).max(500) })
/** A code as registers use them. */
export const Code = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._\-/]{0,79}$/)
