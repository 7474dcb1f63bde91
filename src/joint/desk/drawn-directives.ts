import { z } from 'zod'
import { findDrawnDirectives, findDrawnLots, findEarlierDirectives, linkDrawnDirectives, lotsDrawn, type DrawnLots } from '../../assess/draws/public.ts'
import { inForce, plus, toIso } from '../../kernel/instant.ts'
import { must } from '../../kernel/invariant.ts'
import type { DrawnInspection, Pack } from '../../kernel/pack.ts'
import { parameterValue } from '../../kernel/parameter.ts'
import type { Context } from '../../platform/context.ts'
import type { JobKinds } from '../../platform/jobs/public.ts'
import { findCases, type DeclarationCase } from '../../window/declarations/public.ts'
import { derivedId } from '../directives/public.ts'
import type { DirectiveDesk } from './directive-desk.ts'
import { prepare, type PreparedDirective } from './send-directive.ts'
import { withdrawDirective } from './withdraw-directive.ts'

const Payload = z.object({ id: z.uuid() })

const idOf = (port: string, draw: string, object: string): string => derivedId('draw', port, draw, object)

/** A drawn consignment as the desk takes it: wanted from the draw, or from the arrival of the goods, for the span the pack gives. Nothing in it changes with the day it is made. */
function prepareDrawn(lots: DrawnLots, object: string, { port, number, arrival }: DeclarationCase, asked: DrawnInspection, pack: Pack, context: Context): PreparedDirective {
  const from = arrival !== null && arrival > lots.drawnAt ? arrival : lots.drawnAt
  const span = parameterValue(pack, 'directives.span', lots.drawnAt, { port, objectKind: 'consignment' })
  const wanted = {
    id: idOf(port, lots.draw, object), port, agency: lots.agency, object: { kind: 'consignment' as const, ref: number },
    methods: [...asked.methods], power: asked.power, reason: `${lots.label} ${object} (${asked.clause})`, window: { from: toIso(from), to: toIso(plus(from, span)) },
  }
  const words = { zh: `随机抽查 ${lots.label} 抽中（${object}）`, en: `Drawn at random in ${lots.label} (${object})` }
  return { ...prepare(wanted, 'draw', context), words }
}

/** A later draw ends what a former one asked and nobody has begun; what has begun is finished. */
async function withdrawFormer(context: Context, pack: Pack, directives: readonly string[], label: string): Promise<void> {
  for (const id of directives) {
    const withdrawn = await context.db.transaction((tx) => withdrawDirective({ tx, context, pack, id, ifMatch: undefined }, { reason: `Drawn again: ${label}` }))
    const code = withdrawn.ok ? undefined : withdrawn.refusals[0]?.code
    if (code !== undefined && code !== 'directives/inspection-started' && code !== 'directives/over') throw new Error(`a directive of a former draw stands: ${code}`)
  }
}

/**
 * The job that turns drawn objects into directives (DR-01), through the same desk as everybody's, so that they meet what other agencies ask of the same
 * goods. Ids depend on nothing but draw and object: a second run finds the directives there. What the lots name can no longer be left out.
 */
export function drawnJobs(desk: DirectiveDesk, law: () => Pack): JobKinds {
  return {
    [lotsDrawn]: {
      async run(context, job) {
        const pack = law()
        const lots = await findDrawnLots(context.db, job.port, Payload.parse(job.payload).id)
        if (lots === undefined) return
        if (lots.replaces !== null) await withdrawFormer(context, pack, await findDrawnDirectives(context.db, job.port, lots.replaces), lots.label)
        const asked = pack.drawnInspections.find((one) => one.agency === lots.agency && inForce(one, lots.drawnAt))
        if (asked === undefined) return
        const cases = new Map((await findCases(context.db, job.port, lots.objects.map(({ declaration }) => declaration))).map((declaration) => [declaration.id, declaration]))
        const prepared = lots.objects.map(({ object, declaration }) => ({ object, directive: prepareDrawn(lots, object, must(cases.get(declaration), 'declarations are never deleted'), asked, pack, context) }))
        // First who inspects it, then that it is inspected: nobody can agree to the inspection with a crew of their own choice.
        await context.db.transaction((tx) => linkDrawnDirectives(tx, job.port, lots.draw, prepared.map(({ object, directive }) => ({ object, directive: directive.id }))))
        const outcomes = await Promise.all(prepared.map(({ directive }) => desk.submit(directive)))
        const refused = outcomes.flatMap((outcome) => (outcome.kind === 'refused' ? outcome.refusals : []))
        if (refused.length > 0) throw new Error(`the desk refused what was drawn: ${JSON.stringify(refused.slice(0, 5))}`)
        // What waited for a crew has one of this draw; the new directive stands before the old one goes, so that nothing is released in between.
        await withdrawFormer(context, pack, await findEarlierDirectives(context.db, job.port, lots.draw), lots.label)
      },
    },
  }
}
