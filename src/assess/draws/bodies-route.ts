import { z } from 'zod'
import { ok, refuse } from '../../kernel/result.ts'
import type { Pack } from '../../kernel/pack.ts'
import type { Actor } from '../../kernel/actor.ts'
import type { Api } from '../../platform/http/api.ts'
import { findItemCodes } from '../../window/declarations/public.ts'
import { readNamed } from './candidate-store.ts'
import type { DrawParts } from './deps.ts'
import { offerBodies } from './domain/offer-bodies.ts'
import { isConcerned } from './domain/permissions.ts'
import { findDraw } from './store.ts'

const Name = z.object({ zh: z.string(), en: z.string().optional() })

/** Whom a sample of a drawn object may go to (DR-06): the bodies of the catalogue for each of its items, and no others. */
export function bodiesRoute(api: Api, { law, bodies }: DrawParts, portsOf: (actor: Actor, law: Pack) => string[]): void {
  api.read({
    path: '/draws/:id/bodies',
    operation: 'offerBodies',
    tags: ['draws'],
    summary: 'Bodies of the catalogue that the sample of a drawn object may go to, item by item',
    params: z.strictObject({ id: z.uuid() }),
    query: z.strictObject({ object: z.string().regex(/^O-\d+$/) }),
    reply: z.object({ items: z.array(z.object({ line: z.int(), hs: z.string(), bodies: z.array(z.object({ code: z.string(), name: Name, tests: z.array(z.string()) })) })) }),
    run: async ({ db, actor, now }, { params, query }) => {
      const draw = await findDraw(db, portsOf(actor, law()), params.id)
      if (draw === undefined || !isConcerned(actor, draw)) return refuse({ code: 'common/not-found' })
      const subject = (await readNamed(db, draw.port, draw.id)).find(({ code }) => code === query.object)?.subject
      if (subject === undefined || draw.result?.some(({ object }) => object === query.object) !== true) return refuse({ code: 'draws/object-not-drawn', pointer: '/object', facts: { object: query.object } })
      const catalogue = await bodies(db, now)
      const goods = await findItemCodes(db, draw.port, subject)
      return ok({ items: goods.map(({ line, hs }) => ({ line, hs, bodies: offerBodies(catalogue, draw.port, hs).map((body) => ({ ...body, tests: [...body.tests], name: { zh: body.name.zh, ...(body.name.en === undefined ? {} : { en: body.name.en }) } })) })) })
    },
  })
}
