import type { Refusal } from './refusal.ts'

/** Outcome of something that may be refused. Refusals are values meant for a person; bugs throw. */
export type Result<T, R = Refusal> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly refusals: readonly R[] }

/** The accepted case. */
export function ok<T>(value: T): { readonly ok: true; readonly value: T } {
  return { ok: true, value }
}

/** The refused case: every reason at once, never only the first (SW-02). */
export function refuse<R>(...refusals: readonly [R, ...R[]]): { readonly ok: false; readonly refusals: readonly R[] } {
  return { ok: false, refusals }
}
