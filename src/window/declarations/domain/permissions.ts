import { atPort, hasRole, type Actor } from '../../../kernel/actor.ts'
import type { Refusal } from '../../../kernel/refusal.ts'

/** Refuses whoever submits no declarations at all, before anything of theirs is read. */
export function maySubmit(actor: Actor): Refusal | undefined {
  return hasRole(actor, 'trader') ? undefined : { code: 'common/not-permitted' }
}

/** Refusals of a trader who may not submit this declaration: traders submit their own, at ports they are bound to. */
export function mayDeclare(actor: Actor, declaration: { readonly port?: string | undefined; readonly declarant?: string | undefined }): Refusal[] {
  const refusals: Refusal[] = []
  if (declaration.port !== undefined && !atPort(actor, declaration.port))
    refusals.push({ code: 'declarations/foreign-port', pointer: '/port', facts: { port: declaration.port } })
  if (declaration.declarant !== undefined && actor.kind !== 'system' && actor.enterprise !== declaration.declarant) {
    refusals.push({ code: 'declarations/foreign-declarant', pointer: '/declarant', facts: { declarant: declaration.declarant } })
  }
  return refusals
}

/** Whose declarations somebody sees: all of their ports (every record, not only the selected ones, SW-09), or those of one enterprise. */
export type Sight = { readonly all: true } | { readonly enterprise: string } | undefined

/** What the actor sees of declarations; undefined: nothing. */
export function sightOf(actor: Actor): Sight {
  if (hasRole(actor, 'officer', 'coordinator', 'headquarters', 'auditor')) return { all: true }
  if (hasRole(actor, 'trader') && actor.enterprise !== undefined) return { enterprise: actor.enterprise }
  return undefined
}

/** Whether the actor sees this declaration. */
export function maySee(actor: Actor, declaration: { readonly port: string; readonly declarant: string }): boolean {
  const sight = sightOf(actor)
  if (sight === undefined || !atPort(actor, declaration.port)) return false
  return 'all' in sight || sight.enterprise === declaration.declarant
}

/** Whether the actor sees what the rules found, targeting included: officials do, traders never (RR-18). */
export function maySeeTargeting(actor: Actor): boolean {
  return hasRole(actor, 'officer', 'coordinator', 'headquarters', 'auditor')
}
