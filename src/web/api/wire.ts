import type { Instant } from '../../kernel/instant.ts'

/** A value of the domain as it travels: moments as ISO 8601 texts. */
export type Wire<T> = T extends Instant ? string : T extends readonly (infer Element)[] ? readonly Wire<Element>[] : T extends object ? { readonly [Key in keyof T]: Wire<T[Key]> } : T
