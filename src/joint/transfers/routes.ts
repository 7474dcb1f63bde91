import type { Pack } from '../../kernel/pack.ts'
import type { Api } from '../../platform/http/api.ts'
import { caseRoutes, CaseView, type AnyCaseKind } from '../../platform/procedures/public.ts'
import { sendTransfer, SendTransfer } from './send-transfer.ts'

/** Transfers between agencies (LB-13): send, queue, case, and the acts of the procedure. */
export function transferRoutes(api: Api, { kind, pack }: { readonly kind: AnyCaseKind; readonly pack: () => Pack }): void {
  const { agencies, ports } = pack()
  api.command({
    method: 'POST',
    path: '/transfers',
    operation: 'sendTransfer',
    summary: 'Notify and transfer a case to the competent agency',
    tags: ['transfer'],
    body: SendTransfer,
    reply: CaseView,
    success: 201,
    statuses: { 'transfers/not-your-port': 403 },
    example: {
      port: ports[0]?.code,
      to: agencies[0]?.code,
      subject: { kind: 'declaration', id: '310420300000000001' },
      offence: 'smuggling',
      description: 'Undeclared goods behind the declared ones.',
      legalBasis: 'LB-13',
      materials: ['photo 12', 'record of opening 3'],
    },
    run: (tx, context, { body }) => sendTransfer(tx, context, kind, pack(), body),
  })
  caseRoutes(api, kind, '/transfers')
}
