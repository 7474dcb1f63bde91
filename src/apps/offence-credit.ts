import { followOffence, type CreditParts } from '../assess/credit/public.ts'
import { declarationsOf, offences, type OnOffence } from '../joint/transfers/public.ts'
import { enterprises } from '../registry/parties/public.ts'
import { findDeclarants } from '../window/declarations/public.ts'

/**
 * A decided offence goes into the credit record of the enterprise the decision names, else of the declarants of what it was found on, as the kind of event
 * the register of offences says (RR-10). Where nobody can be told whose it is, the decision has to say so.
 */
export function offenceIntoCredit({ cache, ...credit }: CreditParts): OnOffence {
  return async (tx, context, { port, agency, offence, foundAt, subject, case: decidedIn, enterprise, decision }) => {
    const kind = cache.find(offences, offence, context.now)?.credit
    if (kind === undefined) return []
    const declarants = [...(await findDeclarants(tx, port, await declarationsOf(tx, port, subject))).values()]
    if (enterprise !== undefined && !declarants.includes(enterprise) && cache.find(enterprises, enterprise, context.now) === undefined) {
      return [{ code: 'transfers/unknown-enterprise', pointer: '/evidence/enterprise', facts: { enterprise }, clause: 'RR-10' }]
    }
    const named = enterprise === undefined ? declarants : [enterprise]
    if (named.length === 0) return [{ code: 'transfers/whose-offence', pointer: '/evidence/enterprise', clause: 'RR-10' }]
    return followOffence(tx, context, { cache, ...credit }, { port, kind, agency, enterprises: named, foundAt, subject, case: decidedIn, decision })
  }
}
