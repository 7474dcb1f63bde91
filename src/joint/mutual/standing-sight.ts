import { hasRole, type Actor } from '../../kernel/actor.ts'
import { inForce, plus, type Instant } from '../../kernel/instant.ts'
import type { Pack } from '../../kernel/pack.ts'
import { parameterValue } from '../../kernel/parameter.ts'
import { standingPurposes, type SharedField } from '../../kernel/trade-fields.ts'
import type { Context } from '../../platform/context.ts'
import type { RegisterCache } from '../../registry/register/public.ts'
import { entitlements } from './entitlements-register.ts'
import { logQuery } from './log-query.ts'
import { hasRead } from './query-store.ts'

/** What agencies read as a matter of course, by entitlement: the register's word, else the pack's. */
export interface StandingSight {
  /** Fields of declarations for a purpose; undefined for whoever is bound by none: owners and those who oversee. A purpose nobody has entitled gives nothing. */
  fieldsFor(actor: Actor, purpose: string, at: Instant): ReadonlySet<string> | undefined
  /** Whether results of inspections the agency took no part in are shared with it (LB-02). */
  sharesResults(actor: Actor, at: Instant): boolean
  /** Logs that a declaration was opened: what was given of it and what withheld; once within `access.reading` for a person. */
  onRead(context: Context, declaration: { readonly port: string; readonly number: string }, purpose: string, split: { readonly allowed: readonly string[]; readonly denied: readonly string[] }): Promise<void>
}

/** Puts the standing entitlements of agencies together (SW-08). */
export function standingSight(law: () => Pack, cache: RegisterCache): StandingSight {
  const entitled = (agency: string, purpose: string, at: Instant): ReadonlySet<string> => {
    const written = cache.find(entitlements, `${agency}/${purpose}`, at)
    const given = written ?? law().entitlements.find((one) => one.agency === agency && one.purpose === purpose && inForce(one, at))
    return new Set(given?.fields)
  }
  const isBound = (actor: Actor): boolean => hasRole(actor, 'officer', 'coordinator') && !hasRole(actor, 'headquarters', 'auditor')
  return {
    fieldsFor: (actor, purpose, at) => (isBound(actor) ? entitled(actor.agency ?? '', purpose, at) : undefined),
    sharesResults: (actor, at) => hasRole(actor, 'coordinator', 'headquarters', 'auditor') || entitled(actor.agency ?? '', standingPurposes.results, at).has('results' satisfies SharedField),
    async onRead(context, { port, number }, purpose, { allowed, denied }) {
      const { actor, now } = context
      if (!isBound(actor) || actor.agency === undefined) return
      if (await hasRead(context.db, { port, subject: number, purpose, by: actor.name, since: plus(now, -parameterValue(law(), 'access.reading', now)) })) return
      // The declaration's own time-line tells what happened to it, not who has looked.
      await logQuery(context, { port, kind: 'reading', agency: actor.agency, subject: number, purpose, allowed, denied }, [])
    },
  }
}
