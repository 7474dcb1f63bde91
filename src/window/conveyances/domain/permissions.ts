import { atPort, hasRole, type Actor } from '../../../kernel/actor.ts'
import type { Refusal } from '../../../kernel/refusal.ts'

/** Refuses whoever may not report conveyances at a port: carriers (enterprises) and operators of sites do, at ports they are bound to. */
export function mayReport(actor: Actor, port: string): Refusal | undefined {
  if (reporterOf(actor) === undefined) return { code: 'common/not-permitted' }
  if (!atPort(actor, port)) return { code: 'declarations/foreign-port', pointer: '/port', facts: { port } }
  return undefined
}

/** Who reports, in the words of a ledger audience: `enterprise:E-B`, `site:BLCT`; undefined for somebody who may not. */
export function reporterOf(actor: Actor): string | undefined {
  if (hasRole(actor, 'trader') && actor.enterprise !== undefined) return `enterprise:${actor.enterprise}`
  if (hasRole(actor, 'operator') && actor.site !== undefined) return `site:${actor.site}`
  return undefined
}

/** Whether the actor sees a conveyance: officials and operators of its port, and whoever reported it. */
export function maySeeConveyance(actor: Actor, conveyance: { readonly port: string; readonly reportedBy: string }): boolean {
  if (!atPort(actor, conveyance.port)) return false
  return hasRole(actor, 'officer', 'coordinator', 'operator', 'headquarters', 'auditor') || reporterOf(actor) === conveyance.reportedBy
}
