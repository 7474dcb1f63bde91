import { z } from 'zod'
import { portsOf } from '../ports.ts'
import { inForce, parseInstant, type Instant } from '../../kernel/instant.ts'
import { ok, refuse } from '../../kernel/result.ts'
import type { Api } from '../../platform/http/api.ts'
import { Moment } from '../../platform/http/moments.ts'
import { caseRoutes, CaseView, type AnyCaseKind } from '../../platform/procedures/public.ts'
import { ApplyForAdmission, applyForAdmission } from './apply-for-admission.ts'
import { behindFigures, BodyDetail, BodyView, catalogue, publicCatalogue, PublicBody, seesFigures } from './catalogue.ts'
import type { AcceptanceParts } from './parts.ts'

const AsOf = z.strictObject({ at: Moment.optional() })
const at = (text: string | undefined, now: Instant): Instant => (text === undefined ? now : (parseInstant(text) ?? now))
const Field = z.object({ code: z.string(), name: z.object({ zh: z.string(), en: z.string() }), agency: z.string(), bodies: z.enum(['here', 'abroad']), clause: z.string() })

/** The catalogue of bodies and their admission (TP-01, TP-05, TP-08). */
export function bodyRoutes(api: Api, parts: AcceptanceParts, kind: AnyCaseKind): void {
  const { law } = parts
  const tags = ['acceptance']
  api.read({
    path: '/public/acceptance-bodies',
    operation: 'readPublicBodies',
    summary: 'Bodies whose reports may be accepted, the fields and the clauses, as of any day; for everybody',
    tags,
    public: true,
    query: AsOf,
    reply: z.object({ fields: z.array(Field), items: z.array(PublicBody) }),
    run: async (context, { query }) => {
      const moment = at(query.at, context.now)
      const fields = law().acceptance.fields.filter((field) => inForce(field, moment)).map(({ code, name, agency, bodies, clause }) => ({ code, name: { ...name }, agency, bodies, clause }))
      return ok({ fields, items: await publicCatalogue(context.db, parts, moment) })
    },
  })
  api.read({
    path: '/acceptance-bodies',
    operation: 'listBodies',
    summary: 'Bodies with scope, fields and standing as of a moment; figures for officials, and for a body its own',
    tags,
    query: AsOf,
    reply: z.object({ items: z.array(BodyView) }),
    run: async (context, { query }) => ok({ items: await catalogue(context.db, parts, context.actor, portsOf(context.actor, law()), at(query.at, context.now)) }),
  })
  api.read({
    path: '/acceptance-bodies/:code',
    operation: 'getBody',
    summary: 'One body with the cases behind its figures',
    tags,
    params: z.strictObject({ code: z.string().max(80) }),
    reply: BodyDetail,
    run: async (context, { params }) => {
      const ports = portsOf(context.actor, law())
      const [body] = await catalogue(context.db, parts, context.actor, ports, context.now, params.code)
      if (body === undefined || !seesFigures(context.actor, params.code)) return refuse({ code: 'common/not-found' })
      // A body knows its figures; who found what at whose inspection is for officials.
      const official = context.actor.agency !== undefined || !context.actor.roles.includes('laboratory')
      return ok({ ...body, ...(official ? await behindFigures(context.db, ports, params.code) : { deviations: [], contradicted: [] }) })
    },
  })
  api.command({
    method: 'POST',
    path: '/body-admissions',
    operation: 'applyForAdmission',
    summary: 'Apply for the admission of a registered body; the agency that oversees it decides',
    tags,
    body: ApplyForAdmission,
    reply: CaseView,
    success: 201,
    statuses: { 'acceptance/not-your-body': 403, 'acceptance/not-your-port': 403, 'acceptance/already-applied': 409, 'acceptance/too-early': 409 },
    example: { port: law().ports[0]?.code ?? 'P', body: 'B-9' },
    run: (tx, context, { body }) => applyForAdmission(tx, context, kind, parts, body),
  })
  caseRoutes(api, kind, '/body-admissions')
}
