import type { Api } from '../../platform/http/api.ts'
import { caseRoutes, CaseView, type AnyCaseKind } from '../../platform/procedures/public.ts'
import { bodyRoutes } from './body-routes.ts'
import { commissionRoutes } from './commission-routes.ts'
import type { AcceptanceParts } from './parts.ts'
import { RegisterProducer, registerProducer } from './registration-kind.ts'
import { reportRoutes } from './report-routes.ts'

/** Everything about reports of third parties (第三方采信). */
export function acceptanceRoutes(api: Api, parts: AcceptanceParts, kinds: { readonly admission: AnyCaseKind; readonly registration: AnyCaseKind }): void {
  reportRoutes(api, parts)
  bodyRoutes(api, parts, kinds.admission)
  commissionRoutes(api, parts)
  const { acceptance, ports } = parts.law()
  api.command({
    method: 'POST',
    path: '/food-registrations',
    operation: 'registerProducer',
    summary: 'Apply for the registration of a producer of export food; evidence that is accepted makes the path the simplified one',
    tags: ['acceptance'],
    body: RegisterProducer,
    reply: CaseView,
    success: 201,
    statuses: { 'acceptance/not-your-port': 403 },
    example: { port: ports[0]?.code ?? 'P', producer: 'Beilun Aquatic Foods', products: ['1605'], zone: 'Z-1', evidence: [{ kind: acceptance.registrationEvidence[0]?.code ?? 'haccp', reference: 'HACCP-2026-118' }] },
    run: (tx, context, { body }) => registerProducer(tx, context, kinds.registration, parts.law(), body),
  })
  caseRoutes(api, kinds.registration, '/food-registrations')
}
