import { z } from 'zod'
import { hasRole, type Actor } from '../../kernel/actor.ts'
import type { Pack } from '../../kernel/pack.ts'
import { ok, refuse } from '../../kernel/result.ts'
import type { Context } from '../../platform/context.ts'
import type { Api } from '../../platform/http/api.ts'
import { findAskedOf, findDirective, type Directive } from '../directives/public.ts'
import { portsOf } from '../ports.ts'
import { collidingOf } from './colliding-of.ts'
import { PairView } from './collision-view.ts'
import { explainPair } from './domain/explain-pair.ts'

/** An agency asks about its own directives; coordinators, headquarters and auditors about all of their ports. */
function mayAsk(actor: Actor, directive: Directive): boolean {
  return hasRole(actor, 'coordinator', 'headquarters', 'auditor') || (hasRole(actor, 'officer') && actor.agency === directive.agency)
}

function pairView(directive: Directive, other: Directive, law: Pack): PairView[] {
  const pair = explainPair(collidingOf(directive), collidingOf(other), law)
  if (pair === undefined) return []
  const { relation, failed, about, meeting } = pair
  const { object, distance, overlap, rule, within } = meeting
  return [
    {
      ...{ directive: other.id, agency: other.agency, ref: other.object.ref, relation, failed: [...failed], object: { ...object }, distance, overlap },
      ...(about === undefined ? {} : { about }),
      ...(rule === undefined ? {} : { rule: { ...rule } }),
      ...(within === undefined ? {} : { within }),
    },
  ]
}

/** `GET /directives/{id}/pairs`: for every other live directive on the object why the two met or did not, whatever number of conditions failed (DC-13). */
export function pairRoutes(api: Api, law: () => Pack, onRead: (context: Context, ...read: readonly Directive[]) => Promise<void>): void {
  api.read({
    path: '/directives/:id/pairs',
    operation: 'explainDirective',
    summary: 'Every other live directive on the object of one: whether the two met, and by which rule, or every condition that keeps them apart',
    tags: ['joint'],
    params: z.strictObject({ id: z.uuid() }),
    reply: z.object({ items: z.array(PairView) }),
    run: async (context, { params }) => {
      const directive = await findDirective(context.db, portsOf(context.actor, law()), params.id)
      if (directive === undefined || !mayAsk(context.actor, directive)) return refuse({ code: 'common/not-found' })
      const others = await findAskedOf(context.db, directive.port, directive.keys.map(({ key }) => key))
      const explained = directive.state === 'closed' || directive.state === 'withdrawn' ? [] : others.filter(({ id }) => id !== directive.id).map((other) => ({ other, pairs: pairView(directive, other, law()) }))
      await onRead(context, directive, ...explained.flatMap(({ other, pairs }) => (pairs.length === 0 ? [] : [other])))
      return ok({ items: explained.flatMap(({ pairs }) => pairs) })
    },
  })
}
