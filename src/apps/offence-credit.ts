import { z } from 'zod'
import { followOffence, type CreditParts } from '../assess/credit/public.ts'
import { findDirective } from '../joint/directives/public.ts'
import { findInspection } from '../joint/inspections/public.ts'
import { offences, type OnOffence } from '../joint/transfers/public.ts'
import type { Tx } from '../platform/database/database.ts'
import { enterprises } from '../registry/parties/public.ts'
import { findDeclarants } from '../window/declarations/public.ts'

/** Declarants of what an offence was found on. */
async function declarantsOf(tx: Tx, port: string, { kind, id }: { readonly kind: string; readonly id: string }): Promise<string[]> {
  if (!z.uuid().safeParse(id).success) return []
  const declarations =
    kind === 'declaration' ? [id] : kind === 'joint-inspection' ? ((await findInspection(tx, [port], id))?.declarations ?? []) : kind === 'directive' ? ((await findDirective(tx, [port], id))?.declarations ?? []) : []
  return declarations.length === 0 ? [] : [...(await findDeclarants(tx, port, declarations)).values()]
}

/**
 * A decided offence goes into the credit record of the enterprise the decision names, else of the declarants of what it was found on, as the kind of event
 * the register of offences says (RR-10). Where nobody can be told whose it is, the decision has to say so.
 */
export function offenceIntoCredit({ cache, ...credit }: CreditParts): OnOffence {
  return async (tx, context, { port, agency, offence, foundAt, subject, case: decidedIn, enterprise, decision }) => {
    const kind = cache.find(offences, offence, context.now)?.credit
    if (kind === undefined) return []
    const declarants = await declarantsOf(tx, port, subject)
    if (enterprise !== undefined && !declarants.includes(enterprise) && cache.find(enterprises, enterprise, context.now) === undefined) {
      return [{ code: 'transfers/unknown-enterprise', pointer: '/evidence/enterprise', facts: { enterprise }, clause: 'RR-10' }]
    }
    const named = enterprise === undefined ? declarants : [enterprise]
    if (named.length === 0) return [{ code: 'transfers/whose-offence', pointer: '/evidence/enterprise', clause: 'RR-10' }]
    return followOffence(tx, context, { cache, ...credit }, { port, kind, agency, enterprises: named, foundAt, subject, case: decidedIn, decision })
  }
}
